"""What happens to an order, and whose deal it is, changes how its buyers are followed up, and by whom."""

from datetime import datetime

from deals.models import Order
from visitors.services.plan_due import plans_are_due


def plans_of_buyers_are_due(order: Order, *, now: datetime) -> None:
    """Customer and joint buyers are to be planned anew, inside the caller's transaction. Two queries."""
    plans_are_due([order.customer_id, *order.joint_buyers.values_list("customer", flat=True)], now=now)
