"""A stretch of the log decided by other rules: the rules in force change nothing, and others change what they say."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reception.rotation import (
    PRESETS,
    Arrive,
    Away,
    Cancel,
    Event,
    EventKind,
    Finish,
    HandBack,
    History,
    Leave,
    Purpose,
    Reassign,
    Refused,
    Reorder,
    Rules,
    RulesChange,
    SignIn,
    SignOut,
    State,
    StepIn,
    StepOut,
    Void,
    VoidReason,
    apply,
    rules_from,
)
from reception.rotation_trial import Entry, Said, replayed, tried

NINE = datetime(2026, 11, 2, 9, 0)
STAFF = ("an", "bo", "chen", "ding")


class Log:
    """A log as the house writes it: only what could happen, with what was decided."""

    def __init__(self, rules: Rules, order: Sequence[str] = STAFF) -> None:
        self.state = State.start(order, STAFF, rules)
        self.entries: list[Entry] = []
        self.at = NINE

    def happens(self, event: Event, minutes: int = 1) -> None:
        """It happens so many minutes after the last entry. Raises Refused."""
        at = self.at + timedelta(minutes=minutes)
        said = tuple(
            Said(made.visit, made.consultant, made.kind, made.counts, made.clause)
            for made in apply(self.state, event)
        )
        self.at = at
        self.entries.append(Entry(at, len(self.entries) + 1, event, said))

    def day_closes(self) -> None:
        self.entries.append(Entry(self.at, len(self.entries) + 1, None, closes_day=True))


def stored(state: State) -> State:
    return State.from_json(json.loads(json.dumps(state.to_json())))


def some_event(rng: Random, log: Log, number: int) -> Event:
    """Something that may happen next, or may be refused."""
    who, visit = rng.choice(STAFF), f"v{rng.randint(max(1, number - 12), number)}"
    open_one = rng.choice([*log.state.open, visit])
    words = {"by": "mei", "why": "agreed"}
    history = rng.choice(list(History))
    named = tuple(rng.sample(STAFF, rng.choice([0, 1, 1, 2]))) if history is not History.FIRST else ()
    comes = Arrive(
        f"v{number}",
        purpose=rng.choice([Purpose.PURCHASE] * 9 + list(Purpose)),
        history=history,
        named=named,
        refuses_named=bool(named) and rng.random() < 0.2,
    )
    return rng.choice(
        [comes] * 6
        + [Finish(open_one)] * 8
        + [
            Leave(rng.choice([*log.state.waiting, visit])),
            SignIn(who),
            SignOut(who),
            StepIn(who),
            StepIn(who),
        ]
        + [StepOut(who, rng.choice(list(Away)))] * 2
        + [Void(visit, VoidReason.PEER, "mei"), Cancel(visit), HandBack(open_one, who, **words)]
        + [Reassign(open_one, who, owed=rng.random() < 0.5, **words)]
        + [Reorder(tuple(rng.sample([p.name for p in log.state.order], len(log.state.order))), **words)]
    )


def history(rng: Random, rules: Rules, length: int = 150) -> tuple[Log, int, State, dict]:
    """A random log, and a place in it with the state there and the records of all that had ended by then."""
    log, cut = Log(rules), rng.randint(0, length - 1)
    state, closed, place = stored(log.state), {}, 0
    for number in range(1, length + 1):
        if number == cut:
            state, place = stored(log.state), len(log.entries)
            closed = {visit: record.as_dict() for visit, record in log.state.closed.items()}
        try:
            log.happens(some_event(rng, log, number), minutes=rng.choice([0, 0, 1, 7]))
        except Refused:
            continue
        if not log.state.open and not log.state.waiting and rng.random() < 0.1:
            log.day_closes()
    return log, place, state, closed


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    preset=st.sampled_from([*PRESETS]),
    busy=st.booleans(),
    cap=st.sampled_from([None, 1, 3]),
)
def test_rules_in_force_decide_as_they_did(seed: int, preset: str, busy: bool, cap: int | None) -> None:
    """Whatever happened, and wherever the stretch begins: the same decisions, and the same state at the end."""
    rules = rules_from({"preset": preset, "makeup_when_busy": busy, "makeup_cap": cap})
    log, place, state, closed = history(Random(seed), rules)
    trial = tried(state, log.entries[place:], rules, closed)
    assert [each for each in trial.compared if each.differs or each.other_clause] == []
    assert trial.skipped == {}
    assert trial.draft_turns == trial.actual_turns
    assert trial.draft_receptions == trial.actual_receptions
    assert state.to_json() == log.state.to_json()


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9), before=st.sampled_from([*PRESETS]), draft=st.sampled_from([*PRESETS]))
def test_any_draft_goes_through_any_log(seed: int, before: str, draft: str) -> None:
    """Every visit of the stretch has an answer on both sides; nobody is busy who in truth had gone."""
    log, place, state, closed = history(Random(seed), PRESETS[before])
    log.day_closes()
    waited = list(state.waiting)
    trial = tried(state, log.entries[place:], PRESETS[draft], closed)
    came = [entry.event.visit for entry in log.entries[place:] if isinstance(entry.event, Arrive)]
    assert [each.visit for each in trial.compared] == [*waited, *came]
    over = {
        entry.event.visit
        for entry in log.entries
        if isinstance(entry.event, Finish | Leave | Void | Cancel) and entry.event.visit in came
    }
    assert not over & {*state.open, *state.waiting}


@pytest.mark.clause("charter-7", "charter-9", "floor-queue-3", "floor-queue-5.2")
def test_week_by_the_floor_rules_tried_by_the_charter() -> None:
    """Checked by hand: the second make-up turn and the customer who comes again are what the two differ in."""
    log = Log(PRESETS["floor"], order=("an", "bo", "chen"))
    log.happens(Arrive("v1"))  # an
    log.happens(StepOut("bo", Away.BUSINESS))
    log.happens(Arrive("v2"))  # bo is passed and owed; chen
    log.happens(Finish("v2"))
    log.happens(Finish("v1"))
    log.happens(Arrive("v3"))  # an
    log.happens(Arrive("v4"))  # bo is passed again: owed once more, by the charter not; chen
    log.happens(StepIn("bo"))
    log.happens(Finish("v3"))
    log.happens(Finish("v4"))
    log.happens(Arrive("v5"))  # bo makes up for the first
    log.happens(Finish("v5"))
    log.happens(Arrive("v6"))  # bo makes up for the second; by the charter it is an's turn
    log.happens(Finish("v6"))
    log.happens(Arrive("v7", history=History.VISITED, named=("bo",)))  # bo's own: a turn by the charter alone
    start = State.start(("an", "bo", "chen"), STAFF)
    trial = tried(start, log.entries, PRESETS["charter"])
    assert len(trial.compared) == 7
    assert [
        (each.visit, each.actual.consultant, each.actual.clause, each.draft.consultant, each.draft.clause)
        for each in trial.compared
        if each.differs
    ] == [("v6", "bo", "floor-queue-3", "an", "charter-9"), ("v7", "bo", "charter-1.1", "bo", "charter-1.1")]
    assert [each.visit for each in trial.compared if each.other_clause] == ["v5"]
    assert trial.actual_turns == {"an": 2, "bo": 2, "chen": 2}
    assert trial.draft_turns == {"an": 3, "bo": 2, "chen": 2}
    assert trial.actual_receptions == {"an": 2, "bo": 3, "chen": 2}
    assert trial.draft_receptions == {"an": 3, "bo": 2, "chen": 2}
    assert trial.skipped == {}


def test_reception_that_begins_later_ends_as_much_later() -> None:
    """By the draft the first one helps, and the next visitor, who wants nobody else, waits; and stays as long."""
    log = Log(PRESETS["charter"], order=("an", "bo"))
    log.happens(Arrive("v1", history=History.VISITED, named=("ding",)))  # 9:01, bo helps; by the draft an
    log.happens(Arrive("v2", history=History.VISITED, named=("bo",), refuses_named=True))  # 9:02, an at once
    log.happens(Finish("v2"), minutes=10)
    log.happens(Finish("v1"), minutes=5)  # 9:17, when by the draft an takes v2, until 9:27
    log.happens(StepOut("bo", Away.PERSONAL), minutes=9)  # 9:26
    log.happens(StepIn("bo"), minutes=2)  # 9:28
    draft = rules_from({"preset": "charter", "assist_by": "next"})
    at_26, at_28 = (State.start(("an", "bo"), STAFF, PRESETS["charter"]) for _ in range(2))
    first, second = tried(at_26, log.entries[:5], draft).compared
    tried(at_28, log.entries, draft)
    assert (first.actual.consultant, first.draft.consultant) == ("bo", "an")
    assert (second.actual.consultant, second.draft.consultant) == ("an", "an")
    assert {visit: record.consultant for visit, record in at_26.open.items()} == {"v2": "an"}
    assert at_28.open == {}


def test_what_cannot_happen_under_the_draft_is_left_out_and_counted() -> None:
    log = Log(PRESETS["charter"], order=("an", "bo", "chen"))
    log.happens(Arrive("v1", history=History.VISITED, named=("ding",)))  # chen helps; by the floor rules an
    log.happens(Arrive("v2", history=History.VISITED, named=("bo",)))  # bo's own; counts by the charter alone
    log.happens(Void("v2", VoidReason.UNRELATED, "mei"))
    log.happens(Reassign("v1", "bo", "mei", "did not come", owed=False))
    start = State.start(("an", "bo", "chen"), STAFF, PRESETS["charter"])
    trial = tried(start, log.entries, PRESETS["floor"])
    assert trial.skipped == {EventKind.VOID: 1, EventKind.REASSIGN: 1}
    assert {visit: record.consultant for visit, record in start.open.items()} == {"v1": "an"}


def test_new_rules_in_the_stretch_do_not_come_under_the_draft() -> None:
    log = Log(PRESETS["floor"], order=("an",))
    log.happens(RulesChange(PRESETS["charter"]))
    log.happens(Arrive("v1", history=History.VISITED, named=("an",)))
    start = State.start(("an",), STAFF, PRESETS["floor"])
    [only] = tried(start, log.entries, PRESETS["floor"]).compared
    assert (only.actual.counts, only.draft.counts, only.differs) == (True, False, True)


def test_nobody_stays_in_the_house_overnight() -> None:
    """By the draft somebody still waits when the day closes: they go, and the next morning begins without them."""
    log = Log(PRESETS["charter"], order=("an", "bo"))
    log.happens(Arrive("v1", history=History.VISITED, named=("ding",)))  # bo helps; by the draft an
    log.happens(
        Arrive("v2", history=History.VISITED, named=("bo",), refuses_named=True)
    )  # an; by the draft waits
    log.happens(Finish("v2"))
    log.happens(Finish("v1"), minutes=9)
    for name in ("an", "bo"):
        log.happens(SignOut(name), minutes=0)
    log.day_closes()
    log.happens(SignIn("an"), minutes=600)
    log.happens(Arrive("v3"))
    start = State.start(("an", "bo"), STAFF, PRESETS["charter"])
    trial = tried(start, log.entries, rules_from({"preset": "charter", "assist_by": "next"}))
    assert trial.compared[-1].draft.consultant == "an"
    assert not trial.compared[-1].differs
    assert list(start.open) == ["v3"]


def test_stretch_before_is_told_as_it_was() -> None:
    log, place, state, _closed = history(Random(7), PRESETS["floor"])
    told = replayed(State.start(STAFF, STAFF, PRESETS["floor"]), log.entries[:place])
    assert told.to_json() == state.to_json()


def test_empty_stretch_has_nothing_to_say() -> None:
    trial = tried(State.start(("an",)), [], PRESETS["fair"])
    assert (trial.compared, trial.draft_turns, trial.skipped) == ((), {}, {})
