"""What the worker does for follow-ups. Truth stands in the tables: a task lost or run twice does no harm."""

import time
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from followups.services import (
    agreed_calls,
    batch_feeding,
    calendar,
    climbing,
    own_texts,
    refusals,
    sweeps,
)
from followups.services.batches import BELL
from offices.doorbell import ring
from offices.jobs import clock_from, job, run_ends


@job(_("Writes the texts of running batches"))
def feed_batches(now: datetime) -> None:
    """Write the texts of running batches into the outbox, until nothing is left to write or it has lasted enough."""
    ends, clock = run_ends(), clock_from(now)
    while time.monotonic() < ends:
        if not batch_feeding.feed_batches(clock()):
            return
    ring(BELL)


@job(_("Writes thanks and confirmations"))
def write_own_texts(now: datetime) -> None:
    """Thanks, confirmations, and who looks after a customer now."""
    own_texts.write_own_texts(now)


@job(_("Prepares batches for festivals and milestones"))
def gather_batches(now: datetime) -> None:
    """Lay the batches of the next festivals and milestones before the approvers."""
    own_texts.gather_batches(now)


@job(_("Plans follow-ups where something happened"))
def plan_asked(now: datetime) -> int:
    """Plan whom something happened to since they were planned, also what they answered, or new rules of the house.

    Who said no on one number gets nothing on the others either.
    """
    refusals.call_off_refused(now)
    sweeps.ask_where_answers_changed(now=now)
    sweeps.ask_where_rules_began(now=now)
    return sweeps.sweep_asked(now=now)


@job(_("Plans every customer once a day"))
def plan_day(now: datetime) -> int:
    """Plan whom nobody planned today, on the calendar of their office."""
    return sweeps.sweep_day(now=now)


@job(_("Tells of due and overdue calls"))
def climb_overdue(now: datetime) -> int:
    """Tell consultants of the day's calls in the morning, supervisors and managers of overdue ones (E-16, E-62)."""
    return climbing.climb_overdue(now=now)


@job(_("Reminds of calls at an agreed time"))
def tell_of_agreed_calls(now: datetime) -> int:
    """Tell whoever owes a call that its minute has come."""
    return agreed_calls.tell_of_agreed_calls(now=now)


@job(_("Keeps holidays and festivals up to date"))
def keep_calendar(now: datetime) -> int:
    """The country's calendar as the kept libraries have it: holidays, make-up working days, festivals."""
    return calendar.keep_calendar(now=now)
