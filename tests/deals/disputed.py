"""A deal over which two consultants disagree: an received the customer first, bo came later and closed."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from deals.enums import OrderStep
from deals.models import Dispute, Order, Ruling, Unit
from deals.services.disputes import open_dispute, pass_on
from deals.services.rulings import rule_deal
from offices.models import Member
from tests.deals.conftest import NOW
from tests.visitors.rows import receive
from visitors.models import Customer

SIGNED = NOW + timedelta(days=8)


def half(one: Member, other: Member) -> dict[int | None, Fraction]:
    return {one.pk: Fraction(50), other.pk: Fraction(50)}


def order_of(unit: Unit, customer: Customer, closer: Member, *, number: int = 1, **fields: Any) -> Order:
    """An order with its large deposit."""
    values: dict[str, Any] = {
        "step": OrderStep.LARGE_DEPOSIT,
        "list_price": Decimal("1250000.00"),
        "price": Decimal("1250000.00"),
        "ordered_at": SIGNED,
        "large_on": date(2026, 11, 10),
        **fields,
    }
    return Order.objects.create(
        office=unit.office, unit=unit, customer=customer, closer=closer, number=number, **values
    )


def ruled(unit: Unit, customer: Customer, closer: Member, by: Member, *, number: int = 1) -> Ruling:
    """Received by the closer a week after the first visit, ordered, and ruled by the house rules."""
    receive(customer, closer, at=SIGNED - timedelta(days=2))
    order = order_of(unit, customer, closer, number=number)
    return rule_deal(order=order, by=by, now=SIGNED)


def disputed(ruling: Ruling, by: Member, now: datetime = SIGNED + timedelta(hours=3)) -> Dispute:
    return open_dispute(ruling=ruling, statement="She asked for me.", by=by, now=now)


def before_the_manager(dispute: Dispute, by: Member, now: datetime) -> Dispute:
    """Through the mediation to the manager."""
    dispute = pass_on(dispute=dispute, expected="negotiation", by=by, now=now)
    return pass_on(dispute=dispute, expected="mediation", by=by, now=now)
