"""When an instalment falls due, is overdue, and is a breach, the order's consultant and the managers are told (D-27).

What is due stands in the database: a sweep finds it, tells once for each stage, and marks the row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from deals.instalments import Standing, standings
from deals.models import Instalment, Order
from deals.selectors.arrears import due_of
from deals.selectors.money import paid_total, paid_totals
from offices import live
from offices.enums import NoticeKind, Role
from offices.models import Member, Office
from offices.services.notices import tell

UNTOLD = Q(due_told_at=None) | Q(overdue_told_at=None) | Q(breach_told_at=None)
LATEST_ZONE = timedelta(days=1)
"""Somewhere it is tomorrow already."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of an instalment: its notice, and the field that remembers that it was told."""

    kind: NoticeKind
    field: str


DUE = Stage(NoticeKind.PAYMENT_DUE, "due_told_at")
OVERDUE = Stage(NoticeKind.PAYMENT_OVERDUE, "overdue_told_at")
BREACH = Stage(NoticeKind.PAYMENT_BREACH, "breach_told_at")
STAGES = (BREACH, OVERDUE, DUE)
"""The worst first: who was told that it is overdue is not told besides that it is due."""


def remind_of_payments(*, now: datetime) -> int:
    """Tell of everything that fell due since; returns how many orders that were. Harmless when run twice."""
    return sum(_remind(order, now) for order in _candidates(now.date() + LATEST_ZONE))


def _candidates(latest: date) -> list[int]:
    """The orders that may have something to tell, wherever their office is: three queries."""
    untold = Instalment.objects.live().filter(UNTOLD, due_on__lte=latest)
    orders = set(untold.order_by().values_list("order", flat=True))
    paid = paid_totals(orders)
    rows = Instalment.objects.filter(order__in=orders, due_on__lte=latest).order_by("order", "position")
    found = []
    for order, group in groupby(rows, key=lambda row: row.order_id):
        if _untold(list(group), paid[order], latest):
            found.append(order)
    return found


def _untold(rows: list[Instalment], paid: Decimal, today: date) -> list[tuple[Instalment, Stage]]:
    """The instalments that have reached a stage that nobody was told of."""
    stages = [_stage(each) for each in standings([due_of(row) for row in rows], paid, today)]
    pairs = zip(rows, stages, strict=True)
    return [(row, stage) for row, stage in pairs if stage and getattr(row, stage.field) is None]


@transaction.atomic
def _remind(order_id: int, now: datetime) -> bool:
    """One order. Its row is held meanwhile, so that of two clocks at once only one tells."""
    rows = Order.objects.live().select_for_update(of=("self",), no_key=True, skip_locked=True)
    order = rows.select_related("office").filter(pk=order_id).first()
    if order is None:
        return False
    today = order.office.business_date(now)
    found = _untold(list(order.instalments.order_by("position")), paid_total(order), today)
    for row, stage in found:
        _mark(row, stage, now)
    if found:
        _tell(order, min((stage for _row, stage in found), key=STAGES.index), today, now)
    return bool(found)


def _stage(standing: Standing) -> Stage | None:
    if standing.is_breach:
        return BREACH
    if standing.is_overdue:
        return OVERDUE
    return DUE if standing.is_due else None


def _mark(row: Instalment, stage: Stage, now: datetime) -> None:
    """With the stages before it, which nobody has to be told of any more."""
    passed = [each.field for each in STAGES[STAGES.index(stage) :] if getattr(row, each.field) is None]
    for field in passed:
        setattr(row, field, now)
    row.save(update_fields=passed)


def _tell(order: Order, stage: Stage, today: date, now: datetime) -> None:
    about = {
        "order": order.pk,
        "number": order.number,
        "day": today.isoformat(),
        "path": reverse("deals:instalments", args=[order.office.slug, order.pk]),
    }
    told = sorted(set(_whom(order)))
    tell(office_id=order.office_id, member_ids=told, kind=stage.kind, about=about, now=now)
    live.bump(order.office_id)


def _whom(order: Order) -> Iterable[int]:
    """The order's consultant, where they still work here, and the managers."""
    working = Member.objects.of(Office(pk=order.office_id)).working()
    yield from working.filter(pk=order.closer_id).values_list("pk", flat=True)
    yield from working.holding(Role.MANAGER).values_list("pk", flat=True)
