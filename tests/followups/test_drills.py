"""The worst that can happen to a batch, with a real worker process and a real Redis.

In the end every message is sent once, or uncertain and shown as such; the gateway's log has none twice; none is lost.
One worker has one message in hand, so that no more are uncertain than it was interrupted. The size of the release's
drill is taken from the environment: DRILL_MESSAGES and DRILL_KILLS.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.db import connection
from kombu.exceptions import OperationalError

from embedded.home import Home
from embedded.valkey import Valkey
from followups.models import Batch
from followups.services.batch_feeding import feed_batches
from messaging.models import TextMessage
from messaging.services.text_sending import send_texts_due
from offices.enums import Role
from tests.cast import enrol
from tests.followups.texted import people, running_batch
from tests.messaging.sms_vendors import SmsVendors, sms_vendors_at_home
from tests.messaging.test_worker import a_worker
from tests.messaging.texts import make_gateway

pytestmark = pytest.mark.django_db(transaction=True)

MESSAGES = int(os.environ.get("DRILL_MESSAGES", "500"))
KILLS = int(os.environ.get("DRILL_KILLS", "5"))
GIVE_UP_AFTER = 240  # seconds; only a broken worker takes longer
TWICE = "somebody got the message twice"
TASKS = ("followups.tasks.feed_batches", "messaging.tasks.send_texts_due")


@pytest.fixture
def log(settings, tmp_path) -> Path:
    settings.MESSAGE_LOG = str(tmp_path / "messages.log")
    return tmp_path / "messages.log"


@pytest.fixture
def environment(process_environment, log) -> dict[str, str]:
    return {**process_environment, "MESSAGE_LOG": str(log), "SMS_HOSTS": "127.0.0.1"}


@pytest.fixture(autouse=True)
def clean_broker() -> Iterator[None]:
    current_app.control.purge()
    yield
    current_app.control.purge()


@pytest.fixture
def batch(office, an, mei) -> Callable[..., Batch]:
    """A running batch of so many customers, at an office where it is about noon now."""
    now = datetime.now(UTC)
    ahead = 12 - now.hour
    office.timezone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
    office.hotline = "400-800-8000"
    office.save()
    tao = enrol(office, "tao", Role.ASSISTANT)

    def made(count: int) -> Batch:
        people(an, count, now=now)
        return running_batch(tao, mei, now=datetime.now(UTC))

    return made


@pytest.fixture
def own_redis(tmp_path, monkeypatch, environment) -> Iterator[Valkey]:
    """A Redis of this test and its workers alone, which keeps nothing on the disk."""
    server = Valkey(Home(tmp_path / "redis", fast=True))
    server.start()
    url = f"redis+socket://{server.socket}?virtual_host=0"
    monkeypatch.setattr(current_app.conf, "broker_write_url", url)
    environment |= {f"TEST_{name}": os.environ[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    environment["TEST_REDIS_URL"] = server.url
    yield server
    server.stop()


def tick() -> None:
    """What the clock does every five seconds."""
    with suppress(OperationalError), current_app.connection_for_write() as broker:
        for task in TASKS:
            current_app.send_task(task, connection=broker, retry=False, ignore_result=True)


def lines(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


def wait_until(happened: Callable[[], object]) -> None:
    ends, ticks = time.monotonic() + GIVE_UP_AFTER, time.monotonic()
    while not happened():
        if time.monotonic() > ends:
            pytest.fail("It never happened.")
        if time.monotonic() > ticks:
            tick()
            ticks = time.monotonic() + 2
        time.sleep(0.01)


def finish(batch: Batch) -> Counter:
    """What is left once every lease has run out, and the batch is over; how the texts stand."""
    later = datetime.now(UTC) + timedelta(minutes=3)
    for _turn in range(2 * MESSAGES):
        if not (feed_batches(later) + send_texts_due(later)):
            break
    feed_batches(later)
    batch.refresh_from_db()
    return Counter(TextMessage.objects.values_list("state", flat=True))


def check(batch: Batch, log: Path, count: int, *, interrupted: int = 0) -> None:
    """``interrupted``: how often a worker was, which is how many texts may be uncertain."""
    stands = finish(batch)
    said = [line.split()[4] for line in lines(log)]  # numbers, each masked differently
    assert len(said) == len(set(said)), TWICE
    assert set(stands) <= {"sent", "uncertain"}
    assert stands.total() == count, "a message was lost"
    assert stands["sent"] <= len(said) <= stands["sent"] + stands["uncertain"]
    assert stands["uncertain"] <= interrupted
    assert batch.state == "done"


def test_a_worker_killed_again_and_again_loses_nothing_and_says_nothing_twice(batch, environment, log):
    running = batch(MESSAGES)
    for kill in range(1, KILLS + 1):
        with a_worker(environment) as worker:
            wait_until(lambda goal=kill: len(lines(log)) >= goal * MESSAGES // (KILLS + 2))
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
    check(running, log, MESSAGES, interrupted=KILLS)


def test_the_drill_notices_a_worker_that_marks_texts_after_the_gateway_took_them(batch, environment, log):
    """Negative control: killed once, it says again what it had said."""
    running = batch(40)
    with a_worker(environment, app="tests.followups.careless") as worker:
        wait_until(lambda: len(lines(log)) >= 20)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    with pytest.raises(AssertionError, match=TWICE):
        check(running, log, 40, interrupted=40)


def test_a_worker_told_to_stop_finishes_what_it_has_in_hand(batch, environment, log):
    """Nothing is doubtful afterwards, and it is gone within a quarter of a minute."""
    running = batch(120)
    with a_worker(environment) as worker:
        wait_until(lambda: len(lines(log)) >= 20)
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=15)
    states = set(TextMessage.objects.values_list("state", flat=True))
    assert states <= {"sent", "queued"}
    assert len(lines(log)) == TextMessage.objects.filter(state="sent").count()
    check(running, log, 120)


def test_redis_that_is_restarted_empty_loses_nothing(batch, environment, log, own_redis):
    """A worker may survive that or not; whoever looks after it starts another one."""
    running = batch(120)
    with a_worker(environment) as worker:
        wait_until(lambda: len(lines(log)) >= 20)
        own_redis.stop()
        own_redis.start()
        wait_until(lambda: worker.poll() is not None or len(lines(log)) == 120)
    if len(lines(log)) < 120:
        with a_worker(environment):
            wait_until(lambda: len(lines(log)) == 120)
    check(running, log, 120, interrupted=1)


def test_a_database_that_hangs_up_on_everybody_loses_nothing(batch, environment, log, owner_cursor):
    """As at its restart: every connection of the worker breaks, whatever it was doing."""
    running = batch(120)
    with a_worker(environment) as worker:
        wait_until(lambda: len(lines(log)) >= 20)
        connection.close()
        owner_cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        wait_until(
            lambda: (
                worker.poll() is not None
                or not TextMessage.objects.filter(state="queued", lease_until=None).exists()
            )
        )
        # What it took in hand since is not interrupted a second time.
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=15)
    check(running, log, 120, interrupted=1)


def test_a_gateway_that_times_out_after_it_took_the_message_gets_it_once(batch, environment, log):
    with sms_vendors_at_home() as vendors:
        assert isinstance(vendors, SmsVendors)
        running = batch(12)
        make_gateway(running.office, "http", root=vendors.root, is_active=True)
        vendors.misbehave("", "", "slow")
        with a_worker(environment):
            wait_until(lambda: TextMessage.objects.filter(state="uncertain").exists())
            wait_until(lambda: not TextMessage.objects.filter(state__in=("queued", "sending")).exists())
        stands = finish(running)
        numbers = [handed.number for handed in vendors.accepted]
    assert len(numbers) == len(set(numbers)) == 12
    assert stands == {"sent": 11, "uncertain": 1}
