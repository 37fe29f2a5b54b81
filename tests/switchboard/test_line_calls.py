"""Calls as the telephone system tells them: late, twice, in any order."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.line_calls import (
    LONGEST_CALL,
    SILENT_AFTER,
    STATES,
    Event,
    EventKind,
    LineCall,
    LineState,
    rings_within,
    taken,
)

BEGIN = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
RINGING, ANSWERED, ENDED, MISSED = EventKind


def at(seconds: int) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def after(*events: Event) -> LineCall:
    return reduce(taken, events, LineCall())


RANG = Event(RINGING, at(0))
TAKEN = Event(ANSWERED, at(12), extension="201")
OVER = Event(ENDED, at(132))


def test_a_call_that_is_answered_and_ends() -> None:
    assert after(RANG).state is LineState.RINGING
    assert after(RANG, TAKEN).state is LineState.ANSWERED
    call = after(RANG, TAKEN, OVER)
    assert (call.state, call.answered.extension) == (LineState.ENDED, "201")
    assert (call.waited, call.talked) == (timedelta(seconds=12), timedelta(minutes=2))
    assert call.rings(5) == 3


@pytest.mark.parametrize("last", [Event(MISSED, at(40)), Event(ENDED, at(40))], ids=["missed", "hung up"])
def test_a_call_that_nobody_answered(last: Event) -> None:
    call = after(RANG, last)
    assert (call.state, call.waited, call.talked) == (LineState.MISSED, timedelta(seconds=40), None)
    assert call.rings(5) == 9


def test_one_telephone_of_several_missed_it() -> None:
    assert after(RANG, TAKEN, Event(MISSED, at(13))).state is LineState.ANSWERED
    assert after(RANG, TAKEN, Event(MISSED, at(13)), OVER).state is LineState.ENDED


def test_every_order_gives_the_same_call() -> None:
    events = (RANG, TAKEN, OVER, Event(MISSED, at(20)), Event(ANSWERED, at(12), extension="202"))
    assert len({after(*order) for order in permutations(events)}) == 1


def test_an_answer_that_comes_late_makes_good_what_was_missed() -> None:
    assert after(RANG, OVER).state is LineState.MISSED
    assert after(RANG, OVER, TAKEN).state is LineState.ENDED


def test_rings_that_are_told_count_more_than_the_clock() -> None:
    assert after(RANG, Event(ANSWERED, at(12), rings=2)).rings(5) == 2
    assert after(Event(ANSWERED, at(12))).rings(5) is None


@pytest.mark.parametrize(("seconds", "rings"), [(0, 1), (4, 1), (5, 2), (14, 3), (15, 4), (30, 7)])
def test_the_first_ring_is_at_once(seconds: int, rings: int) -> None:
    assert rings_within(timedelta(seconds=seconds), 5) == rings


def test_the_table_of_states_is_total() -> None:
    assert set(STATES) == set(product((False, True), repeat=3))
    assert set(STATES.values()) == set(LineState)


def test_a_call_of_which_nothing_more_is_heard_is_silent() -> None:
    ringing, talking = after(RANG), after(RANG, TAKEN)
    assert not ringing.is_silent(at(0) + SILENT_AFTER)
    assert ringing.is_silent(at(1) + SILENT_AFTER)
    assert not talking.is_silent(at(12) + LONGEST_CALL)
    assert talking.is_silent(at(13) + LONGEST_CALL)
    assert not after(RANG, TAKEN, OVER).is_silent(at(0) + 2 * LONGEST_CALL)


events_of_any_kind = st.lists(
    st.builds(
        Event,
        kind=st.sampled_from(EventKind),
        at=st.integers(0, 300).map(at),
        rings=st.none() | st.integers(0, 9),
        extension=st.sampled_from(["", "201", "202"]),
    ),
    min_size=1,
    max_size=8,
)


@given(events=events_of_any_kind, shuffled=st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(events: list[Event], shuffled) -> None:
    again = [*events, *events]
    shuffled.shuffle(again)
    assert after(*again) == after(*events)


@given(events=events_of_any_kind)
def test_nothing_known_is_ever_forgotten_and_no_time_is_negative(events: list[Event]) -> None:
    call = LineCall()
    was_answered = was_over = False
    for event in events:
        call = taken(call, event)
        assert (call.answered is not None) >= was_answered
        was_answered = call.answered is not None
        was_over = was_over or event.kind in (ENDED, MISSED)
        for length in (call.waited, call.talked):
            assert length is None or length >= timedelta()
    kinds = {event.kind for event in events}
    # An independent reading: what the whole of the events means.
    if ANSWERED in kinds:
        assert call.state is (LineState.ENDED if ENDED in kinds else LineState.ANSWERED)
    else:
        assert call.state is (LineState.MISSED if kinds & {ENDED, MISSED} else LineState.RINGING)
