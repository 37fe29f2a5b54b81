"""A day at the office, opened with four consultants in order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import translation

from offices.errors import Refusal
from offices.models import Member, Office
from reception.models import Reception
from reception.services.arrivals import Arrival, log_arrival
from reception.services.day import open_day
from visitors.services.customers import CustomerEntry

MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai, a Monday


@contextmanager
def refused() -> Iterator[None]:
    """A service says no; the story's transaction goes on from before it."""
    with pytest.raises(Refusal), transaction.atomic():
        yield


class Clock:
    """The time of a test's story: goes on by a minute whenever it is asked."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self, **later: int) -> datetime:
        self.at += timedelta(**later) if later else timedelta(minutes=1)
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(
    office: Office, an: Member, bo: Member, chen: Member, ding: Member, mei: Member, clock: Clock
) -> Office:
    """The office with its day open: an, bo, chen, ding in order."""
    open_day(office=office, present=[an, bo, chen, ding], by=mei, now=clock())
    return office


def walk_in(name: str = "Zhou", **facts) -> Arrival:
    """Somebody who comes in for the first time and is asked for a number later."""
    entry = facts.pop("customer", CustomerEntry(name=name, phone_answer="later"))
    return Arrival(visit=uuid4(), customer=entry, **facts)


@pytest.fixture
def arrive(opened: Office, lin: Member, clock: Clock) -> Callable[..., Reception]:
    """Log an arrival at the desk."""

    def arrive(name: str = "Zhou", **facts) -> Reception:
        return log_arrival(office=opened, arrival=walk_in(name, **facts), by=lin, now=clock())

    return arrive


@pytest.fixture
def english(client: Client) -> Iterator[None]:
    """Services and pages speak English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield
