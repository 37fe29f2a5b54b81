"""The background work of what is sold: ids in, one service call, harmless when run twice."""

from celery import shared_task
from django.utils import timezone

from deals.services import after_sale, dispute_clock
from deals.services.holds import lapse_holds as lapse
from deals.services.lapse_warnings import warn_of_endings as warn_endings
from deals.services.lapses import end_lapsed, warn_of_lapsing
from deals.services.payment_reminders import remind_of_payments as remind


@shared_task
def lapse_holds() -> int:
    """Units whose hold is over are back on sale."""
    return lapse(now=timezone.now())


@shared_task
def remind_of_payments() -> int:
    """What fell due, is overdue or a breach is told to the consultant and the managers (D-27, D-32)."""
    return remind(now=timezone.now())


@shared_task
def warn_of_endings() -> int:
    """Registrations that end within a week are told to their owner, seven and two days before (floor-validity)."""
    return warn_endings(now=timezone.now())


@shared_task
def remind_of_disputes() -> int:
    """Who has to move a dispute is told before its step is due, and their leaders once it is overdue (C-22)."""
    return dispute_clock.remind_of_disputes(now=timezone.now())


@shared_task
def close_obeyed_disputes() -> int:
    """A ruling that nobody reported as disobeyed in time stands for good (C-24)."""
    return dispute_clock.close_obeyed(now=timezone.now())


@shared_task
def tell_of_overdue_tasks() -> int:
    """What should have been seen to after a deal is told to its owner and the supervisors, once (D-34 … D-36)."""
    return after_sale.tell_of_overdue(now=timezone.now())


@shared_task
def mind_small_deposits() -> int:
    """Small deposits that lapse soon are announced, those whose time is over end."""
    now = timezone.now()
    return warn_of_lapsing(now=now) + end_lapsed(now=now)
