"""The orders that still owe something, for finance to find the one that the customer at the counter has."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from deals.models import Order
from deals.selectors.money import ZERO, fees_totals, paid_totals
from offices.models import Office

MOST_OWING = 30
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Owing:
    """A live order with what was paid and what is open."""

    order: Order
    paid: Decimal
    open: Decimal


def owing(office: Office, query: str = "") -> list[Owing]:
    """Live orders with an open balance, the latest first; one more than is shown at most.

    ``query`` is an order's or a unit's number, or the beginning of a name.
    """
    orders = Order.objects.of(office).live().select_related("unit__building", "customer", "closer")
    if query:
        found = Q(unit__number__istartswith=query) | Q(customer__name__istartswith=query)
        if query.isascii() and query.isdigit() and len(query) <= LONGEST_NUMBER:
            found |= Q(number=int(query))
        orders = orders.filter(found)
    rows: list[Owing] = []
    for start in range(0, orders.count(), MOST_OWING):
        batch = list(orders.order_by("-ordered_at", "-pk")[start : start + MOST_OWING])
        ids = [order.pk for order in batch]
        paid, fees = paid_totals(ids), fees_totals(ids)
        batched = [Owing(each, paid[each.pk], each.price + fees[each.pk] - paid[each.pk]) for each in batch]
        rows += [each for each in batched if each.open > 0]
        if len(rows) > MOST_OWING:
            break
    return rows


def too_much(office: Office) -> list[Owing]:
    """Orders that hold money which is not owed: ended ones, and those with more than they cost; the latest first.

    Three queries. ``open`` is below zero: what may go back. An order that was swapped holds nothing.
    """
    paying = Q(payments__isnull=False) | Q(swapped_from__isnull=False)
    orders = Order.objects.of(office).filter(paying, swapped_to=None).distinct()
    found = list(orders.select_related("unit__building", "customer", "closer").order_by("-ordered_at", "-pk"))
    ids = [order.pk for order in found]
    paid, fees = paid_totals(ids), fees_totals(ids)
    rows = [
        Owing(each, paid[each.pk], (ZERO if each.end else each.price + fees[each.pk]) - paid[each.pk])
        for each in found
    ]
    return [each for each in rows if each.open < 0]
