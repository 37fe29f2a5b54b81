from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealsConfig(AppConfig):
    name = "deals"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Deals")

    def ready(self) -> None:
        from deals.order_section import ORDERS
        from deals.rule_section import ATTRIBUTION, COUNTING
        from deals.selectors.timeline_slot import orders_slot
        from deals.services.personal_data import name_places
        from deals.setting_up import register_pages
        from offices import rule_sections
        from visitors import timeline_slots

        register_pages()
        name_places()
        rule_sections.register(COUNTING)
        rule_sections.register(ORDERS)
        rule_sections.register(ATTRIBUTION)
        timeline_slots.register(orders_slot)
