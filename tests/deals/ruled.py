"""Deals that the tests of rulings and the ledger start from. Everybody and everything is invented."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from deals.models import CommissionRate, DealFact, Order, Ruling, Unit
from deals.services.rulings import rule_deal
from offices.models import HouseRules, Member, Office
from tests.visitors.rows import receive
from visitors.models import Customer

SIGNED = date(2026, 11, 20)
RULED_AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
"""16:00 on the harbour's clock, on the day of the large deposit."""


def on(day: date, hour: int = 10) -> datetime:
    """That hour of that day on the harbour's clock."""
    return datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)


def order_of(unit: Unit, customer: Customer, closer: Member, **fields: Any) -> Order:
    """A large deposit on SIGNED for 1,200,000 yuan."""
    values: dict[str, Any] = {
        "number": Order.objects.filter(office=unit.office).count() + 1,
        "step": "large",
        "list_price": unit.list_price,
        "price": Decimal("1200000.00"),
        "ordered_at": RULED_AT,
        "large_on": SIGNED,
        **fields,
    }
    return Order.objects.create(office=unit.office, unit=unit, customer=customer, closer=closer, **values)


def rate(office: Office, by: Member, *, percent: str | None = "1.000", **fields: Any) -> CommissionRate:
    """One percent for everything, from the beginning of the year."""
    values: dict[str, Any] = {"effective_from": date(2026, 1, 1), "at": RULED_AT, **fields}
    return CommissionRate.objects.create(
        office=office, by=by, percent=Decimal(percent) if percent else None, **values
    )


def ruled(order: Order, by: Member, now: datetime = RULED_AT) -> Ruling:
    return rule_deal(order=order, by=by, now=now)


def confirmed(customer: Customer, kind: str, *, by: Member, to: Member, **fields: Any) -> DealFact:
    """A circumstance that ``by`` claimed and ``to`` confirmed."""
    return DealFact.objects.create(
        office=customer.office,
        customer=customer,
        kind=kind,
        state="approved",
        claimed_by=by,
        claimed_at=on(SIGNED, 9),
        answered_by=to,
        answered_at=on(SIGNED, 10),
        **fields,
    )


def rules(office: Office, by: Member, **switches: Any) -> HouseRules:
    """House rules of the year with these switches of attribution."""
    return HouseRules.objects.create(
        office=office,
        version=HouseRules.objects.filter(office=office).count() + 1,
        effective_from=date(2026, 1, 1),
        switches={"attribution": switches} if switches else {},
        approved_by=by,
        created_at=on(date(2026, 1, 1)),
    )


def shares(ruling: Ruling) -> list[tuple[str, str, str]]:
    """Consultant's code, percent, amount."""
    return [(each["consultant"], each["percent"], each["amount"]) for each in ruling.answer["commission"]]


def met(customer: Customer, consultant: Member, day: date, **fields: Any) -> None:
    """The consultant received the customer on that day."""
    receive(customer, consultant, at=on(day), **fields)
