"""What a deal pays: the closest commission rate of the signing date."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Q

from deals.models import CommissionRate, Order

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")


class Closeness(NamedTuple):
    """A rate for release and layout goes before one for a release, that before one for a layout; then the latest."""

    of_release: bool
    of_layout: bool
    effective_from: date
    pk: int


def rate_for(order: Order, day: date) -> CommissionRate | None:
    """The rate that holds for the order's unit on that day; None where nobody has set one."""
    unit = order.unit
    rates = CommissionRate.objects.filter(
        Q(release=None) | Q(release=unit.release_id),
        office=order.office_id,
        layout__in=["", unit.layout],
        effective_from__lte=day,
    )
    return closest(rates)


def closest(rates: Iterable[CommissionRate]) -> CommissionRate | None:
    """The most particular of these rates."""
    return max(rates, key=_closeness, default=None)


def _closeness(rate: CommissionRate) -> Closeness:
    return Closeness(rate.release_id is not None, rate.layout != "", rate.effective_from, rate.pk)


def commission_of(order: Order, day: date) -> Decimal:
    """The commission in yuan, a percent rounded to the nearest fen (half a fen up); 0 without a rate."""
    rate = rate_for(order, day)
    if rate is None:
        return NOTHING
    if rate.fixed is not None:
        return rate.fixed.quantize(FEN)
    return (order.price * rate.percent / 100).quantize(FEN, ROUND_HALF_UP)
