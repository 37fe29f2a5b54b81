from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    name = "followups"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Follow-ups")

    def ready(self) -> None:
        from dataclasses import replace

        from followups.rule_section import CADENCE, CLIMBING
        from followups.selectors.preview import preview_of
        from followups.setting_up import register_pages
        from offices import rule_sections

        register_pages()
        preview = rule_sections.Preview(preview_of, "followups/_rules_preview.html")
        rule_sections.register(replace(CADENCE, preview=preview))
        rule_sections.register(CLIMBING)
