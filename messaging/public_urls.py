"""Pages without a log-in: what vendors and customers open by a secret in the address."""

from django.urls import path

from messaging.views import hooks, own_answers

urlpatterns = [
    path("hooks/<str:secret>/receipts/", hooks.receipts, name="hook_receipts"),
    path("hooks/<str:secret>/replies/", hooks.replies, name="hook_replies"),
    path("stop/<str:token>/", own_answers.stop_mails, name="stop_mails"),
    path("consent/<str:token>/", own_answers.consent, name="own_consent"),
]
