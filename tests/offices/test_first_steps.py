"""A new office says what to do first, to whom it concerns, until its first visitor."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from offices import first_steps
from offices.enums import Role
from offices.models import HouseRules, Member, Office
from reception.models import Reception
from reception.services import floor, visits
from reception.services.arrivals import Arrival, log_arrival
from reception.services.day import open_day
from tests.cast import enrol
from visitors.services.customers import CustomerEntry

PLACES = ["office_settings", "members", "reception:rules", "reception:day", "reception:desk"]


@pytest.fixture
def lone(db: None) -> Member:
    """The administrator of an office in which nothing has been done yet."""
    return enrol(Office.objects.create(name="New Court", slug="new"), "lone", Role.ADMINISTRATOR)


def states(member: Member) -> list[str]:
    return [step.state for step in first_steps.steps_for(member)]


def staff(office: Office) -> tuple[Member, list[Member]]:
    clerk = enrol(office, "clerk", Role.DESK)
    return clerk, [enrol(office, name, Role.CONSULTANT) for name in ("one", "two")]


def describe(office: Office) -> None:
    office.project = "New Court, phase 1"
    office.save(update_fields=["project"])


def choose(office: Office) -> None:
    HouseRules.objects.create(
        office=office, version=1, effective_from="2026-01-01", created_at=timezone.now()
    )


def a_visitor_comes(clerk: Member) -> None:
    customer = CustomerEntry(name="Zhou", phone_answer="later")
    arrival = Arrival(visit=uuid4(), customer=customer)
    log_arrival(office=clerk.office, arrival=arrival, by=clerk, now=timezone.now())


def test_steps_are_done_one_after_the_other(lone: Member) -> None:
    office = lone.office
    assert states(lone) == ["next", "later", "later", "later", "later"]
    describe(office)
    assert states(lone) == ["done", "next", "later", "later", "later"]
    clerk, consultants = staff(office)
    assert states(lone) == ["done", "done", "next", "later", "later"]
    choose(office)
    assert states(lone) == ["done", "done", "done", "next", "later"]
    open_day(office=office, present=consultants, by=clerk, now=timezone.now())
    assert states(lone) == ["done", "done", "done", "done", "next"]
    assert not first_steps.is_over(office)
    a_visitor_comes(clerk)
    assert first_steps.is_over(office)


@pytest.mark.parametrize(
    "roles", [[Role.DESK], [Role.CONSULTANT, Role.CONSULTANT], [Role.DESK, Role.CONSULTANT]]
)
def test_desk_without_two_to_take_turns_is_not_staffed(lone: Member, roles: list[Role]) -> None:
    describe(lone.office)
    for number, role in enumerate(roles):
        enrol(lone.office, f"m{number}", role)
    assert states(lone)[1] == "next"


def test_step_done_out_of_its_turn_is_ticked(lone: Member) -> None:
    choose(lone.office)
    assert states(lone) == ["next", "later", "done", "later", "later"]


def test_next_step_leads_there_or_says_who_can(lone: Member) -> None:
    clerk, _consultants = staff(lone.office)
    [step, *_rest] = first_steps.steps_for(lone)
    assert (step.url, step.who) == ("/new/office/#office-form", "")
    [step, *_rest] = first_steps.steps_for(clerk)
    assert step.url == "" and "Lone" in step.who
    describe(lone.office)
    choose(lone.office)
    step = next(step for step in first_steps.steps_for(lone) if step.state == "next")
    assert step.url == "" and "Clerk" in step.who
    step = next(step for step in first_steps.steps_for(clerk) if step.state == "next")
    assert step.url == "/new/day/"


def test_where_nobody_can_the_roles_are_named(lone: Member) -> None:
    describe(lone.office)
    choose(lone.office)
    enrol(lone.office, "one", Role.CONSULTANT)
    enrol(lone.office, "two", Role.CONSULTANT)
    both = enrol(lone.office, "leaving", Role.DESK)
    Member.objects.filter(pk=both.pk).update(is_active=False)
    shown = {step.state: step for step in first_steps.steps_for(lone)}
    assert shown["next"].label == str(first_steps._steps[1].label)
    assert [step.url_name for step in first_steps._steps] == PLACES


class TestPages:
    @pytest.fixture
    def look(self, lone: Member) -> Callable[..., str]:
        """The text of a page as somebody of the new office sees it."""

        def look(member: Member, page: str) -> str:
            client = Client()
            client.force_login(member.user)
            return client.get(f"/new/{page}/").content.decode()

        return look

    def test_every_first_page_shows_them(self, look, lone: Member) -> None:
        clerk, [one, _two] = staff(lone.office)
        lead = enrol(lone.office, "lead", Role.MANAGER)
        for member, page in (
            (lone, "office"),
            (clerk, "desk"),
            (clerk, "day"),
            (lead, "manager"),
            (one, "my-turn"),
        ):
            assert "first-steps-list" in look(member, page), page

    def test_they_are_gone_with_the_first_visitor(self, look, lone: Member) -> None:
        clerk, [one, two] = staff(lone.office)
        open_day(office=lone.office, present=[one, two], by=clerk, now=timezone.now())
        assert "first-steps-list" in look(clerk, "desk")
        a_visitor_comes(clerk)
        for member, page in ((lone, "office"), (clerk, "desk"), (clerk, "day"), (two, "my-turn")):
            assert "first-steps-list" not in look(member, page), page

    def test_administrator_of_a_new_office_comes_in_at_its_page(self, client: Client, lone: Member) -> None:
        client.force_login(lone.user)
        assert client.get("/", follow=True).redirect_chain[-1][0] == "/new/office/"

    def test_administrator_of_an_office_at_work_comes_in_as_ever(self, client: Client, lone: Member) -> None:
        clerk, consultants = staff(lone.office)
        open_day(office=lone.office, present=consultants, by=clerk, now=timezone.now())
        a_visitor_comes(clerk)
        client.force_login(lone.user)
        assert client.get("/", follow=True).redirect_chain[-1][0] == "/new/visits/"

    def test_they_cost_an_office_at_work_no_query(self, client: Client, lone: Member, monkeypatch) -> None:
        """Not with visitors on the board; and on an empty board not from the second look on."""
        clerk, consultants = staff(lone.office)
        open_day(office=lone.office, present=consultants, by=clerk, now=timezone.now())
        a_visitor_comes(clerk)
        monkeypatch.setattr(first_steps, "_past_it", set())
        client.force_login(clerk.user)
        with CaptureQueriesContext(
            connection,
        ) as busy:
            client.get("/new/desk/")
        with CaptureQueriesContext(connection) as again:
            client.get("/new/desk/")
        assert len(busy) == len(again)
        clear_the_floor(lone.office, clerk)
        monkeypatch.setattr(first_steps, "_past_it", set())
        with CaptureQueriesContext(connection) as first:
            client.get("/new/desk/")
        with CaptureQueriesContext(connection) as second:
            client.get("/new/desk/")
        assert len(second) < len(first)


def clear_the_floor(office: Office, clerk: Member) -> None:
    """The visitors and the consultants have gone: the board shows nobody."""
    now = timezone.now() + timedelta(minutes=5)
    for reception in Reception.objects.of(office).open():
        visits.finish(reception=reception, outcome=None, by=clerk, now=now)
    for consultant in Member.objects.of(office).consultants():
        floor.sign_out(consultant=consultant, by=clerk, now=now)
