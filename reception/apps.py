from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    name = "reception"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Reception")

    def ready(self) -> None:
        from offices import rule_sections
        from reception.rule_section import ROTATION
        from reception.selectors.receiving import receives
        from reception.services.personal_data import name_places
        from reception.setting_up import register_pages
        from visitors import ties
        from visitors.access import Party

        rule_sections.register(ROTATION)
        ties.register(Party.RECEIVING, receives)

        register_pages()
        name_places()
