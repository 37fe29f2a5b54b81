"""`manage.py sweep [--now TIME] [--only JOB …]`: everything that is due, done here and now, without Celery."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from celery import current_app
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from offices.jobs import JOBS, recorded
from offices.services.runs import take_slot


class Command(BaseCommand):
    """Runs each job of the schedule once, in its order; one that fails does not stop the others."""

    help = "Do everything that is due now, or at the given time, without a worker: for emergencies and for tests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now",
            metavar="TIME",
            help="the moment to act at, such as 2026-11-02T09:00+08:00; without an offset on the house's own clock",
        )
        parser.add_argument(
            "--only", action="append", default=[], metavar="JOB", help="one job; may be given again"
        )

    def handle(self, *, now: str | None, only: list[str], **options: Any) -> None:
        current_app.loader.import_default_modules()
        at = _moment(now)
        names = [entry["task"] for entry in current_app.conf.beat_schedule.values()]
        wanted = [name for name in dict.fromkeys(names) if name in JOBS]
        unknown = sorted(set(only) - set(wanted))
        if unknown:
            raise CommandError(f"no such job: {', '.join(unknown)}", returncode=2)
        failed = [name for name in wanted if (not only or name in only) and not self._run(name, at)]
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}")

    def _run(self, name: str, at: datetime) -> bool:
        slot = f"sweep {at.isoformat(timespec='seconds')}"[:40]
        taken = take_slot(job=name, slot=slot, now=at)
        try:
            result = recorded(name, [taken] if taken else [], at, slot)
        except Exception as error:
            self.stderr.write(f"{name}: {type(error).__name__}: {error}")
            return False
        self.stdout.write(name if result is None else f"{name}: {result}")
        return True


def _moment(text: str | None) -> datetime:
    """Raises CommandError where that is no time."""
    if text is None:
        return timezone.now()
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--now: {text!r} is no time; write it like 2026-11-02T09:00", returncode=2)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
