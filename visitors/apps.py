from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitorsConfig(AppConfig):
    name = "visitors"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Visitors")

    def ready(self) -> None:
        from offices import rule_sections
        from visitors import timeline_slots
        from visitors.file_section import FILES
        from visitors.selectors.timeline_slot import contacts_slot, file_slot, messages_slot
        from visitors.services.personal_places import name_places
        from visitors.setting_up import register_pages

        register_pages()
        name_places()
        rule_sections.register(FILES)
        timeline_slots.register(contacts_slot, first=True)
        for slot in (messages_slot, file_slot):
            timeline_slots.register(slot)
