"""What is prepared before guests come: hours before, by whom, and what only some guests need."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.hospitality_rules import HospitalityRules
from frontdesk.lead_times import PREPARATIONS, Duty, Need, Visit, WelcomeKind, needs_of, tasks_for

RULES = HospitalityRules()
ARRIVES = datetime(2026, 7, 9, 14, 0, tzinfo=UTC)
WEEK_BEFORE = ARRIVES - timedelta(days=7)
ASKED = frozenset({Need.MEAL, Need.SOUND, Need.SHOW_FLAT, Need.VEHICLES})


def tasks(kind=WelcomeKind.FIRST, *, asked_at=WEEK_BEFORE, rules=RULES, **facts):
    visit = Visit(kind, **{"arrives_at": ARRIVES, "needs": ASKED, **facts})
    return {task.code: task for task in tasks_for(visit, asked_at=asked_at, rules=rules)}


def hours_before(found, code: str) -> float:
    return (ARRIVES - found[code].due_at) / timedelta(hours=1)


def test_codes_are_unique() -> None:
    assert len({row.code for row in PREPARATIONS}) == len(PREPARATIONS)


@pytest.mark.clause("H-27", "H-33", "H-35", "H-36", "H-38", "H-41")
def test_technicians_have_five_hours_and_everybody_else_one() -> None:
    found = tasks()
    assert {code: hours_before(found, code) for code in ("lights_checked", "microphones")} == {
        "lights_checked": 5,
        "microphones": 5,
    }
    ready = ("site_clean", "unlocked", "air_on", "show_flat_ready")
    assert [hours_before(found, code) for code in ready] == [1, 1, 1, 1]
    assert found["unlocked"].duty is Duty.GUARD


@pytest.mark.clause("H-37")
def test_dining_place_counts_from_the_meal() -> None:
    meal = ARRIVES + timedelta(hours=4)
    found = tasks(meal_at=meal)
    assert meal - found["dining_lights"].due_at == meal - found["dining_air_on"].due_at == RULES.ready
    assert hours_before(found, "air_on") == 1


@pytest.mark.clause("H-33", "H-35")
def test_hours_are_switches() -> None:
    found = tasks(rules=HospitalityRules(inspect_hours=8, ready_hours=2))
    assert (hours_before(found, "lights_checked"), hours_before(found, "air_on")) == (8, 2)


@pytest.mark.clause("H-24", "H-25", "H-26", "H-28", "H-29", "H-30")
def test_first_level_has_all_managers_and_a_line_of_guards_the_second_those_present_and_two() -> None:
    first, second, group = (set(tasks(kind)) for kind in WelcomeKind)
    assert {"all_managers", "guard_line_first", "see_off_first"} <= first
    assert {"managers", "guard_line"} <= second
    assert first & {"managers", "guard_line"} == second & {"all_managers", "guard_line_first"} == set()
    vip_only = {"show_flat_guards", "water_chilled", "see_off"}
    assert vip_only <= first and vip_only <= second and not vip_only & group


@pytest.mark.clause("H-32")
def test_nothing_is_prepared_that_nobody_asked_for() -> None:
    found = tasks(needs=frozenset())
    assert not {"menu", "dining_lights", "microphones", "show_flat_ready", "vehicles"} & set(found)


@pytest.mark.clause("H-39")
@pytest.mark.parametrize(
    ("month", "hour", "needs"),
    [
        (7, 14, {Need.WARM}),
        (1, 14, {Need.COOL}),
        (10, 18, {Need.WARM, Need.NIGHT}),
        (11, 5, {Need.COOL, Need.NIGHT}),
        (11, 6, {Need.COOL}),
    ],
)
def test_night_and_warmth_follow_from_the_clock(month: int, hour: int, needs: set[Need]) -> None:
    assert needs_of((), datetime(2026, month, 3, hour, tzinfo=UTC)) == needs


def test_what_should_have_been_done_already_is_due_at_once() -> None:
    asked_at = ARRIVES - timedelta(hours=3)
    found = tasks(asked_at=asked_at)
    assert found["lights_checked"].due_at == found["menu"].due_at == asked_at
    assert hours_before(found, "air_on") == 1


@given(
    st.sampled_from(WelcomeKind),
    st.frozensets(st.sampled_from(sorted(ASKED))),
    st.integers(0, 200),
    st.integers(0, 9),
)
def test_every_task_is_due_between_the_asking_and_the_leaving(kind, needs, hours, stays) -> None:
    asked_at = ARRIVES - timedelta(hours=hours)
    leaves = ARRIVES + timedelta(hours=stays)
    visit = Visit(kind, ARRIVES, needs, meal_at=leaves, leaves_at=leaves)
    found = tasks_for(visit, asked_at=asked_at, rules=RULES)
    dues = [task.due_at for task in found]
    assert dues == sorted(dues)
    assert all(asked_at <= due <= leaves for due in dues)
    assert {task.clause for task in found} <= {row.clause for row in PREPARATIONS}
