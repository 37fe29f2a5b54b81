"""Runs of background jobs: a tick of the clock is effective once, whatever failed is written down, and so is what ran.

Each step commits by itself: a job that dies leaves the row of a run that never ended, which is what it was.
"""

import traceback
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from offices.enums import AuditAction, RunState
from offices.models import Member, TaskRun
from offices.services.audit import keep

DEAD_AFTER = timedelta(minutes=10)
"""No job may run that long (the worker's time limits): one that seems to has died, and its slot is free again."""
KEPT_FOR = timedelta(days=14)
LONGEST_ERROR = 200


def take_slot(*, job: str, slot: str, now: datetime) -> TaskRun | None:
    """The run of this slot, begun; None where it was run already or is running."""
    values = {"state": RunState.RUNNING, "started_at": now}
    run, is_new = TaskRun.objects.get_or_create(job=job, slot=slot, defaults=values)
    if is_new:
        return run
    dead = TaskRun.objects.filter(pk=run.pk, state=RunState.RUNNING, started_at__lt=now - DEAD_AFTER)
    return run if dead.update(started_at=now) else None


@transaction.atomic
def take_asked(*, job: str, now: datetime) -> list[TaskRun]:
    """What administrators asked for and nobody has begun; begun now."""
    asked = TaskRun.objects.filter(job=job, state=RunState.ASKED)
    runs = list(asked.select_for_update(skip_locked=True, of=("self",), no_key=True))
    TaskRun.objects.filter(pk__in=[run.pk for run in runs]).update(state=RunState.RUNNING, started_at=now)
    return runs


def finish(*, runs: list[TaskRun], result: int | None, now: datetime) -> None:
    """They ended well; ``result`` is what the job counted."""
    _end(runs, {"state": RunState.DONE, "result": result, "error": ""}, now)


def fail(*, runs: list[TaskRun], error: BaseException, now: datetime) -> None:
    """They ended badly: what kind of failure, and where."""
    _end(runs, {"state": RunState.FAILED, "error": cause_of(error)}, now)


def note_failure(*, job: str, slot: str, error: BaseException, now: datetime) -> None:
    """A job that runs too often to be written down each time has failed."""
    values = {"state": RunState.FAILED, "error": cause_of(error), "ended_at": now}
    TaskRun.objects.update_or_create(
        job=job, slot=slot, defaults=values, create_defaults={**values, "started_at": now}
    )


@transaction.atomic
def ask_run(*, job: str, by: Member, now: datetime) -> TaskRun:
    """An administrator wants the job to run now; asked twice before it began, it runs once."""
    waiting = TaskRun.objects.filter(job=job, state=RunState.ASKED).first()
    if waiting is not None:
        return waiting
    asked = TaskRun.objects.create(
        job=job,
        slot=f"asked {now.isoformat(timespec='microseconds')}"[:40],
        state=RunState.ASKED,
        asked_at=now,
    )
    keep(action=AuditAction.JOB_RUN, record=job[:60], by=by, now=now)
    return asked


def forget_runs(*, before: datetime) -> int:
    """Runs that ended long ago explain nothing any more; how many they were."""
    return TaskRun.objects.filter(started_at__lt=before).delete()[0]


def cause_of(error: BaseException) -> str:
    """The kind of failure and the last place of our own code in it. What a failure says may hold somebody's data."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame.filename)]
    where = f" ({_short(ours[-1].filename)}:{ours[-1].lineno})" if ours else ""
    return f"{type(error).__name__}{where}"[:LONGEST_ERROR]


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(settings.BASE_DIR) and ".venv" not in path.parts


def _short(filename: str) -> str:
    return str(Path(filename).relative_to(settings.BASE_DIR))


def _end(runs: list[TaskRun], values: dict, now: datetime) -> None:
    TaskRun.objects.filter(pk__in=[run.pk for run in runs]).update(ended_at=now, **values)
