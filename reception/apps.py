from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReceptionConfig(AppConfig):
    name = "reception"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Reception")

    def ready(self) -> None:
        from offices import rule_sections
        from offices.navigation import Entry, register
        from reception import roles
        from reception.rule_section import ROTATION
        from reception.setting_up import register_pages

        rule_sections.register(ROTATION)

        register(
            Entry("reception:desk", pgettext_lazy("page", "Desk"), "door-open", roles.DESK),
            Entry("reception:my_turn", _("My turn"), "person-raised-hand", roles.CONSULTANT),
            Entry("reception:visits", pgettext_lazy("page", "Visits"), "journal-text"),
            Entry("reception:register", pgettext_lazy("page", "Register"), "journal-check", roles.FLOOR),
            Entry("reception:customers", pgettext_lazy("page", "Customers"), "people"),
            Entry(
                "reception:day", pgettext_lazy("page", "Day"), "calendar-day", roles.DESK, ("slips", "late")
            ),
            Entry(
                "reception:manager",
                pgettext_lazy("page", "Manager"),
                "clipboard-check",
                roles.LEADERS,
                ("voids", "queue", "order", "deputy", "links"),
            ),
            Entry("reception:rules", _("House rules"), "sliders", roles.RULES_READERS),
        )
        register_pages()
