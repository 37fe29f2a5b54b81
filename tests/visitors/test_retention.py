"""Which old files are reviewed: the pure judgement, and the clock of requests about one's own data."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitors.retention import ASK_AGAIN, KeptFile, Why, due_files, judge, months_before
from visitors.subject_clock import LAST_DAY, WARNS_AFTER, Light, clock

TODAY = date(2026, 11, 2)
OLD = date(2024, 11, 2)
DAY = timedelta(days=1)
days = st.dates(date(2015, 1, 1), TODAY)


def judged(file: KeptFile, months: int = 24, is_on: bool = True) -> Why:
    return judge(file, today=TODAY, months=months, is_on=is_on)


@pytest.mark.clause("archive-25")
def test_a_file_is_due_24_months_after_the_last_contact_and_not_a_day_before():
    assert judged(KeptFile(1, OLD, OLD)) is Why.DUE
    assert judged(KeptFile(1, OLD, OLD + DAY)) is Why.YOUNG
    assert judged(KeptFile(1, OLD + DAY)) is Why.YOUNG
    assert judged(KeptFile(1, OLD)) is Why.DUE


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"bought": True}, Why.BOUGHT),
        ({"held": True}, Why.HELD),
        ({"erased": True}, Why.ERASED),
        ({"kept_on": TODAY - ASK_AGAIN + DAY}, Why.KEPT),
        ({"kept_on": TODAY - ASK_AGAIN}, Why.DUE),
    ],
)
def test_what_keeps_a_file_from_the_review(fields: dict, why: Why):
    assert judged(KeptFile(1, OLD, OLD, **fields)) is why


def test_the_house_may_switch_the_review_off_and_set_its_months():
    assert judged(KeptFile(1, OLD, OLD), is_on=False) is Why.OFF
    assert judged(KeptFile(1, OLD, OLD), months=36) is Why.YOUNG
    assert judged(KeptFile(1, OLD, OLD + 300 * DAY), months=12) is Why.DUE


def test_a_month_without_that_day_ends_with_its_last():
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 2, 28), 24) == date(2024, 2, 28)
    assert months_before(date(2026, 1, 15), 13) == date(2024, 12, 15)


@given(st.lists(st.tuples(days, st.none() | days, st.booleans(), st.booleans()), max_size=30))
def test_the_list_is_exactly_what_was_kept_long_enough(rows: list):
    files = [KeptFile(place, *row) for place, row in enumerate(rows)]
    edge = date(2024, 11, 2)
    wanted = {
        place
        for place, (entered, met, bought, held) in enumerate(rows)
        if not bought and not held and entered <= edge and (met is None or met <= edge)
    }
    found = due_files(files, today=TODAY, months=24, is_on=True)
    assert {file.file for file in found} == wanted
    assert [file.since for file in found] == sorted(file.since for file in found)


def test_the_clock_warns_on_day_10_and_is_broken_on_day_15():
    lights = [clock(TODAY, TODAY + passed * DAY).light for passed in range(17)]
    assert lights == [Light.FINE] * WARNS_AFTER + [Light.WARN] * 5 + [Light.BREACH] * 2
    assert clock(TODAY, TODAY).due_on == TODAY + LAST_DAY * DAY
    assert clock(TODAY, TODAY + 16 * DAY).left == -1
