"""The background work of what is sold: ids in, one service call, harmless when run twice."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from deals.services import after_sale, dispute_clock
from deals.services.holds import lapse_holds as lapse
from deals.services.lapse_warnings import warn_of_endings as warn_endings
from deals.services.lapses import end_lapsed, warn_of_lapsing
from deals.services.payment_reminders import remind_of_payments as remind
from offices.jobs import job


@job(_("Ends holds of units whose time is over"))
def lapse_holds(now: datetime) -> int:
    """Units whose hold is over are back on sale."""
    return lapse(now=now)


@job(_("Reminds of payments that fell due"))
def remind_of_payments(now: datetime) -> int:
    """What fell due, is overdue or a breach is told to the consultant and the managers (D-27, D-32)."""
    return remind(now=now)


@job(_("Warns of registrations that end soon"))
def warn_of_endings(now: datetime) -> int:
    """Registrations that end within a week are told to their owner, seven and two days before (floor-validity)."""
    return warn_endings(now=now)


@job(_("Reminds of disputes before and after a step is due"))
def remind_of_disputes(now: datetime) -> int:
    """Who has to move a dispute is told before its step is due, and their leaders once it is overdue (C-22)."""
    return dispute_clock.remind_of_disputes(now=now)


@job(_("Closes disputes whose ruling was obeyed"))
def close_obeyed_disputes(now: datetime) -> int:
    """A ruling that nobody reported as disobeyed in time stands for good (C-24)."""
    return dispute_clock.close_obeyed(now=now)


@job(_("Tells of tasks after a deal that are overdue"))
def tell_of_overdue_tasks(now: datetime) -> int:
    """What should have been seen to after a deal is told to its owner and the supervisors, once (D-34 … D-36)."""
    return after_sale.tell_of_overdue(now=now)


@job(_("Announces and ends small deposits"))
def mind_small_deposits(now: datetime) -> int:
    """Small deposits that lapse soon are announced, those whose time is over end."""
    return warn_of_lapsing(now=now) + end_lapsed(now=now)
