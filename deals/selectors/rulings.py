"""Rulings as they stand: the one that holds, and who may read it."""

from deals.models import Order, Ruling


def current_ruling(order: Order) -> Ruling | None:
    """The order's ruling that no later one has replaced."""
    rows = Ruling.objects.filter(order=order, replaced_by=None).select_related("order__office")
    return rows.order_by("at", "pk").last()
