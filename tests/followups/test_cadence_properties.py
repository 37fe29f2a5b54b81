"""What holds of every plan, whatever the customer and whatever was done."""

from collections import Counter
from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.cadence import Channel, Customer, Done, Grade, Occasion, Origin, Purpose, Special, Stage, plan
from followups.cadence_document import planned
from followups.cadence_rules import LONGEST, Rules

DAYS = st.dates(date(2026, 9, 1), date(2027, 3, 31))
customers = st.builds(
    Customer,
    origin=st.sampled_from(Origin),
    stage=st.sampled_from(Stage),
    first_contact=st.datetimes(datetime(2026, 10, 1), datetime(2026, 12, 31)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    grade=st.sampled_from(Grade),
    quality=st.booleans(),
    key=st.booleans(),
    objection=st.booleans(),
    special=st.none() | st.sampled_from(Special),
    appointment=st.none() | st.datetimes(datetime(2026, 10, 1), datetime(2027, 1, 31)),
    deal_on=DAYS,
    lost_on=DAYS,
    birthdays=st.lists(st.dates(date(1950, 1, 1), date(2010, 1, 1)), max_size=2).map(tuple),
    opted_out=st.booleans(),
    no_calls=st.booleans(),
    asked_less=st.booleans(),
)
done_lists = st.lists(
    st.builds(Done, on=DAYS, purpose=st.sampled_from(Purpose), channel=st.sampled_from(Channel)), max_size=5
)
occasions = st.lists(st.builds(Occasion, on=DAYS, name=st.sampled_from(["Harvest", "Opening"])), max_size=4)
BEGIN, END = date(2026, 9, 1), date(2027, 4, 30)


def made(customer, done, festivals, milestones, begin=BEGIN, end=END):
    return plan(
        customer, Rules(), begin=begin, end=end, done=done, festivals=festivals, milestones=milestones
    )


@given(customers, done_lists, occasions, occasions)
def test_never_two_for_one_channel_and_day(customer, done, festivals, milestones) -> None:
    found = made(customer, done, festivals, milestones)
    assert max(Counter((each.on, each.channel) for each in found).values(), default=0) <= 1
    assert found == sorted(found, key=lambda each: (each.on, each.channel))


@given(customers, done_lists, occasions, occasions)
def test_nothing_before_the_first_contact(customer, done, festivals, milestones) -> None:
    customer = replace(
        customer,
        deal_on=max(customer.deal_on, customer.first_contact.date()),
        lost_on=max(customer.lost_on, customer.first_contact.date()),
    )
    for each in made(customer, done, festivals, milestones):
        assert each.on >= customer.first_contact.date()
        if each.on == customer.first_contact.date():
            assert all(end > customer.first_contact.time() for _, end in each.windows)


@given(customers, done_lists, occasions, occasions)
def test_who_opted_out_is_left_alone(customer, done, festivals, milestones) -> None:
    channels = {each.channel for each in made(customer, done, festivals, milestones)}
    assert not (customer.opted_out and Channel.SMS in channels)
    assert not (customer.no_calls and Channel.CALL in channels)


@given(customers, done_lists, occasions, occasions, st.sampled_from(Purpose), st.sampled_from(Channel))
def test_doing_a_follow_up_never_creates_an_earlier_one(
    customer, done, festivals, milestones, purpose, channel
) -> None:
    """What is due before the day of the deed was due without it as well."""
    on = BEGIN + timedelta(days=75)
    before = {(each.on, each.channel) for each in made(customer, done, festivals, milestones)}
    after = made(customer, [*done, Done(on, purpose, channel)], festivals, milestones)
    assert all((each.on, each.channel) in before for each in after if each.on < on)


@given(customers, done_lists, occasions, occasions, DAYS, DAYS)
def test_a_shorter_stretch_shows_the_same(customer, done, festivals, milestones, one, other) -> None:
    begin, end = sorted((one, other))
    whole = made(customer, done, festivals, milestones)
    part = made(customer, done, festivals, milestones, begin, end)
    assert part == [each for each in whole if begin <= each.on <= end]


@given(customers, done_lists, occasions, occasions)
def test_the_order_of_lists_is_of_no_account(customer, done, festivals, milestones) -> None:
    """Two occasions may meet on a day, where one was moved to it: the earlier one stays, wherever it was listed."""
    days = {each.on: each for each in festivals}, {each.on: each for each in milestones}
    given, other = ([list(each.values()) for each in days], [list(each.values())[::-1] for each in days])
    assert made(customer, done, *given) == made(customer, done[::-1], *other)


def test_an_occasion_that_moves_to_the_next_ones_day_stands_before_it() -> None:
    customer = Customer(Origin.VISIT, Stage.OPEN, datetime(2026, 11, 2, 21, 0), grade=Grade.D)
    opening, harvest = Occasion(date(2026, 11, 2), "Opening"), Occasion(date(2026, 11, 3), "Harvest")
    for festivals in ([opening, harvest], [harvest, opening]):
        [found] = made(customer, [], festivals, [])
        assert (found.on, found.name) == (date(2026, 11, 3), "Opening")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "0001-01-01T21:00", "9990-12-31T21:00"])
@pytest.mark.parametrize("stage", Stage)
def test_the_ends_of_the_calendar_are_no_error(moment: str, stage: str) -> None:
    """Dates so far off are written by mistake; the answer is a plan all the same, and no traceback."""
    day = moment[:10]
    done = [{"on": day, "purpose": purpose} for purpose in Purpose]
    for origin in Origin:
        for begin, end in ((day, day), ("0001-01-01", "0001-02-01"), ("9990-12-01", "9990-12-31")):
            customer = {"origin": origin, "stage": stage, "grade": "A", "first_contact": moment}
            customer |= {"quality": True, "asked_less": True, "appointment": moment, "birthdays": [day]}
            document = {"from": begin, "to": end, "customer": customer | {"deal_on": day, "lost_on": day}}
            for switches in ({}, LONGEST_SWITCHES):
                planned(document | {"rules": switches}, None)
                planned(document | {"rules": switches, "done": done}, None)


LONGEST_SWITCHES = {
    field.name: LONGEST for field in fields(Rules) if isinstance(getattr(Rules(), field.name), int)
}
