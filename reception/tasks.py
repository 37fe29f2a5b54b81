"""The desk's background work: ids in, one service call, harmless when run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from reception.services import check_ins
from reception.services.nagging import nag_of_unsigned
from reception.services.warnings import warn_of_waiting

CHECK_INS_LIVE = timedelta(days=1)


@shared_task
def warn_waiting() -> int:
    """Visitors whom nobody has met for a minute are told to the manager (A-20)."""
    return warn_of_waiting(now=timezone.now())


@shared_task
def forget_check_ins() -> int:
    """What visitors entered at the door a day ago is erased: what was confirmed stands in the customer's file."""
    return check_ins.forget_check_ins(before=timezone.now() - CHECK_INS_LIVE)


@shared_task
def nag_unsigned() -> int:
    """Consultants who owe signatures of an open day are reminded, once an hour at most (B-07)."""
    return nag_of_unsigned(now=timezone.now())
