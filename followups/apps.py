from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    name = "followups"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Follow-ups")

    def ready(self) -> None:
        from dataclasses import replace

        from followups.rule_section import CADENCE, CLIMBING
        from followups.selectors.owed import owes_call_to
        from followups.selectors.preview import preview_of
        from followups.selectors.timeline_slot import follow_ups_slot
        from followups.services.personal_data import name_places
        from followups.setting_up import register_pages
        from offices import rule_sections
        from visitors import ties, timeline_slots
        from visitors.access import Party

        register_pages()
        name_places()
        ties.register(Party.CALLER, owes_call_to)
        preview = rule_sections.Preview(preview_of, "followups/_rules_preview.html")
        rule_sections.register(replace(CADENCE, preview=preview))
        rule_sections.register(CLIMBING)
        timeline_slots.register(follow_ups_slot)
