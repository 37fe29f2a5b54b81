"""What customers owe: the instalments of an order as they stand, and the orders that are behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from deals.instalments import Due, Standing, overdue, standings
from deals.models import Demand, Instalment, Order
from deals.selectors.money import ZERO, paid_total, paid_totals
from offices.models import Office

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Behind:
    """An order that is in arrears on a day; ``items`` are the instalments that are overdue, the oldest first."""

    order: Order
    items: list[Standing]
    total: Decimal
    demand: Demand | None = None

    @property
    def oldest(self) -> Standing:
        return self.items[0]

    @property
    def is_breach(self) -> bool:
        """Whether something is overdue for more than two months (D-32)."""
        return any(item.is_breach for item in self.items)


def due_of(instalment: Instalment) -> Due:
    return Due(instalment.label, instalment.due_on, instalment.amount)


def standing_of(order: Order, today: date) -> list[Standing]:
    """The order's instalments as they stand on that day, the oldest first."""
    rows = order.instalments.order_by("position")
    return standings([due_of(row) for row in rows], paid_total(order), today)


def arrears_of(order: Order, today: date) -> Behind | None:
    """What the order is behind with on that day; None where it is not, or has ended."""
    items = [each for each in standing_of(order, today) if each.is_overdue]
    if order.end or not items:
        return None
    return Behind(order, items, overdue(items), order.demands.order_by("-number").first())


def arrears(office: Office, today: date) -> list[Behind]:
    """Every order of the office that is behind, the longest overdue first: three queries and one for the demands."""
    rows = (
        Instalment.objects.of(office)
        .live()
        .filter(due_on__lt=today)
        .select_related("order__unit__building", "order__customer", "order__closer")
        .order_by("order", "position")
    )
    by_order = groups_of(rows)
    paid = paid_totals(by_order)
    demands = _last_demands(list(by_order))
    found = [_behind(rows, paid[pk], today, demands.get(pk)) for pk, rows in by_order.items()]
    behind = [each for each in found if each is not None]
    return sorted(behind, key=lambda each: (each.oldest.due.due_on, each.order.number))


@dataclass(frozen=True, slots=True)
class Coming:
    """An instalment that falls due soon, or today, and is open."""

    order: Order
    item: Standing


def due_soon(office: Office, today: date) -> list[Coming]:
    """What falls due from that day on within two weeks, the next first: whom to invite to pay (D-27). Two queries."""
    rows = (
        Instalment.objects.of(office)
        .live()
        .filter(due_on__lte=today + SOON)
        .select_related("order__unit__building", "order__customer", "order__closer")
        .order_by("order", "position")
    )
    by_order = groups_of(rows)
    paid = paid_totals(by_order)
    found = [
        Coming(group[0].order, item)
        for pk, group in by_order.items()
        for item in standings([due_of(row) for row in group], paid[pk], today)
        if item.open and item.due.due_on >= today
    ]
    return sorted(found, key=lambda each: (each.item.due.due_on, each.order.number))


def groups_of(rows: Iterable[Instalment]) -> dict[int, list[Instalment]]:
    by_order: dict[int, list[Instalment]] = {}
    for row in rows:
        by_order.setdefault(row.order_id, []).append(row)
    return by_order


def _behind(rows: Sequence[Instalment], paid: Decimal, today: date, demand: Demand | None) -> Behind | None:
    """What fell due before the day is the oldest there is, so that all that was paid counts against it."""
    items = [each for each in standings([due_of(row) for row in rows], paid, today) if each.is_overdue]
    return Behind(rows[0].order, items, overdue(items), demand) if items else None


def _last_demands(orders: Sequence[int]) -> dict[int, Demand]:
    rows = Demand.objects.filter(order__in=orders).order_by("order", "number")
    return {row.order_id: row for row in rows}


def total_of(found: Sequence[Behind]) -> Decimal:
    return sum((each.total for each in found), ZERO)
