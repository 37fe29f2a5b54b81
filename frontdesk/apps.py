from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontdeskConfig(AppConfig):
    name = "frontdesk"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Front-desk services")
