"""A real worker in a process of its own: it hears the bell, and may be killed at the worst moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from celery import current_app

from messaging.enums import MessageKind
from messaging.models import OutboxMessage
from messaging.services.outbox import queue_robot_messages
from messaging.services.sending import send_due
from tests.messaging.rows import make_robot

pytestmark = pytest.mark.django_db(transaction=True)
GIVE_UP_AFTER = 60  # seconds; only a broken worker takes longer


@contextmanager
def a_worker(environment: dict[str, str], app: str = "config") -> Iterator[subprocess.Popen]:
    """A worker in a process group of its own; gone when the block ends."""
    words = ["-m", "celery", "-A", app, "worker", "--pool", "solo", "--loglevel", "ERROR"]
    worker = subprocess.Popen(
        [sys.executable, *words, "--without-gossip", "--without-mingle"],
        env={**environment, "ROBOT_HOSTS": "127.0.0.1"},
        start_new_session=True,
    )
    try:
        yield worker
    finally:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def wait_until(happened: Callable[[], object]) -> None:
    ends = time.monotonic() + GIVE_UP_AFTER
    while not happened():
        if time.monotonic() > ends:
            pytest.fail("It never happened.")
        time.sleep(0.05)


@pytest.fixture
def clean_broker() -> Iterator[None]:
    current_app.control.purge()
    yield
    current_app.control.purge()


def call_to_the_desk(member) -> None:
    now = datetime.now(UTC)
    queue_robot_messages(
        office_id=member.office_id,
        kind=MessageKind.CALLED,
        member=member,
        params={"number": 12, "at": now.isoformat()},
        now=now,
    )


def state() -> str:
    return OutboxMessage.objects.get().state


def test_a_worker_hears_the_bell_and_calls_the_consultant(an, vendors, process_environment, clean_broker):
    make_robot(an.office, kind="dingtalk", address=vendors.address("dingtalk"))
    with a_worker(process_environment):
        call_to_the_desk(an)
        wait_until(lambda: state() == "sent")
    assert len(vendors.accepted) == 1


def test_a_worker_killed_while_the_vendor_thinks_leaves_an_uncertain_message(
    an, vendors, process_environment, clean_broker
):
    make_robot(an.office, address=vendors.address("wecom"))
    vendors.misbehave("slow")
    with a_worker(process_environment) as worker:
        call_to_the_desk(an)
        wait_until(lambda: vendors.calls)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert state() == "sending"
    send_due(datetime.now(UTC) + timedelta(minutes=1))
    assert state() == "uncertain"
    assert len(vendors.calls) == 1
