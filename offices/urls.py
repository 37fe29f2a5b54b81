from django.urls import path

from offices.views import notices, session

urlpatterns = [
    path("", session.home, name="home"),
    path("login/", session.Login.as_view(), name="login"),
    path("logout/", session.Logout.as_view(), name="logout"),
    path("offices/", session.choose, name="choose"),
    path("<slug:slug>/", session.office_home, name="office_home"),
    path("<slug:slug>/notices/", notices.notices, name="notices"),
    path("<slug:slug>/notices/live/", notices.notices_live, name="notices_live"),
    path("<slug:slug>/notices/seen/", notices.notices_seen, name="notices_seen"),
]
