from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealsConfig(AppConfig):
    name = "deals"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Deals")

    def ready(self) -> None:
        from deals.order_section import ORDERS
        from deals.rule_section import ATTRIBUTION, COUNTING
        from deals.setting_up import register_pages
        from offices import rule_sections

        register_pages()
        rule_sections.register(COUNTING)
        rule_sections.register(ORDERS)
        rule_sections.register(ATTRIBUTION)
