"""What holds of every complaint, whatever happens with it; and a second opinion, minute by minute."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from complaints import escalation_table as table
from complaints.escalation import verdict
from complaints.escalation_clock import Calendar, count, elapsed
from complaints.escalation_course import Complaint, Happened, course_of, reason_against
from complaints.escalation_document import DocumentError, judged
from complaints.escalation_readings import Standing
from complaints.escalation_rules import Rules
from complaints.escalation_table import Clock, Deed, Kind, Person, Rung, State
from tests.complaints.second_opinion import MINUTE, Office, is_worked

HOURS = (
    ((time(9, 0), time(18, 0)),),
    ((time(9, 0), time(12, 0)), (time(13, 0), time(17, 30))),
    ((time(8, 30), time(20, 0)),),
)
DAYS = st.dates(date(2026, 11, 1), date(2026, 11, 30))


@st.composite
def calendars(draw) -> Calendar:
    off = set(draw(st.lists(DAYS, max_size=5)))
    on = set(draw(st.lists(DAYS, max_size=3))) - off
    return Calendar(
        draw(st.sampled_from(HOURS)),
        dict.fromkeys(off, "off"),
        dict.fromkeys(on, "on"),
        every_day=draw(st.booleans()),
    )


moments = st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 20)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
lengths = st.integers(1, 1500).map(lambda minutes: minutes * MINUTE)


@st.composite
def pauses(draw, start: datetime):
    """Times of waiting one after the other; the last may go on."""
    found, at = [], start
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 800), st.integers(1, 800)), max_size=3)):
        begin = at + gap * MINUTE
        at = begin + length * MINUTE
        found.append((begin, at))
    if found and draw(st.booleans()):
        found[-1] = (found[-1][0], None)
    return found


def counted_slowly(start, allowed, calendar, waits):
    """The same by asking every minute; None where it stands still before its end."""
    at, left = start, int(allowed / MINUTE)
    while left:
        waiting = [end for begin, end in waits if begin <= at and (end is None or at < end)]
        if waiting and waiting[0] is None:
            return None, left * MINUTE
        left -= is_worked(at, calendar) and not waiting
        at += MINUTE
    return at, timedelta()


@settings(max_examples=60)
@given(st.data(), moments, lengths, calendars())
def test_the_count_is_that_of_every_minute(data, start, allowed, calendar) -> None:
    waits = data.draw(pauses(start))
    found = count(start, allowed, calendar, waits)
    assert (found.due, found.left) == counted_slowly(start, allowed, calendar, waits)
    assert sum((piece.counted for piece in found.pieces), timedelta()) == allowed - found.left
    if found.due is not None:
        assert elapsed(start, found.due, calendar, waits) == allowed
        last = found.pieces[-1]
        assert (last.on, last.end) == (found.due.date(), found.due.time())


@given(st.data(), moments, lengths, lengths, calendars())
def test_waiting_and_more_time_never_end_a_clock_earlier(data, start, allowed, more, calendar) -> None:
    plain = count(start, allowed, calendar)
    waits = data.draw(pauses(start))
    waited = count(start, allowed, calendar, waits)
    assert waited.due is None or waited.due >= plain.due
    assert count(start, allowed + more, calendar).due > plain.due


complaints = st.builds(
    Complaint,
    opened=moments,
    kind=st.sampled_from(Kind),
    major_category=st.booleans(),
    sensitive=st.just(False),
    households=st.integers(1, 4),
    agitated=st.booleans(),
    about_consultant=st.booleans(),
    repeated=st.booleans(),
)
rule_sets = st.builds(
    Rules,
    assign_hours=st.integers(1, 4),
    handle_hours=st.integers(1, 20),
    reply_hours=st.integers(1, 20),
    major_hours=st.integers(1, 6),
    remind_hours=st.integers(0, 3),
    manager_after=st.integers(0, 5),
    head_after=st.integers(0, 9),
)
BESIDE = (Deed.WAITING, Deed.RESUMED, Deed.VERIFIED, Deed.REFUTED)
EVERYTHING = (*BESIDE, Deed.PROMISED, Deed.HOUSEHOLDS, Deed.RAISED, Deed.NAMED)


@st.composite
def histories(draw, complaint: Complaint, rules: Rules, most: int = 6, beside=BESIDE):
    """Deeds that can be done, one after the other, some minutes apart."""
    deeds, at = [], complaint.opened
    for _ in range(draw(st.integers(0, most))):
        at += draw(st.integers(0, 800)) * MINUTE
        course = course_of(complaint, deeds, rules)
        open_to = [*table.LEADS[course.state], *beside]
        possible = [deed for deed in open_to if not reason_against(course, deed, at, rules)]
        if not possible:
            break
        deed = draw(st.sampled_from(possible))
        until = at + draw(st.integers(30, 5000)) * MINUTE if deed in table_timed() else None
        households = draw(st.integers(1, 5)) if deed is Deed.HOUSEHOLDS else None
        deeds.append(Happened(at, deed, until, households))
    return deeds


def table_timed() -> tuple[Deed, ...]:
    return (Deed.EXPLAINED, Deed.PROMISED)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), complaints, rule_sets, calendars(), st.integers(0, 2500))
def test_a_second_opinion_agrees(data, complaint, rules, calendar, more) -> None:
    """State, level, whom it was told to and when, and every clock's end."""
    deeds = data.draw(histories(complaint, rules, beside=EVERYTHING))
    office = Office(complaint, rules, calendar)
    for deed in deeds:
        office.until(deed.at)
        office.do(deed)
    at = (deeds[-1].at if deeds else complaint.opened) + more * MINUTE
    office.until(at)
    office.look()
    found = verdict(complaint, deeds, rules, calendar, at=at)
    assert (found.state, found.level, found.waiting) == (office.state, office.level, office.waiting)
    assert found.is_major == office.major
    assert {each.clock for each in found.clocks} == set(office.clocks)
    assert {(each.key, each.at) for each in found.told} == set(office.told)
    for each in found.clocks:
        ticking = office.clocks[each.clock]
        if ticking.due is not None:
            assert each.due == ticking.due
        assert (each.due is not None and each.due <= at) == (ticking.due is not None)


