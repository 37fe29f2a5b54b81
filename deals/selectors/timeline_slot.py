"""What deals bring to a customer's timeline: the steps and the end of each order, as far as the reader may see it."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from deals.models import Order
from deals.roles import REGISTER_READERS
from deals.selectors.customer_file import deals_of
from offices.models import Member
from visitors.models import Customer
from visitors.timeline_slots import ItemKind, TimelineItem

DAYS = (
    ("small", "small_on"),
    ("large", "large_on"),
    ("subscribed", "subscribed_on"),
    ("contracted", "contracted_on"),
)
"""The steps of an order, each with the column of its day."""


def orders_slot(customer: Customer, member: Member) -> Iterable[TimelineItem]:
    """An entry for each step that an order took, and for its end."""
    for line in deals_of(customer, member).orders:
        order = line.order
        may_open = member.holds(*REGISTER_READERS)
        url = reverse("deals:order", args=[member.office.slug, order.pk]) if may_open else ""
        for day, words in _steps(order):
            at = datetime.combine(day, time(12), member.office.zone)
            yield TimelineItem(at, ItemKind.ORDER, _named(order, words), url, order.closer.name)
        if order.ended_at:
            yield TimelineItem(order.ended_at, ItemKind.ORDER, _named(order, order.get_end_display()), url)


def _steps(order: Order) -> Iterable[tuple[date, str]]:
    words = dict(Order._meta.get_field("step").choices or ())
    for step, column in DAYS:
        if day := getattr(order, column):
            yield day, str(words[step])


def _named(order: Order, words: str) -> str:
    return _("Order %(number)s, %(unit)s: %(what)s") % {
        "number": order.number,
        "unit": order.unit,
        "what": words,
    }
