"""Planning at once and planning once a day come to the same rows, as often as one likes, whatever happens."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followups import cadence
from followups.enums import FollowUpState
from followups.models import FollowUp
from followups.selectors.facts import facts_of
from followups.services.appointments import make_appointment
from followups.services.calendar import add_festival, set_milestone
from followups.services.follow_ups import done
from followups.services.plans import HORIZON, refresh_plan, setting_of
from followups.services.sweeps import ask_where_answers_changed, sweep_asked, sweep_day
from messaging.services.consents import record_consents
from offices.errors import Refusal
from offices.models import Member, Office
from tests.visitors.rows import file_of, receive
from visitors.models import Customer
from visitors.services.call_wishes import set_wishes
from visitors.services.customer_dates import add_birthday
from visitors.services.grades import change_grade

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
NUMBER = "+8613800001234"
Deed = Callable[["Story"], None]


class Undone(Exception):
    """Ends a part of a story, so that everything in it is undone."""


class Story:
    """One customer, to whom things happen as time goes by."""

    def __init__(self, an: Member, mei: Member, customer: Customer) -> None:
        self.an, self.mei, self.customer, self.now = an, mei, customer, START

    def visit(self) -> None:
        receive(self.customer, self.an, at=self.now)

    def call(self) -> None:
        receive(self.customer, self.an, at=self.now, kind="call", role="phone", counted=False)

    def grade(self, grade: str) -> None:
        change_grade(customer=self.customer, grade=grade, reason="needs", by=self.an, now=self.now)

    def wish(self, name: str) -> None:
        set_wishes(customer=self.customer, by=self.an, now=self.now, **{name: True})

    def appoint(self) -> None:
        make_appointment(customer=self.customer, at=self.now + timedelta(days=3), by=self.an, now=self.now)

    def milestone(self) -> None:
        on = self.an.office.business_date(self.now) + timedelta(days=10)
        name = f"News {self.now:%H%M%S}"
        set_milestone(
            office=self.an.office, milestone=None, on=on, name=name, kind="other", by=self.mei, now=self.now
        )

    def festival(self) -> None:
        on = self.an.office.business_date(self.now) + timedelta(days=5)
        add_festival(office=self.an.office, on=on, name=f"{self.now:%H%M%S}", by=self.mei, now=self.now)

    def opt_out(self) -> None:
        record_consents(
            office=self.an.office, number=NUMBER, call=None, sms=False, channel="self", by=None, now=self.now
        )

    def birthday(self) -> None:
        add_birthday(customer=self.customer, month=2, day=29, by=self.an, now=self.now)

    def do_next(self) -> None:
        today = self.an.office.business_date(self.now)
        row = FollowUp.objects.due().filter(on__lte=today, channel="call").order_by("on").first()
        if row is not None:
            done(follow_up=row, contact=None, by=self.an, now=self.now)


DEEDS: list[tuple[str, Deed]] = [
    ("visits", Story.visit),
    ("calls us", Story.call),
    ("graded A", lambda story: story.grade("A")),
    ("graded C", lambda story: story.grade("C")),
    ("graded D", lambda story: story.grade("D")),
    ("asks for less", lambda story: story.wish("asked_less")),
    ("is key", lambda story: story.wish("key")),
    ("promising", lambda story: story.wish("quality")),
    ("appointment", Story.appoint),
    ("milestone", Story.milestone),
    ("festival", Story.festival),
    ("opts out", Story.opt_out),
    ("birthday", Story.birthday),
    ("is called", Story.do_next),
]
STEPS = st.lists(
    st.tuples(st.sampled_from(range(len(DEEDS))), st.sampled_from([1, 90, 700, 1440, 4000])), max_size=8
)


def due() -> list[tuple]:
    rows = FollowUp.objects.due().order_by("on", "channel")
    return list(rows.values_list("on", "channel", "purpose", "name", "clause", "windows", "owner", "source"))


def play(story: Story, steps: list[tuple[int, int]], after_each: Callable[[Story], None]) -> None:
    story.now = START
    story.visit()
    after_each(story)
    for number, minutes in steps:
        story.now += timedelta(minutes=minutes)
        with_refusal(DEEDS[number][1], story)
        after_each(story)


def with_refusal(deed: Deed, story: Story) -> None:
    """What the house refuses happens to nobody."""
    try:
        with transaction.atomic():
            deed(story)
    except Refusal:
        pass


def at_once(story: Story) -> None:
    ask_where_answers_changed(now=story.now)
    refresh_plan(story.customer, now=story.now)


def by_sweep(story: Story) -> None:
    ask_where_answers_changed(now=story.now)
    sweep_asked(now=story.now)


@pytest.fixture
def story(lin: Member, an: Member, mei: Member) -> Story:
    return Story(an, mei, file_of(lin, name="Zhou", phone="13800001234"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_refreshing_and_sweeping_give_the_same_rows(story: Story, steps: list[tuple[int, int]]) -> None:
    found = []
    for after_each in (at_once, by_sweep):
        try:
            with transaction.atomic():
                play(story, steps, after_each)
                sweep_day(now=story.now)
                rows = due()
                before = list(FollowUp.objects.order_by("pk").values_list())
                sweep_day(now=story.now)
                refresh_plan(story.customer, now=story.now)
                assert list(FollowUp.objects.order_by("pk").values_list()) == before
                assert_fits_the_core(story)
                found.append(rows)
                raise Undone
        except Undone:
            pass
    assert found[0] == found[1]


def not_at_all(story: Story) -> None:
    """Nobody plans before the day is over."""


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_one_sweep_at_the_end_finds_what_lies_ahead_just_as_well(
    story: Story, steps: list[tuple[int, int]]
) -> None:
    steps = [step for step in steps if DEEDS[step[0]][1] is not Story.do_next]
    found = []
    for after_each in (at_once, not_at_all):
        try:
            with transaction.atomic():
                play(story, steps, after_each)
                sweep_day(now=story.now)
                today = story.an.office.business_date(story.now)
                found.append([row for row in due() if row[0] > today])
                raise Undone
        except Undone:
            pass
    assert found[0] == found[1]


def assert_fits_the_core(story: Story) -> None:
    """What lies ahead is what the core says; there are never two for one channel and day."""
    office: Office = story.an.office
    today = office.business_date(story.now)
    setting = setting_of(office, story.now)
    customer = Customer.objects.get(pk=story.customer.pk)
    facts = facts_of([customer], office=office, now=story.now, until=today + HORIZON)[customer.pk]
    wanted = cadence.plan(
        facts.customer,
        setting.rules,
        begin=today + timedelta(days=1),
        end=today + HORIZON,
        done=facts.done,
        festivals=setting.festivals,
        milestones=setting.milestones,
    )
    ahead = FollowUp.objects.filter(state=FollowUpState.DUE, on__gt=today).order_by("on", "channel")
    assert [(row.on, row.channel, row.purpose) for row in ahead] == [
        (each.on, each.channel.value, each.purpose.value) for each in wanted
    ]
    places = [(row.channel, row.on) for row in FollowUp.objects.due()]
    assert len(places) == len(set(places))


def test_a_day_later_the_sweep_only_looks_one_day_further(story: Story) -> None:
    play(story, [], at_once)
    before = {row.pk for row in FollowUp.objects.due()}
    sweep_day(now=START + timedelta(days=1))
    kept = {row.pk for row in FollowUp.objects.due()}
    assert before <= kept
    new = FollowUp.objects.due().exclude(pk__in=before)
    assert {row.on for row in new} <= {date(2026, 11, 3) + HORIZON}
