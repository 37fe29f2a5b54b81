"""Orders as their pages show them: the steps, the history in words, the lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from deals.enums import ChangeKind, OrderDeed, OrderEnd, OrderStep
from deals.figures import yuan
from deals.models import Order, OrderEvent
from deals.order_steps import DATES, PLACES
from offices.models import Member, Office

CHOSEN = ("live", "ended", "all")


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of an order: its words, its day where it happened, and ``state``: done, now or ahead."""

    label: str
    on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class EventShown:
    """A line of the history in words."""

    at: datetime
    by: str
    words: str
    more: str


def steps_of(order: Order) -> list[StepShown]:
    """All four steps; one that the order did not take has no day."""
    here = PLACES[OrderStep(order.step)]
    return [
        StepShown(
            str(step.label),
            getattr(order, DATES[step]),
            "now" if place == here else "done" if place < here else "ahead",
        )
        for step, place in PLACES.items()
    ]


def history_of(order: Order) -> list[EventShown]:
    """What happened to the order, the latest first: one query."""
    events = OrderEvent.objects.filter(order=order).select_related("by").order_by("-at", "-pk")
    return [
        EventShown(
            event.at,
            event.by.name if event.by else _("by itself"),
            str(OrderDeed(event.kind).label),
            _more(event.kind, event.details),
        )
        for event in events
    ]


def orders_of(
    office: Office, *, chosen: str = "live", mine: Member | None = None, step: str = ""
) -> QuerySet[Order]:
    """The office's orders, or one consultant's, the latest first, with what a list shows of them."""
    orders = Order.objects.of(office).select_related("unit__building", "customer", "closer", "office")
    if chosen == "live":
        orders = orders.live()
    elif chosen == "ended":
        orders = orders.exclude(end="")
    if mine is not None:
        orders = orders.filter(closer=mine)
    if step in OrderStep.values:
        orders = orders.filter(step=step)
    return orders


def _more(kind: str, details: Mapping[str, Any]) -> str:
    """What the details add, in words."""
    if kind in (OrderDeed.OPENED, OrderDeed.ADVANCED):
        return str(OrderStep(details["step"]).label)
    if kind == OrderDeed.ENDED:
        return str(OrderEnd(details["end"]).label)
    if kind in (OrderDeed.ASKED, OrderDeed.APPROVED, OrderDeed.REFUSED):
        return str(ChangeKind(details["kind"]).label)
    if kind == OrderDeed.PRICED:
        return f"{yuan(Decimal(details['from']))} → {yuan(Decimal(details['to']))}"
    return ""
