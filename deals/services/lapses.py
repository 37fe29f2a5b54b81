"""Small deposits whose time runs out: announced twice, then ended, with a word afterwards."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from deals.enums import OrderDeed, OrderEnd, OrderStep
from deals.models import Order
from deals.order_rules import WARNINGS
from deals.services.locking import lock_order
from deals.services.orders import end_order, note
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.services.notices import leaders_of, tell

AT_ONCE = 200
"""Orders that one run looks at; the next run takes the rest."""


def warn_of_lapsing(*, now: datetime) -> int:
    """Tell the consultants whose small deposits lapse within a day, and again within some hours; returns how many.

    Each warning is given once, however often this runs.
    """
    told = 0
    for ahead in WARNINGS:
        due = Q(warned_at=None) | Q(warned_at__lt=F("lapses_at") - ahead)
        orders = _holding().filter(lapses_at__gt=now, lapses_at__lte=now + ahead).filter(due)
        for order in orders[:AT_ONCE]:
            told += _warn(order, now)
    return told


def end_lapsed(*, now: datetime) -> int:
    """End the small deposits whose time is over, and tell the consultant and the leaders; returns how many."""
    ended = 0
    for order in _holding().filter(lapses_at__lte=now)[:AT_ONCE]:
        ended += _lapse(order, now)
    return ended


def _holding():
    orders = Order.objects.live().filter(step=OrderStep.SMALL_DEPOSIT, office__is_active=True)
    return orders.select_related("office").order_by("lapses_at", "pk")


@transaction.atomic
def _warn(order: Order, now: datetime) -> int:
    """Compare and swap: of two runs one warns."""
    unchanged = Order.objects.live().filter(
        pk=order.pk, step=OrderStep.SMALL_DEPOSIT, warned_at=order.warned_at, lapses_at=order.lapses_at
    )
    if not unchanged.update(warned_at=now):
        return 0
    note(order, OrderDeed.WARNED, {"until": order.lapses_at.isoformat()}, None, now)
    _tell(order, [order.closer_id], NoticeKind.ORDER_LAPSES, now)
    return 1


@transaction.atomic
def _lapse(order: Order, now: datetime) -> int:
    locked = lock_order(order)
    if locked.lapses_at is None or locked.lapses_at > now:
        return 0
    try:
        end_order(order=locked, end=OrderEnd.LAPSED, by=None, now=now)
    except Refusal:  # somebody was quicker: it went on, or ended
        return 0
    leaders = {leader.pk for leader in leaders_of(order.office_id)}
    _tell(order, sorted(leaders | {order.closer_id}), NoticeKind.ORDER_LAPSED, now)
    return 1


def _tell(order: Order, members: list[int], kind: NoticeKind, now: datetime) -> None:
    path = reverse("deals:order", args=[order.office.slug, order.pk])
    about = {"path": path, "number": order.number}
    tell(office_id=order.office_id, member_ids=members, kind=kind, about=about, now=now)
