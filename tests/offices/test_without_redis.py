"""Redis is gone: every page and every form goes on, a banner says so, and nobody waits for it twice."""

import logging
import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client
from django.utils import timezone
from kombu import pools

from messaging.models import OutboxMessage
from offices import doorbell, live, soft_cache
from offices.models import Member, Office
from reception.models import Reception
from reception.services import visits
from reception.services.day import open_day
from tests.cast import PASSWORD
from tests.messaging.rows import make_robot

pytestmark = pytest.mark.django_db(transaction=True)

BANNER = "banner-amber"
DEAD = "redis://127.0.0.1:1"


@pytest.fixture(autouse=True)
def _as_if_nothing_was_known(monkeypatch, caplog) -> Iterator[None]:
    soft_cache.breaker.reset()
    monkeypatch.setattr(doorbell, "_quiet_until", 0.0)
    caplog.set_level(logging.CRITICAL)
    yield
    soft_cache.breaker.reset()
    pools.reset()


@pytest.fixture
def desk(office: Office, an: Member, bo: Member, lin: Member) -> Client:
    """The clerk's browser on an open day, while all is well."""
    open_day(office=office, present=[an, bo], by=lin, now=timezone.now())
    client = Client()
    client.force_login(lin.user)
    return client


def lead_to(address: str, monkeypatch, django_settings) -> None:
    """Cache and broker stand at that address from now on."""
    values = settings.CACHES["default"]
    options = {**values["OPTIONS"], "socket_timeout": 0.3}
    django_settings.CACHES = {"default": {**values, "LOCATION": f"{address}/1", "OPTIONS": options}}
    monkeypatch.setattr(current_app.conf, "broker_write_url", f"{address}/0")


def arrival() -> dict:
    return {"request_key": str(uuid4()), "name": "Zhou Mingming", "phone_answer": "later"}


def test_desk_works_on_and_says_so(desk: Client, an: Member, office: Office, monkeypatch, settings) -> None:
    make_robot(office)
    lead_to(DEAD, monkeypatch, settings)
    page = desk.post("/harbour/desk/arrive/", arrival(), follow=True).content.decode()
    assert BANNER in page and "Zhou Mingming" in page
    reception = Reception.objects.get()
    assert reception.consultant == an
    assert OutboxMessage.objects.filter(kind="called", member=an, state="queued").count() == 1
    desk.post(f"/harbour/visits/{reception.visit}/done/", {"request_key": str(uuid4())})
    reception.refresh_from_db()
    assert reception.status == "finished"


def test_board_stays_live_and_log_out_ends_it(desk: Client, office, an, monkeypatch, settings) -> None:
    """The version moves on by itself every few seconds; whoever logged out is told by the database."""
    lead_to(DEAD, monkeypatch, settings)
    page = desk.get("/harbour/desk/")
    polls = {"headers": {"X-Live-Token": page.context["live_token"]}}
    assert page.context["board"].version != live.version(office.pk, timezone.now() + timedelta(minutes=1))
    desk.post("/harbour/desk/arrive/", arrival())
    assert "Zhou Mingming" in desk.get("/harbour/desk/live/?v=old", **polls).content.decode()
    desk.post("/logout/")
    assert desk.get("/harbour/desk/live/?v=old", **polls).status_code == 401


def test_log_in_works(desk: Client, lin: Member, monkeypatch, settings) -> None:
    desk.logout()
    lead_to(DEAD, monkeypatch, settings)
    page = desk.post("/login/", {"username": "lin", "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == "/harbour/desk/"
    assert BANNER in page.content.decode()


def test_banner_goes_when_redis_is_back(desk: Client, monkeypatch, settings) -> None:
    there = settings.CACHES
    lead_to(DEAD, monkeypatch, settings)
    assert BANNER in desk.get("/harbour/desk/").content.decode()
    settings.CACHES = there
    soft_cache.breaker.until = 0.0  # its pause is over
    assert BANNER not in desk.get("/harbour/desk/").content.decode()


def test_silent_redis_is_asked_once_and_then_left_alone(desk: Client, monkeypatch, settings) -> None:
    """However many pages and forms come: each would else wait for a server that says nothing."""
    monkeypatch.setattr(soft_cache, "PAUSE", 3600.0)
    monkeypatch.setattr(doorbell, "QUIET_AFTER_FAILURE", 3600.0)
    make_robot(Office.objects.get())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.setblocking(False)
        lead_to(f"redis://127.0.0.1:{silent.getsockname()[1]}", monkeypatch, settings)
        desk.post("/harbour/desk/arrive/", arrival(), follow=True)
        assert times_called(silent) >= 1
        for _ in range(3):
            desk.post("/harbour/desk/arrive/", arrival(), follow=True)
            desk.get("/harbour/visits/")
        assert times_called(silent) == 0
    assert Reception.objects.count() == 4


def times_called(silent: socket.socket) -> int:
    count = 0
    with suppress(BlockingIOError):
        while True:
            silent.accept()[0].close()
            count += 1
    return count


def test_what_happened_meanwhile_is_seen_by_the_next_poll(
    desk: Client, office, an, monkeypatch, settings
) -> None:
    """A bump that was lost while Redis was away heals: the version changes by itself."""
    there = settings.CACHES
    page = desk.get("/harbour/desk/")
    lead_to(DEAD, monkeypatch, settings)
    desk.post("/harbour/desk/arrive/", arrival())
    visits.meet(reception=Reception.objects.get(), by=an, now=timezone.now())
    settings.CACHES = there
    soft_cache.breaker.reset()
    later = timezone.now() + timedelta(seconds=live.WHOLE_EVERY)
    assert live.version(office.pk, later) != page.context["board"].version
