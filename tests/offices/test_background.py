"""The background machine: a tick is effective once, failures leave their cause, and the administrator sees it all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from celery.schedules import crontab
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from config.celery import app
from offices import jobs
from offices.enums import AuditAction, RunState
from offices.models import AuditEntry, Member, Office, TaskRun
from offices.services import runs

MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
JOB = "tests.once_a_day"
OFTEN = "tests.every_five_seconds"
MINUTE = timedelta(minutes=1)


class Work:
    """A job that counts how often it was done, and fails where it is told to."""

    def __init__(self) -> None:
        self.done: list[datetime] = []
        self.fails = False

    def __call__(self, now: datetime) -> int:
        if self.fails:
            raise ValueError("the number 13800001234 is wrong")
        self.done.append(now)
        return len(self.done)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """The only two jobs of the house: one at ten past four, one every five seconds."""
    made = Work()
    app.loader.import_default_modules()
    monkeypatch.setattr(jobs, "JOBS", {JOB: made, OFTEN: made})
    schedule = {
        "once": {"task": JOB, "schedule": crontab(hour=4, minute=10)},
        "often": {"task": OFTEN, "schedule": 5.0},
    }
    monkeypatch.setattr("offices.management.commands.sweep.JOBS", jobs.JOBS)
    usual, app.conf.beat_schedule = app.conf.beat_schedule, schedule
    yield made
    app.conf.beat_schedule = usual


@pytest.mark.django_db
def test_two_beats_that_ring_for_the_same_slot_have_it_run_once(work: Work) -> None:
    assert jobs.tick(JOB, MORNING) == 1
    assert jobs.tick(JOB, MORNING + MINUTE) is None
    assert jobs.tick(JOB, MORNING + timedelta(days=1)) == 2
    assert TaskRun.objects.filter(job=JOB, state=RunState.DONE).count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_workers_do_a_slot_once(work: Work) -> None:
    start = Barrier(10)

    def ring(_number: int) -> None:
        try:
            start.wait()
            jobs.tick(JOB, MORNING)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(ring, range(10)))
    assert len(work.done) == 1


@pytest.mark.django_db
def test_what_runs_every_few_seconds_runs_at_every_ring_and_leaves_a_line_a_minute(work: Work) -> None:
    for seconds in (0, 5, 10, 61):
        jobs.tick(OFTEN, MORNING + timedelta(seconds=seconds))
    assert len(work.done) == 4
    assert TaskRun.objects.filter(job=OFTEN).count() == 2


@pytest.mark.django_db
def test_a_slot_whose_worker_died_is_taken_again(work: Work) -> None:
    slot, once = jobs.slot_of(JOB, MORNING)
    assert once and runs.take_slot(job=JOB, slot=slot, now=MORNING)
    assert jobs.tick(JOB, MORNING + 5 * MINUTE) is None
    assert jobs.tick(JOB, MORNING + 11 * MINUTE) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", [JOB, OFTEN])
def test_a_failure_leaves_its_kind_and_place_and_nobodys_data(work: Work, name: str) -> None:
    work.fails = True
    with pytest.raises(ValueError, match="wrong"):
        jobs.tick(name, MORNING)
    run = TaskRun.objects.get(job=name)
    assert run.state == RunState.FAILED
    assert run.error.startswith("ValueError (tests/offices/test_background.py:")
    assert "1380" not in run.error


@pytest.mark.django_db
def test_a_failure_in_the_middle_of_a_minute_is_not_hidden_by_its_line(work: Work) -> None:
    jobs.tick(OFTEN, MORNING)
    work.fails = True
    with pytest.raises(ValueError, match="wrong"):
        jobs.tick(OFTEN, MORNING + timedelta(seconds=5))
    assert TaskRun.objects.get(job=OFTEN).state == RunState.FAILED


@pytest.mark.parametrize(
    ("schedule", "now", "expected"),
    [
        (crontab(hour=4, minute=10), "2026-11-02T04:09+08:00", "2026-11-01T04:10+08:00"),
        (crontab(hour=4, minute=10), "2026-11-02T04:10+08:00", "2026-11-02T04:10+08:00"),
        (crontab(minute="*/10"), "2026-03-01T00:03+08:00", "2026-03-01T00:00+08:00"),
        (crontab(minute=25), "2027-01-01T00:05+08:00", "2026-12-31T23:25+08:00"),
        (crontab(hour=4, minute=10), "2024-02-29T03:00+08:00", "2024-02-28T04:10+08:00"),
    ],
)
def test_the_tick_a_moment_belongs_to(schedule: crontab, now: str, expected: str) -> None:
    assert jobs.last_tick(schedule, datetime.fromisoformat(now)) == datetime.fromisoformat(expected)


def test_a_worker_whose_clock_is_a_little_behind_takes_the_tick_that_rang(work: Work) -> None:
    early = datetime.fromisoformat("2026-11-02T04:09:58+08:00")
    on_time = datetime.fromisoformat("2026-11-02T04:10:01+08:00")
    assert jobs.slot_of(JOB, early) == jobs.slot_of(JOB, on_time)


@pytest.mark.django_db
def test_an_administrator_has_a_job_run_now(work: Work, root: Member, client: Client) -> None:
    client.force_login(root.user)
    jobs.tick(JOB, MORNING)
    page = reverse("background_run", args=["harbour", JOB])
    key = "6f1c2c0e-52f0-4d5f-9d7b-0c9d4a9b6f01"
    for _click in range(2):
        client.post(page, {"request_key": key})
    assert TaskRun.objects.filter(job=JOB, state=RunState.ASKED).count() == 1
    assert AuditEntry.objects.filter(action=AuditAction.JOB_RUN, record=JOB).count() == 1
    jobs.tick(JOB, MORNING + MINUTE)
    assert len(work.done) == 2
    assert not TaskRun.objects.filter(state=RunState.ASKED).exists()


@pytest.mark.django_db
def test_what_is_no_job_is_not_run(work: Work, root: Member, client: Client) -> None:
    client.force_login(root.user)
    answer = client.post(reverse("background_run", args=["harbour", "offices.tasks.heartbeat"]))
    assert answer.status_code == 404
    assert not TaskRun.objects.exists()


@pytest.mark.django_db
def test_the_page_says_what_failed_and_what_waits(
    work: Work, root: Member, office: Office, client: Client
) -> None:
    work.fails = True
    with pytest.raises(ValueError, match="wrong"):
        jobs.tick(JOB, datetime.now(UTC))
    client.force_login(root.user)
    client.cookies["language"] = "en"
    said = client.get(reverse("background", args=["harbour"])).content.decode()
    assert "ValueError (tests/offices/test_background.py:" in said
    assert JOB in said and reverse("background_run", args=["harbour", JOB]) in said


@pytest.mark.django_db
def test_sweep_does_everything_at_the_given_time_and_goes_on_after_a_failure(
    work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("sweep", "--now", "2026-11-02T09:00+08:00")
    assert work.done == [MORNING, MORNING]
    work.fails = True
    with pytest.raises(CommandError, match=JOB):
        call_command("sweep", "--now", "2026-11-02T09:01+08:00")
    with pytest.raises(CommandError, match="no time"):
        call_command("sweep", "--now", "tomorrow")
    with pytest.raises(CommandError, match="no such job"):
        call_command("sweep", "--only", "dance")


@pytest.mark.django_db
def test_runs_are_forgotten_after_two_weeks(work: Work) -> None:
    jobs.tick(JOB, MORNING)
    assert runs.forget_runs(before=MORNING) == 0
    assert runs.forget_runs(before=MORNING + MINUTE) == 1
