from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("", include("reception.public_urls")),
    path("", include("messaging.public_urls")),
    path("", include("complaints.public_urls")),
    path("", include("switchboard.public_urls")),
    path("", include("offices.urls")),
    path("<slug:slug>/", include("messaging.urls")),
    path("<slug:slug>/", include("visitors.urls")),
    path("<slug:slug>/", include("deals.urls")),
    path("<slug:slug>/", include("complaints.urls")),
    path("<slug:slug>/", include("followups.urls")),
    path("<slug:slug>/", include("switchboard.urls")),
    path("<slug:slug>/", include("frontdesk.urls")),
    path("<slug:slug>/", include("reception.urls")),
]

handler400 = "offices.views.failures.bad_request"
handler403 = "offices.views.failures.forbidden"
handler404 = "offices.views.failures.not_found"
handler500 = "offices.views.failures.server_error"
