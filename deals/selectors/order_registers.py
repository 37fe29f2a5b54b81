"""The registers of small deposits, large deposits and contracts (D-26, D-28): one list for screen and paper."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from deals.enums import OrderStep
from deals.models import Order
from deals.order_steps import DATES
from deals.selectors.money import paid_totals
from offices.models import Office
from visitors.selectors.search import masked_phones

ROWS_A_PAGE = 20
"""Lines that fit on A4 across, with head and foot."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and whether it holds figures (``num``), a day (``day``) or text."""

    label: Promise
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An order's line; ``cells`` stand in the order of the columns: texts, dates and amounts of yuan."""

    order: Order
    cells: tuple[Any, ...]

    @property
    def shown(self) -> list[tuple["Column", str]]:
        """Each column with its cell as screen and paper write it."""
        return [(column, _written(cell)) for column, cell in zip(COLUMNS, self.cells, strict=True)]


@dataclass(slots=True)
class OrderRegister:
    """The lines of a register, oldest first, with what they add up to."""

    step: OrderStep
    title: str
    columns: Sequence[Column]
    rows: list[RegisterRow] = field(default_factory=list)

    @property
    def price(self) -> Decimal:
        return sum((row.order.price for row in self.rows), Decimal(0))

    @property
    def area(self) -> Decimal:
        return sum((row.order.unit.area for row in self.rows), Decimal(0))

    @property
    def live(self) -> int:
        return sum(1 for row in self.rows if not row.order.end)

    @property
    def checksum(self) -> str:
        """The same list has the same sum, whoever prints it."""
        lines = "\n".join("\t".join(str(cell) for cell in row.cells) for row in self.rows)
        return hashlib.sha256(lines.encode()).hexdigest()[:16]

    def pages(self) -> list[list[RegisterRow]]:
        """The lines page by page; one page where there are none."""
        starts = range(0, max(len(self.rows), 1), ROWS_A_PAGE)
        return [self.rows[start : start + ROWS_A_PAGE] for start in starts]


TITLES: dict[OrderStep, Promise] = {
    OrderStep.SMALL_DEPOSIT: _("Register of small deposits"),
    OrderStep.LARGE_DEPOSIT: _("Register of large deposits"),
    OrderStep.CONTRACT: _("Register of contracts"),
}
COLUMNS = (
    Column(pgettext_lazy("order", "No."), "num"),
    Column(pgettext_lazy("register", "Day"), "day"),
    Column(pgettext_lazy("register", "Unit")),
    Column(pgettext_lazy("register", "Layout")),
    Column(pgettext_lazy("register", "Area (m²)"), "num"),
    Column(pgettext_lazy("register", "Buyers")),
    Column(pgettext_lazy("register", "Telephone")),
    Column(pgettext_lazy("register", "List price"), "num"),
    Column(pgettext_lazy("register", "Price"), "num"),
    Column(pgettext_lazy("register", "Paid in"), "num"),
    Column(pgettext_lazy("register", "Consultant")),
    Column(pgettext_lazy("register", "State")),
)


def register_of(
    office: Office,
    step: OrderStep,
    *,
    since: date | None = None,
    until: date | None = None,
    closer: int | None = None,
    building: int | None = None,
    state: str = "all",
) -> OrderRegister:
    """The orders that came to that step in those days (both included), the oldest first: four queries.

    ``state`` is "live", "ended" or "all".
    """
    day = DATES[step]
    orders = Order.objects.of(office).filter(**{f"{day}__isnull": False})
    wanted = {f"{day}__gte": since, f"{day}__lte": until, "closer": closer, "unit__building": building}
    orders = orders.filter(**{name: value for name, value in wanted.items() if value is not None})
    if state != "all":
        orders = orders.live() if state == "live" else orders.exclude(end="")
    found = list(
        orders.select_related("unit__building", "customer__merged_into", "closer", "office")
        .prefetch_related("joint_buyers__customer")
        .order_by(day, "number")
    )
    register = OrderRegister(step, str(TITLES[step]), COLUMNS)
    paid = paid_totals([order.pk for order in found])
    phones = masked_phones([order.customer for order in found], office=office) if found else {}
    for order in found:
        numbers = ", ".join(str(phone) for phone in phones[order.customer.file_id])
        register.rows.append(RegisterRow(order, _cells(order, getattr(order, day), numbers, paid[order.pk])))
    return register


def _cells(order: Order, on: date, phones: str, paid: Decimal) -> tuple[Any, ...]:
    buyers = [order.customer, *(each.customer for each in order.joint_buyers.all())]
    return (
        order.number,
        on,
        str(order.unit),
        order.unit.layout,
        order.unit.area,
        ", ".join(str(buyer) for buyer in buyers),
        phones,
        order.list_price,
        order.price,
        paid,
        order.closer.name,
        state_of(order),
    )


def state_of(order: Order) -> str:
    """How the order ended, or how far it has come."""
    if not order.end:
        return str(order.get_step_display())
    return gettext("%(step)s, %(end)s") % {"step": order.get_step_display(), "end": order.get_end_display()}


def _written(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:,.2f}"
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else str(cell)
