from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        from complaints.rule_section import COMPLAINTS
        from complaints.selectors.handling import handles_complaint_of
        from complaints.selectors.timeline_slot import complaints_slot
        from complaints.services.personal_data import name_places
        from complaints.setting_up import register_pages
        from offices import rule_sections
        from visitors import ties, timeline_slots
        from visitors.access import Party

        register_pages()
        name_places()
        ties.register(Party.HANDLER, handles_complaint_of)
        rule_sections.register(COMPLAINTS)
        timeline_slots.register(complaints_slot)
