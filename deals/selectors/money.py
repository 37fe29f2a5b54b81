"""What of an order's price came in, and what is still to come. Yuan, to the fen.

What was paid for an order that was swapped for another unit counts for the order that stands in its place: its rows
stay where they were entered, and are read with those of the new one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from deals.enums import ChangeKind, Decision
from deals.models import Approval, CashDay, Order, Payment
from offices.models import Office

ZERO = Decimal("0.00")
MEMBERS = """
    WITH RECURSIVE line (holder, member) AS (
        SELECT id, id FROM deals_order WHERE id = ANY(%s)
        UNION ALL
        SELECT line.holder, before.id FROM line JOIN deals_order before ON before.swapped_to_id = line.member
    )
    SELECT member FROM line ORDER BY member
"""
PAID = """
    WITH RECURSIVE line (holder, member) AS (
        SELECT id, id FROM deals_order WHERE id = ANY(%s) AND swapped_to_id IS NULL
        UNION ALL
        SELECT line.holder, before.id FROM line JOIN deals_order before ON before.swapped_to_id = line.member
    )
    SELECT line.holder, sum(paid.amount)
    FROM line
    JOIN deals_payment paid ON paid.order_id = line.member
    WHERE NOT EXISTS (SELECT 1 FROM deals_voidreceipt void WHERE void.payment_id = paid.id)
    GROUP BY line.holder
"""


def order_line(order: Order) -> list[int]:
    """The ids of the order and of those that were swapped for it, the first one first."""
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, [[order.pk]])
        return [row[0] for row in cursor.fetchall()]


def first_of(order: Order) -> Order:
    """The order as it was first made, before it was swapped for this one; itself where it never was."""
    return Order.objects.get(pk=order_line(order)[0])


def paid_total(order: Order) -> Decimal:
    """What came in for the order and was not given back; payments with a void receipt do not count.

    Nothing for an order that was swapped: its money is the new order's.
    """
    return paid_totals([order.pk])[order.pk]


def paid_totals(orders: Iterable[int]) -> dict[int, Decimal]:
    """The same for many orders at once, by their ids: one query."""
    totals = dict.fromkeys(orders, ZERO)
    with connection.cursor() as cursor:
        cursor.execute(PAID, [list(totals)])
        totals.update(dict(cursor.fetchall()))
    return totals


def fees_total(order: Order) -> Decimal:
    """The fees for changes that were approved, which are owed besides the price (D-30)."""
    return fees_totals([order.pk])[order.pk]


def fees_totals(orders: Iterable[int]) -> dict[int, Decimal]:
    """The same for many orders at once, by their ids: one query."""
    totals = dict.fromkeys(orders, ZERO)
    approved = Approval.objects.filter(
        order__in=list(totals), kind=ChangeKind.RENAME, state=Decision.APPROVED, fee__gt=0
    )
    totals.update(approved.order_by().values_list("order").annotate(total=Sum("fee")))
    return totals


def balance(order: Order) -> Decimal:
    """What is still to be paid of price and fees; below zero where more came in."""
    return sums_of(order).open


@dataclass(frozen=True, slots=True)
class Sums:
    """What an order costs and what is open of it; ``fees`` besides the price."""

    price: Decimal
    fees: Decimal
    paid: Decimal

    @property
    def open(self) -> Decimal:
        return self.price + self.fees - self.paid


def sums_of(order: Order) -> Sums:
    return Sums(order.price, fees_total(order), paid_total(order))


def given_back(payment: Payment) -> Decimal:
    """What of a payment went back already, above zero."""
    sums = payment.given_back_by.standing().aggregate(total=Sum("amount"))
    return -(sums["total"] or ZERO)


def last_closed(office: Office) -> date | None:
    """The last day that finance closed; no payment is dated into it or before it."""
    closed = CashDay.objects.filter(office=office).order_by("-date").values_list("date", flat=True)
    return closed.first()
