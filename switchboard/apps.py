from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SwitchboardConfig(AppConfig):
    name = "switchboard"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Phone desk")
