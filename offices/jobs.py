"""What runs by the clock: one decorator makes a function of the time into a task that leaves a trace and runs once.

A tick of the schedule has a slot. Two beats that ring for the same slot have it run once; a job that runs every few
seconds runs at every ring, for nothing is lost by it, and leaves one line a minute. `manage.py sweep` runs the same
functions without Celery, at any time that it is given.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from celery import Task, current_app, current_task, shared_task
from celery.schedules import crontab
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from offices.background_labels import LABELS
from offices.models import Office, TaskRun
from offices.services import runs

log = logging.getLogger(__name__)

Work = Callable[[datetime], int | None]
MINUTE = timedelta(minutes=1)
EARLY = timedelta(seconds=5)
"""So far may a worker's clock be behind beat's without taking a tick for the one before it."""
LONGEST_RUN = 6.0
"""Seconds. A part lasts four at most, a call of a vendor five: together what a worker has to stop in."""
LONGEST_BY_HAND = 3600.0
LONGEST_LOOK_BACK = 8 * 24 * 60
"""Minutes; no job of ours runs less often than once a week."""

JOBS: dict[str, Work] = {}
"""By the task's name; filled when the apps' tasks are loaded."""


def job(label: Promise, longest: int = 0) -> Callable[[Work], Task]:
    """Make a task of a function of the time; ``label`` says to administrators what it does.

    The function may count what it did. Called directly the task just does its work. ``longest``: seconds that a piece
    of it may take where that is more than the settings allow to all.
    """
    limits = {"soft_time_limit": longest, "time_limit": longest + 60} if longest else {}

    def make(work: Work) -> Task:
        name = f"{work.__module__}.{work.__name__}"
        JOBS[name] = work
        LABELS[name] = label

        @shared_task(name=name, bind=True, **limits)
        @wraps(work)
        def run(task: Task) -> int | None:
            if task.request.called_directly:
                return work(timezone.now())
            return tick(name, timezone.now())

        return run

    return make


def tick(name: str, now: datetime) -> int | None:
    """The bell rang for this job: do what was asked for, and what the clock wants if nobody did it yet."""
    asked = runs.take_asked(job=name, now=now)
    if asked:
        return recorded(name, asked, now)
    slot, once = slot_of(name, now)
    taken = runs.take_slot(job=name, slot=slot, now=now)
    if taken is None and once:
        log.info("job %s: somebody else ran slot %s", name, slot)
        return None
    return recorded(name, [taken] if taken else [], now, slot)


def recorded(name: str, taken: list[TaskRun], now: datetime, slot: str = "") -> int | None:
    """Run the job and write down what came of it. Raises what the job raises."""
    clock = clock_from(now)
    try:
        result = JOBS[name](now)
    except Exception as error:
        if taken:
            runs.fail(runs=taken, error=error, now=clock())
        else:
            runs.note_failure(job=name, slot=slot, error=error, now=clock())
        raise
    runs.finish(runs=taken, result=result, now=clock())
    return result


class OfficesFailed(Exception):
    """The job could not be done in some offices; the log says in which, and in the others it was."""


def in_each(offices: QuerySet[Office], work: Callable[[Office, datetime], int], now: datetime) -> int:
    """Do it in each of these offices; the sum of what they count. Raises OfficesFailed, after all had their turn."""
    count = failed = 0
    for office in offices.filter(is_active=True).order_by("pk"):
        try:
            count += work(office, now)
        except Exception:
            log.exception("%s failed in office %s", work.__name__, office.pk)
            failed += 1
    if failed:
        raise OfficesFailed(f"{failed} offices")
    return count


def clock_from(now: datetime) -> Callable[[], datetime]:
    """``now``, moving on with the time that passes: for jobs that go on for a while."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def run_ends() -> float:
    """Until when (time.monotonic) a job begins another part of its work.

    In a worker soon, that one told to stop is gone within seconds; what is left is rung for again. By hand, when all
    is done.
    """
    return time.monotonic() + (LONGEST_RUN if current_task else LONGEST_BY_HAND)


def slot_of(name: str, now: datetime) -> tuple[str, bool]:
    """The tick that this moment belongs to, and whether it may be effective but once."""
    schedule = schedule_of(name)
    if not isinstance(schedule, crontab):
        return f"{_minute(now):%Y-%m-%dT%H:%M%z}", False
    return f"{last_tick(schedule, now + EARLY):%Y-%m-%dT%H:%M%z}", True


def schedule_of(name: str) -> float | crontab | None:
    """How often the job runs by the clock: seconds, or times of the day; None where it is only rung."""
    entries = current_app.conf.beat_schedule.values()
    return next((entry["schedule"] for entry in entries if entry["task"] == name), None)


def last_tick(schedule: crontab, now: datetime) -> datetime:
    """The last moment, this minute included, at which the schedule rang, on the clock of the schedule."""
    moment = _minute(now.astimezone(current_app.timezone))
    for _ in range(LONGEST_LOOK_BACK):
        if (
            moment.minute in schedule.minute
            and moment.hour in schedule.hour
            and moment.isoweekday() % 7 in schedule.day_of_week
            and moment.day in schedule.day_of_month
            and moment.month in schedule.month_of_year
        ):
            return moment
        moment -= MINUTE
    raise ValueError("a schedule that rings less often than once a week")


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
