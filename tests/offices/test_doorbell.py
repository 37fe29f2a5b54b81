"""The doorbell wakes a worker after commit, and costs nothing where nobody hears it."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from celery import current_app
from django.db import transaction
from kombu import pools

from embedded.home import Home
from embedded.valkey import Valkey
from offices import doorbell

TASK = "messaging.tasks.send_due"


@pytest.fixture(autouse=True)
def fresh_bell(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(doorbell, "_quiet_until", 0.0)
    yield
    pools.reset()


@pytest.fixture
def broker(tmp_path, monkeypatch) -> Iterator[Valkey]:
    """A broker of this test alone, running."""
    home = Home(tmp_path, fast=True)
    server = Valkey(home)
    server.start()
    use_broker(monkeypatch, f"redis+socket://{server.socket}?virtual_host=0")
    yield server
    server.stop()


def use_broker(monkeypatch, url: str) -> None:
    monkeypatch.setattr(current_app.conf, "broker_write_url", url)


@contextmanager
def a_broker_that_never_answers() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.setblocking(False)
        yield silent


def times_called(silent: socket.socket) -> int:
    count = 0
    try:
        while True:
            silent.accept()[0].close()
            count += 1
    except BlockingIOError:
        return count


def rings() -> list[str]:
    """The tasks that wait for a worker; each is checked to carry no arguments."""
    found = []
    with (
        current_app.connection_for_write() as connection,
        connection.SimpleQueue("celery") as queue,
        suppress(queue.Empty),
    ):
        while message := queue.get(block=False):
            assert message.payload[:2] == [[], {}]
            found.append(message.headers["task"])
            message.ack()
    return found


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_once_the_transaction_has_committed(broker):
    with transaction.atomic():
        doorbell.ring(TASK)
        assert rings() == []
    assert rings() == [TASK]


@pytest.mark.django_db(transaction=True)
def test_however_often_it_is_rung_for_it_rings_once(broker):
    """A hundred texts of a batch are one reason to wake up; what was rung for in vain does not silence it."""
    with transaction.atomic():
        with suppress(KeyError), transaction.atomic():
            doorbell.ring(TASK)
            raise KeyError
        for _ in range(100):
            doorbell.ring(TASK)
        doorbell.ring("another")
    assert rings() == [TASK, "another"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_rings_no_bell(broker):
    with transaction.atomic():
        doorbell.ring(TASK)
        transaction.set_rollback(True)
    assert rings() == []


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_gone_is_nobodys_trouble(monkeypatch, caplog):
    use_broker(monkeypatch, "redis://127.0.0.1:1/0")
    with caplog.at_level(logging.WARNING), transaction.atomic():
        doorbell.ring(TASK)
    assert [record.getMessage() for record in caplog.records] == [f"doorbell for {TASK} not heard"]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_silent_is_asked_once_and_then_left_alone(monkeypatch, caplog):
    """The test ends at all because the bell does not wait; a second ring does not even try."""
    with a_broker_that_never_answers() as silent:
        use_broker(monkeypatch, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        with caplog.at_level(logging.CRITICAL):
            doorbell.ring(TASK)
            tried = times_called(silent)
            for _ in range(20):
                doorbell.ring(TASK)
        assert tried >= 1
        assert times_called(silent) == 0


@pytest.mark.django_db(transaction=True)
def test_after_the_silence_the_bell_is_tried_again(monkeypatch, caplog):
    monkeypatch.setattr(doorbell, "QUIET_AFTER_FAILURE", 0.0)
    with a_broker_that_never_answers() as silent, caplog.at_level(logging.CRITICAL):
        use_broker(monkeypatch, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        for _ in range(2):
            doorbell.ring(TASK)
            assert times_called(silent) >= 1


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_was_restarted_hears_the_bell_again(broker, monkeypatch, caplog):
    """The connections kept from before lead nowhere; at most one ring is lost to find that out."""
    monkeypatch.setattr(doorbell, "QUIET_AFTER_FAILURE", 0.0)
    doorbell.ring(TASK)
    assert rings() == [TASK]
    with caplog.at_level(logging.CRITICAL):
        broker.stop()
        doorbell.ring(TASK)
        broker.start()
        doorbell.ring(TASK)
        doorbell.ring(TASK)
    assert TASK in rings()
