"""The moment at which an order becomes a deal, and the moment at which it is one no longer."""

from datetime import datetime

from deals.counting import counted_on, counts_from
from deals.models import Order
from deals.services import ledger
from deals.services.rulings import rule_deal
from offices.models import HouseRules, Member


def count_if_reached(*, order: Order, by: Member, now: datetime) -> None:
    """Rule the deal once the order has come as far as the house rules want (switch ``deal_counts_from``).

    Inside the transaction of the step: a deal that cannot be ruled is not made. Raises Refusal.
    """
    rules = HouseRules.objects.of(order.office).in_force_on(order.office.business_date(now)).first()
    rule = counts_from(rules.section("deal") if rules else {})
    dates = {"large": order.large_on, "subscribed": order.subscribed_on, "contracted": order.contracted_on}
    if counted_on(rule, **dates) is not None and not order.rulings.exists():
        rule_deal(order=order, by=by, now=now)


def uncount(*, order: Order, by: Member | None, now: datetime) -> None:
    """An order that counted has ended: the commission that it brought is reversed."""
    if order.rulings.exists():
        ledger.reverse(order=order, by=by, now=now)
