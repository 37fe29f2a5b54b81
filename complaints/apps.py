from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        from complaints.rule_section import COMPLAINTS
        from complaints.setting_up import register_pages
        from offices import rule_sections

        register_pages()
        rule_sections.register(COMPLAINTS)
