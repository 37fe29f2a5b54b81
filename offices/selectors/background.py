"""The background as an administrator sees it: what waits, what ran last, what failed and why."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from celery.schedules import crontab
from django.utils.translation import gettext, ngettext

from offices import soft_cache
from offices.background_labels import LABELS
from offices.enums import RunState
from offices.gauges import Gauge, Reading, gauges
from offices.models import Office, TaskRun

log = logging.getLogger(__name__)

FAILURES_SHOWN = 20
FAILURES_SINCE = timedelta(days=3)
HEARTBEAT_KEY = "heartbeat"
PATIENCE = 0.25
"""Seconds for asking the broker; the page does without its answer."""
DEAD_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class GaugeLine:
    """A gauge with what it reads; ``is_late`` where its oldest has waited for too long."""

    gauge: Gauge
    reading: Reading
    is_late: bool


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job of the schedule with its last run; ``good`` is the last that ended well.

    ``is_dead``: it has seemed to run for longer than any job may, so its worker died.
    """

    name: str
    label: str
    every: str
    last: TaskRun | None
    good: TaskRun | None
    is_asked: bool
    is_dead: bool


def gauge_lines(office: Office, now: datetime) -> list[GaugeLine]:
    """What waits in this office."""
    lines = []
    for gauge in gauges():
        reading = gauge.read(office, now)
        waited = (now - reading.oldest).total_seconds() if reading.oldest else 0
        lines.append(GaugeLine(gauge, reading, waited > gauge.late_after))
    return lines


def job_lines(now: datetime) -> list[JobLine]:
    """Every job of the schedule, in its order. Three queries."""
    current_app.loader.import_default_modules()
    runs = TaskRun.objects.exclude(started_at=None).order_by("job", "-started_at", "-pk")
    last = {run.job: run for run in runs.distinct("job")}
    good = {run.job: run for run in runs.filter(state=RunState.DONE).distinct("job")}
    asked = set(TaskRun.objects.filter(state=RunState.ASKED).values_list("job", flat=True))
    return [
        JobLine(
            name=entry["task"],
            label=str(LABELS.get(entry["task"], entry["task"])),
            every=_every(entry["schedule"]),
            last=last.get(entry["task"]),
            good=good.get(entry["task"]),
            is_asked=entry["task"] in asked,
            is_dead=_is_dead(last.get(entry["task"]), now),
        )
        for entry in current_app.conf.beat_schedule.values()
    ]


def job_names() -> set[str]:
    """The jobs that may be run by hand: those of the schedule."""
    return {entry["task"] for entry in current_app.conf.beat_schedule.values()}


def failures(now: datetime) -> list[TaskRun]:
    """What failed in the last days, the latest first, each with its ``label``."""
    rows = TaskRun.objects.filter(state=RunState.FAILED, started_at__gte=now - FAILURES_SINCE)
    found = list(rows.order_by("-started_at", "-pk")[:FAILURES_SHOWN])
    for run in found:
        run.label = str(LABELS.get(run.job, run.job))
    return found


def heartbeat() -> datetime | None:
    """When beat and a worker were last seen alive; None where nobody knows."""
    mark = (soft_cache.read_many([HEARTBEAT_KEY]) or {}).get(HEARTBEAT_KEY)
    return datetime.fromisoformat(mark) if isinstance(mark, str) else None


def bells_waiting() -> int | None:
    """How many bells rang that no worker has heard; None where the broker does not answer."""
    try:
        with current_app.connection_for_read(connect_timeout=PATIENCE) as connection:
            client = connection.default_channel.client
            return int(client.llen(current_app.conf.task_default_queue))
    except Exception as error:  # whatever the broker or its client raises: the page is read without it
        log.info("the broker does not answer", extra={"error": type(error).__name__})
        return None


def _is_dead(run: TaskRun | None, now: datetime) -> bool:
    return run is not None and run.state == RunState.RUNNING and run.started_at < now - DEAD_AFTER


def _every(schedule: float | crontab) -> str:
    if not isinstance(schedule, crontab):
        return ngettext("every second", "every %(n)d seconds", int(schedule)) % {"n": int(schedule)}
    if len(schedule.hour) < 24:
        if len(schedule.hour) == 1:
            return gettext("once a day")
        return gettext("by day")
    per_hour = len(schedule.minute)
    if per_hour == 1:
        return gettext("every hour")
    return gettext("every %(n)d minutes") % {"n": 60 // per_hour}
