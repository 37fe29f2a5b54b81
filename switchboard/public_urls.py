"""The one page without a log-in: where the telephone system tells of calls."""

from django.urls import path

from switchboard.views import hooks

urlpatterns = [path("hooks/<str:hook>/calls/", hooks.calls, name="hook_calls")]
