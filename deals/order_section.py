"""The orders' section of the house rules in words (the values stand in deals.order_rules alone)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.order_rules import HIGHEST_FEE, LONGEST_HOLD, MOST_FOLLOW_UPS, OrderRules, order_rules_from
from offices.rule_sections import Kind, Section, Switch, Values

USUAL = OrderRules()


def _parse(given: dict) -> Mapping[str, object]:
    """Raises OrderRulesError for an unknown switch or value."""
    return order_rules_from(given).as_dict()


def _nothing(values: Values, usual: Values) -> list[tuple[str, Promise]]:
    return []


ORDERS = Section(
    "orders",
    pgettext_lazy("rules", "Orders and opportunities"),
    _parse,
    (
        Switch(
            "hold_days",
            _("A small deposit holds the unit for (days)"),
            _(
                "After so many days the order lapses by itself and the unit is free again. The consultant is told a "
                "day and four hours before."
            ),
            Kind.NUMBER,
            least=1,
            most=LONGEST_HOLD,
            empty=str(USUAL.hold_days),
        ),
        Switch(
            "transfer_fee",
            _("A change of name after the contract costs (yuan)"),
            _("Before the contract a change of name is free. After it a fee is due, as for a transfer."),
            Kind.NUMBER,
            least=0,
            most=HIGHEST_FEE,
            empty=str(USUAL.transfer_fee),
        ),
        Switch(
            "caller_follow_ups",
            _("A caller may be given up after so many follow-ups"),
            _("Counted after the first call. Earlier only a manager may, and says why (E-08)."),
            Kind.NUMBER,
            least=0,
            most=MOST_FOLLOW_UPS,
            empty=str(USUAL.caller_follow_ups),
        ),
        Switch(
            "visitor_follow_ups",
            _("A visitor may be given up after so many follow-ups"),
            _("Counted after the first visit. Earlier only a manager may, and says why (E-14)."),
            Kind.NUMBER,
            least=0,
            most=MOST_FOLLOW_UPS,
            empty=str(USUAL.visitor_follow_ups),
        ),
    ),
    _nothing,
)
