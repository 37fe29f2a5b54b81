"""Orders as the tests of money need them, made through the model; and what finance does with them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from deals.enums import OrderStep, PaymentWay
from deals.instalments import Part
from deals.models import Order, Payment, PaymentPlan, Unit
from deals.services.instalments import save_plan, set_instalments
from deals.services.payments import draw_book, take_payment
from offices.models import Member
from tests.deals.conftest import unit_of
from visitors.models import Customer

ORDERED = datetime(2026, 11, 2, 6, 20, tzinfo=UTC)
"""14:20 on the harbour's clock."""
TODAY = date(2026, 11, 2)
LATER = ORDERED + timedelta(hours=1)
PRICE = Decimal("1000000.00")
PLAN = (
    Part("First payment", Decimal(30), 7),
    Part("Loan", Decimal(60), 37),
    Part("Rest", Decimal(10), 97),
)


def order_of(unit: Unit, customer: Customer, closer: Member, **fields: Any) -> Order:
    """A large-deposit order of a million."""
    number = Order.objects.filter(office=unit.office).count() + 1
    values: dict[str, Any] = {
        "number": number,
        "step": OrderStep.LARGE_DEPOSIT,
        "list_price": unit.list_price,
        "price": PRICE,
        "ordered_at": ORDERED,
        **fields,
    }
    return Order.objects.create(office=unit.office, unit=unit, customer=customer, closer=closer, **values)


def another(order: Order, number: str, **fields: Any) -> Order:
    """An order of the same customer for another unit of the building."""
    unit = unit_of(order.unit.building, number)
    return order_of(unit, order.customer, order.closer, **{"ordered_at": order.ordered_at, **fields})


def book(supervisor: Member, first: int = 1, last: int = 50):
    return draw_book(office=supervisor.office, first=first, last=last, by=supervisor, now=ORDERED)


def pay(order: Order, amount: str, by: Member, **fields: Any) -> Payment:
    values: dict[str, Any] = {"way": PaymentWay.CARD, "paid_on": TODAY, "now": LATER, **fields}
    return take_payment(order=order, amount=Decimal(amount), by=by, **values)


def plan_of(manager: Member, parts: tuple[Part, ...] = PLAN, name: str = "In three") -> PaymentPlan:
    return save_plan(
        office=manager.office,
        plan=None,
        name=name,
        parts=parts,
        percent_off=Decimal(0),
        by=manager,
        now=ORDERED,
    )


def with_instalments(order: Order, manager: Member) -> Order:
    """300,000 due on 2026-11-09, 600,000 on 2026-12-09, 100,000 on 2027-02-07."""
    set_instalments(order=order, plan=plan_of(manager), begins_on=TODAY, by=manager, now=ORDERED)
    return order


def at(day: date, hour: int = 4) -> datetime:
    """Noon of that day on the harbour's clock."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
