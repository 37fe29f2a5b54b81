"""Unusual looking: many files in a short time, and other people's customers at night."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitors.unusual import Finding, Limits, Look, Unusual, findings

LIMITS = Limits(many=5, minutes=10, night_files=3, night_from=21, night_to=7)
MORNING = datetime(2026, 11, 20, 10, 0)
NIGHT = datetime(2026, 11, 20, 23, 0)
AN, BO = 1, 2


def looks(*customers: int, at: datetime = MORNING, every: int = 60, by: int = AN, own: bool = False):
    return [
        Look(by, customer, at + timedelta(seconds=every * n), own) for n, customer in enumerate(customers)
    ]


def test_as_many_as_allowed_are_nothing_unusual():
    assert findings(looks(1, 2, 3, 4, 5), LIMITS) == []


def test_one_more_is():
    found = findings(looks(1, 2, 3, 4, 5, 6), LIMITS)
    assert found == [Finding(date(2026, 11, 20), AN, Unusual.MANY, 6, MORNING + timedelta(minutes=5))]


def test_own_customers_count_as_files_too():
    assert findings(looks(1, 2, 3, 4, 5, 6, own=True), LIMITS)


def test_the_same_file_again_and_again_is_one_file():
    assert findings(looks(*[1, 2] * 20), LIMITS) == []


def test_spread_over_the_day_they_are_work():
    assert findings(looks(*range(1, 30), every=150), LIMITS) == []


def test_two_members_are_not_added_up():
    assert findings(looks(1, 2, 3, 4) + looks(5, 6, 7, 8, by=BO), LIMITS) == []


def test_the_most_of_the_day_is_told():
    found = findings(looks(*range(1, 9), every=20), LIMITS)
    assert [(each.kind, each.count) for each in found] == [(Unusual.MANY, 8)]


def test_a_few_of_others_customers_at_night():
    assert findings(looks(1, 2, at=NIGHT), LIMITS) == []
    [found] = findings(looks(1, 2, 3, at=NIGHT), LIMITS)
    assert (found.kind, found.on, found.count) == (Unusual.NIGHT, date(2026, 11, 20), 3)


def test_own_customers_at_night_are_late_work():
    assert findings(looks(1, 2, 3, 4, at=NIGHT, own=True), LIMITS) == []


def test_a_night_is_one_night_across_midnight():
    [found] = findings(looks(1, 2, 3, at=NIGHT, every=3600), LIMITS)
    assert (found.on, found.count) == (date(2026, 11, 20), 3)
    assert found.last_at == NIGHT + timedelta(hours=2)


@pytest.mark.parametrize(
    ("clock", "is_night"),
    [(time(21), True), (time(20, 59), False), (time(0), True), (time(6, 59), True), (time(7), False)],
)
def test_where_the_night_begins_and_ends(clock, is_night):
    assert LIMITS.is_night(clock) is is_night


def test_a_night_within_one_day_and_none_at_all():
    early = Limits(night_from=1, night_to=5)
    assert early.is_night(time(4)) and not early.is_night(time(23))
    assert early.night_of(datetime(2026, 11, 21, 2)) == date(2026, 11, 21)
    assert not any(Limits(night_from=7, night_to=7).is_night(time(hour)) for hour in range(24))


some_looks = st.lists(
    st.builds(
        Look,
        by=st.integers(1, 3),
        customer=st.integers(1, 12),
        at=st.datetimes(min_value=datetime(2026, 11, 20), max_value=datetime(2026, 11, 22)),
        own=st.booleans(),
    ),
    max_size=60,
)


@given(some_looks, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(given_looks, random):
    shuffled = list(given_looks)
    random.shuffle(shuffled)
    assert findings(shuffled, LIMITS) == findings(given_looks, LIMITS)


@given(some_looks)
def test_a_plain_count_finds_the_same(given_looks):
    """The slow oracle: every window that ends with a look, every night."""
    span = timedelta(minutes=LIMITS.minutes)
    many, nights = {}, {}
    for end in given_looks:
        mine = [each for each in given_looks if each.by == end.by]
        inside = {each.customer for each in mine if end.at - span < each.at <= end.at}
        if len(inside) > LIMITS.many:
            key = (end.at.date(), end.by)
            many[key] = max(many.get(key, 0), len(inside))
        if not end.own and LIMITS.is_night(end.at.time()):
            nights.setdefault((LIMITS.night_of(end.at), end.by), set()).add(end.customer)
    found = findings(given_looks, LIMITS)
    assert {(each.on, each.by): each.count for each in found if each.kind is Unusual.MANY} == many
    assert {(each.on, each.by): each.count for each in found if each.kind is Unusual.NIGHT} == {
        key: len(files) for key, files in nights.items() if len(files) >= LIMITS.night_files
    }
