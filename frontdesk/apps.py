from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FrontdeskConfig(AppConfig):
    name = "frontdesk"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Front-desk services")

    def ready(self) -> None:
        from frontdesk.hospitality_section import HOSPITALITY
        from frontdesk.services.personal_data import name_places
        from frontdesk.setting_up import register_pages
        from offices import hub, rule_sections
        from offices.navigation import Entry, Group, register

        rule_sections.register(HOSPITALITY)
        register_pages()
        name_places()
        register(
            Entry(
                url_name="frontdesk:checklists",
                label=pgettext_lazy("page", "Checklists"),
                icon="list-check",
                group=Group.HOUSE,
            )
        )
        hub.register(
            hub.Card(
                40,
                "frontdesk:checklists",
                pgettext_lazy("page", "Checklists"),
                _("What a reception must, should and must not have: the steps, the warning, the farewell."),
                "list-check",
            )
        )