@settings(max_examples=40)
@given(st.data(), complaints, rule_sets, calendars(), st.integers(0, 20000), st.integers(0, 20000))
def test_what_was_told_stays_told(data, complaint, rules, calendar, more, later) -> None:
    """As long as nobody does anything, time only moves tellings from what will be to what was."""
    deeds = data.draw(histories(complaint, rules, beside=EVERYTHING))
    at = (deeds[-1].at if deeds else complaint.opened) + more * MINUTE
    first = verdict(complaint, deeds, rules, calendar, at=at)
    second = verdict(complaint, deeds, rules, calendar, at=at + later * MINUTE)
    assert set(first.told) <= set(second.told)
    assert sorted(first.told + first.climbs, key=str) == sorted(second.told + second.climbs, key=str)
    assert len({each.key for each in first.told + first.climbs}) == len(first.told + first.climbs)
    assert first.todo == second.todo


@settings(max_examples=40)
@given(st.data(), complaints, rule_sets, calendars(), st.integers(0, 20000))
def test_there_is_always_one_next_step_until_it_is_archived(data, complaint, rules, calendar, more) -> None:
    deeds = data.draw(histories(complaint, rules, beside=EVERYTHING))
    at = (deeds[-1].at if deeds else complaint.opened) + more * MINUTE
    found = verdict(complaint, deeds, rules, calendar, at=at)
    assert bool(found.todo) == (found.state is not State.ARCHIVED or Clock.VERIFY in _names(found))
    assert (found.reply_due is None) >= (found.state not in table.OPEN)
    for each in found.clocks:
        assert (each.standing is Standing.STOPPED) == (each.due is None)
        assert (each.standing is Standing.LATE) == (each.due is not None and each.due < at)
    if found.is_major:
        assert {"major.manager", "major.head"} <= {each.key for each in found.told}


def _names(found) -> set[Clock]:
    return {each.clock for each in found.clocks}


@settings(max_examples=40)
@given(st.data(), complaints, rule_sets, calendars(), st.sampled_from(Deed))
def test_what_cannot_be_done_is_refused(data, complaint, rules, calendar, deed) -> None:
    deeds = data.draw(histories(complaint, rules, beside=EVERYTHING))
    course = course_of(complaint, deeds, rules)
    assume(deed not in table.LEADS[course.state] and deed not in table.BESIDE)
    assert reason_against(course, deed, course.complaint.opened, rules)


def test_every_table_is_total() -> None:
    assert set(table.LEADS) == set(table.NEXT) == set(State)
    assert set(table.RUNS_IN) == set(table.OWNERS) == set(table.CLAUSES) == set(table.LADDERS) == set(Clock)
    reached = {to for row in table.LEADS.values() for to in row.values()}
    assert reached == set(State)
    assert {deed for row in table.LEADS.values() for deed in row} | set(table.BESIDE) == set(Deed)
    assert {who for ladder in table.LADDERS.values() for people in ladder.values() for who in people} <= set(
        Person
    )
    assert all(set(ladder) <= set(Rung) and Rung.DUE in ladder for ladder in table.LADDERS.values())
    assert all(table.RUNS_IN[step.clock] >= {state} for state, step in table.NEXT.items() if step)


FIELDS = ["at", "deed", "until", "opened", "hours", "on", "kind", "households", "name"]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["2026-11-02T10:00"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["at", "deed", "until", "opened", "hours", "on", "kind", "households", "name"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
documents = st.dictionaries(
    st.sampled_from(["rules", "at", "calendar", "complaint", "deeds", "office"]), anything, max_size=5
)


@given(documents | anything)
def test_a_wrong_document_is_refused_in_one_line(document) -> None:
    said = ""
    try:
        json.dumps(judged(document, None))
    except DocumentError as error:
        said = str(error)
    assert "\n" not in said


@pytest.mark.parametrize("hours", [(), ((time(9, 0), time(9, 0)),)])
def test_a_calendar_without_working_time_is_refused(hours) -> None:
    from complaints.escalation_clock import NoWorkingTime

    with pytest.raises(NoWorkingTime):
        count(datetime(2026, 11, 2, 10), timedelta(hours=1), Calendar(hours))
