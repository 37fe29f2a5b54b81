"""The desk's background work: ids in, one service call, harmless when run twice."""

from celery import shared_task
from django.utils import timezone

from reception.services.warnings import warn_of_waiting


@shared_task
def warn_waiting() -> int:
    """Visitors whom nobody has met for a minute are told to the manager (A-20)."""
    return warn_of_waiting(now=timezone.now())
