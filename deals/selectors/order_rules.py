"""What an office's rules say of orders on a business day."""

from datetime import date

from deals.order_rules import OrderRules, order_rules_from
from offices.models import HouseRules, Office


def house_order_rules(office: Office, day: date) -> OrderRules:
    """The rules of that day; the presets' where the office has chosen none yet."""
    rules = HouseRules.objects.of(office).in_force_on(day).first()
    return order_rules_from(rules.section("orders")) if rules else OrderRules()
