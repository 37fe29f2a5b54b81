"""The wall board: names, states and numbers for everybody in the hall, and nothing about a customer."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from offices import live
from offices.enums import Role
from offices.models import Member, Office
from reception.enums import LinkKind, Status
from reception.models import PublicLink, Reception
from reception.selectors.wall import NARROW, Fitted, fit, wall_of
from reception.services import floor, visits
from reception.services.closing import close_day
from reception.services.day import open_day
from reception.services.links import make_link, revoke_link, secret_of
from tests.cast import enrol
from tests.reception.conftest import Clock
from visitors.services.customers import CustomerEntry

CANARY = "Canary Featherstone"
NUMBER = "13812345678"
NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def link(opened: Office, mei: Member) -> PublicLink:
    return make_link(office=opened, kind=LinkKind.WALL, label="hall", by=mei, now=NOON)


@pytest.fixture
def address(link: PublicLink) -> str:
    return f"/wall/{secret_of(link)}/"


def canary(**facts: Any) -> dict:
    entry = CustomerEntry(
        name=CANARY, phone=NUMBER, phone_answer="given", licence_plate="A12345", phone_note="canary"
    )
    return {"customer": entry, **facts}


def test_zones_say_who_is_called_who_is_next_and_who_waits(
    opened: Office, arrive: Callable[..., Reception], an: Member, bo: Member, chen: Member, clock: Clock
) -> None:
    first = arrive()
    visits.meet(reception=first, by=an, now=clock())
    second = arrive()
    wall = wall_of(opened, now=clock())
    assert [(call.person.name, call.number) for call in wall.calls] == [(bo.name, second.number)]
    assert [(row.person.name, row.state, row.numbers) for row in wall.busy.rows] == [
        (an.name, "receiving", (first.number,))
    ]
    assert (wall.next.name, wall.on_deck.name) == (chen.name, "Ding")
    assert wall.order.rows == ()


def test_who_is_away_says_how(opened: Office, an: Member, bo: Member, clock: Clock) -> None:
    floor.step_out(consultant=an, reason="business", by=an, now=clock())
    floor.step_out(consultant=bo, reason="personal", by=bo, now=clock())
    rows = wall_of(opened, now=clock()).order.rows
    assert [(row.person.name, row.state) for row in rows] == [("An", "business"), ("Bo", "personal")]


def test_visitor_who_waits_is_a_number(
    opened: Office, arrive: Callable[..., Reception], clock: Clock
) -> None:
    for _ in range(5):
        last = arrive()
    assert last.status == Status.WAITING
    wall = wall_of(opened, now=clock())
    assert [(wait.number, wait.since) for wait in wall.waiting.rows] == [(5, last.arrived_at)]
    assert wall.next is None


def test_the_newest_call_stands_first_and_a_fourth_among_the_others(
    opened: Office, arrive: Callable[..., Reception], clock: Clock
) -> None:
    for _ in range(4):
        arrive()
    wall = wall_of(opened, now=clock())
    assert [call.number for call in wall.calls] == [4, 3, 2]
    assert [(row.state, row.numbers) for row in wall.busy.rows] == [("called", (1,))]


def test_day_that_is_not_open_shows_no_zone(opened: Office, mei: Member, address: str, clock: Clock) -> None:
    close_day(office=opened, by=mei, now=clock())
    page = Client().get(f"{address}?lang=en")
    assert not page.context["wall"].is_open
    assert "wall-zones" not in page.content.decode()


def test_nothing_of_a_customer_reaches_page_or_fragment(
    opened: Office, arrive: Callable[..., Reception], address: str, clock: Clock
) -> None:
    """Called, received, waiting, finished: with name, number and plate in the file; and one who is no customer."""
    receptions = [arrive(**canary()), arrive(customer=None, purpose="peer", visitor_name=CANARY)]
    visits.meet(reception=receptions[0], by=receptions[0].consultant, now=clock())
    for _ in range(4):
        arrive(**canary(history="visited"))
    texts = [Client().get(path).content.decode() for path in (address, f"{address}live/?v=old")]
    for text in texts:
        assert "An" in text
        for word in (*CANARY.split(), NUMBER, "138****5678", "5678", "A12345", "canary"):
            assert word not in text
        assert not any(str(reception.visit) in text for reception in Reception.objects.all())


def test_the_wall_holds_plain_values_only(
    opened: Office, arrive: Callable[..., Reception], clock: Clock
) -> None:
    """No row of the database comes near the template, so nothing can be fetched through one."""
    arrive(**canary())

    def leaves(value: Any) -> list:
        if dataclasses.is_dataclass(value):
            value = tuple(getattr(value, field.name) for field in dataclasses.fields(value))
        return [leaf for each in value for leaf in leaves(each)] if isinstance(value, tuple) else [value]

    found = leaves(wall_of(opened, now=clock()))
    assert {type(leaf) for leaf in found} <= {str, int, bool, datetime, type(None)}
    assert CANARY not in found


class TestPoll:
    def test_costs_one_query_while_nothing_changed(
        self, opened: Office, address: str, steady_version, django_assert_num_queries
    ) -> None:
        version = live.version(opened.pk, timezone.now())
        with django_assert_num_queries(1):
            answer = Client().get(f"{address}live/?v={version}")
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer["X-Wall-Version"] == version and answer["X-Wall-Assets"]

    def test_brings_the_zones_of_the_page(self, opened: Office, address: str) -> None:
        page = Client().get(address)
        fragment = Client().get(f"{address}live/?v=old")
        assert fragment.content.decode() in page.content.decode()
        assert "<html" not in fragment.content.decode()

    def test_ends_at_once_when_the_link_is_revoked(
        self, opened: Office, link: PublicLink, address: str, mei: Member
    ) -> None:
        version = live.version(opened.pk, timezone.now())
        revoke_link(link=link, by=mei, now=NOON)
        answer = Client().get(f"{address}live/?v={version}")
        assert (answer.status_code, answer["X-Link-Gone"]) == (404, "1")

    def test_of_another_office_shows_that_office(self, address: str, other_office: Office) -> None:
        chief = enrol(other_office, "boss", Role.MANAGER, Role.CONSULTANT)
        open_day(office=other_office, present=[chief], by=chief, now=NOON)
        theirs = make_link(office=other_office, kind=LinkKind.WALL, by=chief, now=NOON)
        page = Client().get(f"/wall/{secret_of(theirs)}/").content.decode()
        assert "Boss" in page and "Chen" not in page


def test_page_leaves_no_trace_in_the_browser(address: str) -> None:
    for path in (address, f"{address}live/?v=old"):
        answer = Client().get(path)
        assert not answer.cookies
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"] and "no-store" in answer["Cache-Control"]


def test_nothing_can_be_sent_to_the_wall(address: str) -> None:
    assert [Client().post(path).status_code for path in (address, f"{address}live/")] == [405, 405]


class TestFit:
    @pytest.mark.parametrize("count", range(61))
    def test_all_are_shown_or_counted(self, count: int) -> None:
        for zone in (1, NARROW):
            fitted = fit(list(range(count)), 30.0, zone)
            assert len(fitted.rows) + fitted.more == count

    def test_a_few_stand_large_and_many_small(self) -> None:
        densities = [
            fit(list(range(count)), 30.0).density.removeprefix("wall-") for count in (2, 6, 7, 14, 15, 60)
        ]
        assert densities == ["roomy", "roomy", "close", "close", "tight", "tight"]

    def test_the_count_of_the_rest_takes_a_place_of_its_own(self) -> None:
        assert fit(list(range(31)), 29.0) == Fitted(tuple(range(29)), "wall-tight", 2)
        assert fit(list(range(3)), 0.0) == Fitted((), "wall-tight", 3)
