"""The desk's background work: ids in, one service call, harmless when run twice."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from offices.jobs import job
from reception.services import check_ins
from reception.services.nagging import nag_of_unsigned
from reception.services.warnings import warn_of_waiting

CHECK_INS_LIVE = timedelta(days=1)


@job(_("Tells the manager of visitors who wait"))
def warn_waiting(now: datetime) -> int:
    """Visitors whom nobody has met for a minute are told to the manager (A-20)."""
    return warn_of_waiting(now=now)


@job(_("Erases what visitors entered at the door yesterday"))
def forget_check_ins(now: datetime) -> int:
    """What visitors entered at the door a day ago is erased: what was confirmed stands in the customer's file."""
    return check_ins.forget_check_ins(before=now - CHECK_INS_LIVE)


@job(_("Reminds of register entries without a signature"))
def nag_unsigned(now: datetime) -> int:
    """Consultants who owe signatures of an open day are reminded, once an hour at most (B-07)."""
    return nag_of_unsigned(now=now)
