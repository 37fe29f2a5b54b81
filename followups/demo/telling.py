"""The calls and texts of a demo office, told once, up to now: everybody's calls of the day, and batches of messages."""

from datetime import datetime

from django.db import transaction

from followups.demo.batches import make_batches, send_batch
from followups.demo.calls import tell_calls
from followups.demo.cast import Cast, cast_of
from followups.demo.guests import tell_of_guests
from followups.demo.house import settle
from followups.models import Batch, Milestone
from followups.services.own_texts import gather_batches
from followups.services.sweeps import sweep_day
from offices.models import Notice, Office
from visitors.models import PlanDue

BEGAN_AGO = 3
"""Days since the office follows up by the plan; for what was before nobody is owed a call."""


def tell_follow_ups(office: Office, *, now: datetime) -> bool:
    """Tell them where the office has settled nothing about follow-ups yet; whether that was done.

    What users did stays as it is. Not inside a transaction: texts leave, if only into a file.
    """
    cast = cast_of(office, now=now)
    if cast is None or Milestone.objects.of(office).exists():
        return False
    batch = _told(cast)
    if batch is not None:
        send_batch(cast, batch)
    return True


@transaction.atomic
def _told(cast: Cast) -> Batch | None:
    """Everything but what leaves; returns the batch that is to be sent. Interrupted later, the worker sends it."""
    settle(cast)
    tell_of_guests(cast)
    began = cast.moment(-BEGAN_AGO, "00:00")
    PlanDue.objects.of(cast.office).filter(since__lt=began).update(since=began)
    sweep_day(now=cast.now)
    tell_calls(cast)
    batch = make_batches(cast)
    sweep_day(now=cast.now)
    gather_batches(cast.now)
    midnight = cast.moment(0, "00:00")
    Notice.objects.filter(office=cast.office, seen_at=None, created_at__lt=midnight).update(seen_at=cast.now)
    return batch
