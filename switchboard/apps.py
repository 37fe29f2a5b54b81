from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SwitchboardConfig(AppConfig):
    name = "switchboard"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Phone desk")

    def ready(self) -> None:
        from offices import rule_sections
        from switchboard.rule_section import PHONE
        from switchboard.selectors.timeline_slot import phone_slot
        from switchboard.services.personal_data import name_places
        from switchboard.setting_up import register_pages
        from visitors import timeline_slots

        register_pages()
        name_places()
        rule_sections.register(PHONE)
        timeline_slots.register(phone_slot)
