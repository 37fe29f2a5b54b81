"""What of an order's price came in, and what is still to come. Yuan, to the fen."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from deals.models import CashDay, Order, Payment
from offices.models import Office

ZERO = Decimal("0.00")


def paid_total(order: Order) -> Decimal:
    """What came in for the order and was not given back; payments with a void receipt do not count."""
    return paid_totals([order.pk])[order.pk]


def paid_totals(orders: Iterable[int]) -> dict[int, Decimal]:
    """The same for many orders at once, by their ids: one query."""
    totals = dict.fromkeys(orders, ZERO)
    sums = Payment.objects.standing().filter(order__in=totals).order_by().values_list("order")
    totals.update(sums.annotate(total=Sum("amount")))
    return totals


def balance(order: Order) -> Decimal:
    """What is still to be paid of the price; below zero where more came in than it."""
    return order.price - paid_total(order)


def given_back(payment: Payment) -> Decimal:
    """What of a payment went back already, above zero."""
    sums = payment.given_back_by.standing().aggregate(total=Sum("amount"))
    return -(sums["total"] or ZERO)


def last_closed(office: Office) -> date | None:
    """The last day that finance closed; no payment is dated into it or before it."""
    closed = CashDay.objects.filter(office=office).order_by("-date").values_list("date", flat=True)
    return closed.first()
