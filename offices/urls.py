from django.urls import path

from offices.views import account, background, members, notices, office, session, unlock

urlpatterns = [
    path("", session.home, name="home"),
    path("login/", session.Login.as_view(), name="login"),
    path("logout/", session.Logout.as_view(), name="logout"),
    path("unlock/", unlock.unlock, name="unlock"),
    path("unlock/state/", unlock.session_state, name="session_state"),
    path("offices/", session.choose, name="choose"),
    path("offices/new/", office.office_new, name="office_new"),
    path("offices/<slug:slug>/use/", office.office_use, name="office_use"),
    path("<slug:slug>/", session.office_home, name="office_home"),
    path("<slug:slug>/office/", office.office_settings, name="office_settings"),
    path("<slug:slug>/members/", members.members, name="members"),
    path("<slug:slug>/members/new/", members.member_new, name="member_new"),
    path("<slug:slug>/members/<int:pk>/", members.member, name="member"),
    path("<slug:slug>/members/<int:pk>/password/", members.member_password, name="member_password"),
    path("<slug:slug>/background/", background.background, name="background"),
    path("<slug:slug>/background/<str:job>/", background.background_run, name="background_run"),
    path("<slug:slug>/account/", account.account, name="account"),
    path("<slug:slug>/account/password/", account.account_password, name="account_password"),
    path("<slug:slug>/account/pin/", account.account_pin, name="account_pin"),
    path("<slug:slug>/account/language/", account.account_language, name="account_language"),
    path("<slug:slug>/account/others/", account.account_others, name="account_others"),
    path("<slug:slug>/notices/", notices.notices, name="notices"),
    path("<slug:slug>/notices/live/", notices.notices_live, name="notices_live"),
    path("<slug:slug>/notices/seen/", notices.notices_seen, name="notices_seen"),
]
