"""Pages behind a secret address: they belong to no office's slug and ask for no log-in."""

from django.urls import path

from complaints.views import web

urlpatterns = [
    path("complain/<str:secret>/", web.complain, name="complain"),
    path("complain/<str:secret>/done/", web.complain_done, name="complain_done"),
]
