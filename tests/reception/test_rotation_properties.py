"""What holds for the rotation whatever happens: random days, legal and illegal events, every switch."""

import dataclasses
import json
from fractions import Fraction
from itertools import count
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from reception.rotation import (
    EVENTS,
    PRESETS,
    Arrive,
    Away,
    Decision,
    Event,
    EventError,
    Finish,
    Kind,
    Purpose,
    Refused,
    SignIn,
    SignOut,
    State,
    StepIn,
    StepOut,
    apply,
    event_from,
    preview,
    replay,
    rules_from,
)

STAFF = ("an", "bo", "chen", "ding", "er")
TAKES = {Kind.TURN, Kind.MAKEUP, Kind.OWN, Kind.ASSIST, Kind.PEER}
TEXTS = {"by": "mei", "why": "agreed at the desk"}

names = st.sampled_from([*STAFF * 4, "fei", "nobody"])
picks = st.integers(0, 999)
switches = st.fixed_dictionaries(
    {},
    optional={
        "preset": st.sampled_from([*PRESETS]),
        "returning_visit_counts": st.booleans(),
        "assist_by": st.sampled_from(["last", "next"]),
        "makeup": st.sampled_from(["one", "each"]),
        "makeup_when_busy": st.booleans(),
        "makeup_cap": st.sampled_from([None, 1, 2, 9]),
        "uncounted_costs_no_turn": st.booleans(),
        "pick": st.sampled_from(["order", "order", "largest_due"]),
    },
)
rule_sets = st.sampled_from([*PRESETS]) | switches


def snapshot(state: State) -> str:
    """The stored state, as a column would keep it: the sequence of keys is lost."""
    return json.dumps(state.to_json(), sort_keys=True)


def standing(state: State) -> dict[str, object]:
    """What cancelling the last decision brings back."""
    kept = ("order", "balance", "owed", "due", "away", "open", "waiting")
    return {key: value for key, value in state.to_json().items() if key in kept}


def waits_in_vain(state: State, arrive: Arrive) -> bool:
    """Somebody could take this waiting visit: a free one who is not refused, or a claimant who is here."""
    suitable = any(person.free and person.name not in arrive.refused for person in state.order)
    called = arrive.purpose is Purpose.PURCHASE and any(state.people[name].here for name in arrive.claimants)
    return suitable or called


class Desk:
    """One queue kept in memory, and beside it the same queue stored and loaded again around every event."""

    def __init__(self, rules: object, staff: list[str] | None, order: list[str]) -> None:
        self.document: dict = {"rules": rules, "staff": staff, "order": order, "events": []}
        self.decisions: list[dict] = []
        self.state = State.start(order=order, staff=staff, rules=rules_from(rules))
        self.stored = snapshot(self.state)
        self.records: dict[str, dict] = {}
        self.minute = 0

    def visits(self) -> list[str]:
        return [event["visit"] for event in self.document["events"] if event["event"] == "arrive"]

    def some_visit(self, pick: int) -> str:
        """A visit under way, or one that there was at all, or one that there was not."""
        among = [*self.state.open, *self.state.waiting] if pick % 3 else self.visits()
        return among[pick % len(among)] if among and pick % 10 else "v0"

    def happens(self, kind: str, **fields: object) -> bool:
        """Let it happen to both queues; whether it was accepted."""
        written = {"event": kind, **fields}
        if self.minute and "at" not in fields:
            written["at"] = f"2026-11-02T{9 + self.minute // 60:02}:{self.minute % 60:02}"
        loaded = State.from_json(json.loads(self.stored))
        assert snapshot(loaded) == self.stored
        made = self.outcome(self.state, written, {})
        assert made == self.outcome(loaded, written, self.records)
        if isinstance(made, list):
            self.document["events"].append(written)
            self.decisions += [decision.as_dict() for decision in made]
            self.stored = snapshot(self.state)
            for visit in self.state.closed:
                self.records[visit] = loaded.record(visit) or self.records[visit]
        assert snapshot(loaded) == snapshot(self.state) == self.stored
        self.check_state()
        return isinstance(made, list)

    def outcome(
        self, state: State, written: dict[str, object], records: dict[str, dict]
    ) -> list[Decision] | str:
        """Its decisions, or the code of its refusal, which must have changed nothing."""
        event = event_from(written)
        assert event_from(event.as_dict()) == event
        shown = self.previewed(state, event)
        assert snapshot(state) == self.stored
        closed = dict(state.closed)
        try:
            decisions = apply(state, event, records)
        except Refused as refused:
            assert snapshot(state) == self.stored
            assert state.closed == closed
            return refused.code
        assert shown is None or decisions == [shown]
        for decision in decisions:
            self.check_decision(state, decision)
        return decisions

    def previewed(self, state: State, event: Event) -> Decision | None:
        if not isinstance(event, Arrive):
            return None
        try:
            return preview(state, event)
        except Refused:
            return None

    def check_decision(self, state: State, decision: Decision) -> None:
        """Nobody takes a visit while away; what is stored of a decision is plain JSON."""
        if decision.kind in TAKES | {Kind.REASSIGN, Kind.HAND_BACK}:
            assert state.people[str(decision.consultant)].here
        if decision.kind in (Kind.WAITING, Kind.UNAIDED, Kind.LEFT):
            assert decision.consultant is None
        assert bool(decision.sharers) is (decision.counts and decision.kind in TAKES | {Kind.HAND_BACK})
        assert json.loads(json.dumps(decision.record())) == decision.record()

    def check_state(self) -> None:
        """The ledger sums to 0, owed turns are the positive balance, nobody waits in vain, books agree."""
        due: Any = self.state.to_json()["due"]
        assert sum(Fraction(part) for part in due.values()) == 0
        assert not any(waits_in_vain(self.state, arrive) for arrive in self.state.waiting.values())
        for person in self.state.people.values():
            assert len(person.owed) == max(person.balance, 0)
            assert self.state.rules.keeps_balances or person.balance == 0
            theirs = [visit for visit in self.state.open.values() if visit.consultant == person.name]
            assert person.open == len(theirs)
            assert person.open_counting == sum(visit.counts for visit in theirs)
            assert person.on_duty == (person in self.state.order)

    def check_replay(self) -> None:
        """The log, replayed from its start, gives the same decisions and the same state."""
        answer = {"decisions": self.decisions, "state": self.state.public()}
        assert json.dumps(replay(self.document)) == json.dumps(answer)

    def check_undo(self, visit: str) -> None:
        """A counted arrival that is cancelled at once leaves everything as it was."""
        before = standing(self.state)
        if preview(self.state, Arrive(visit)).counts:
            self.happens("arrive", visit=visit)
            self.happens("cancel", visit=visit)
            assert standing(self.state) == before


class Day(RuleBasedStateMachine):
    """Any sequence of events, found and shrunk by Hypothesis."""

    @initialize(
        rules=rule_sets,
        staff=st.none() | st.just(list(STAFF)),
        order=st.permutations(STAFF) | st.lists(st.sampled_from(STAFF), unique=True),
    )
    def open_the_office(self, rules: object, staff: list[str] | None, order: list[str]) -> None:
        self.desk = Desk(rules, staff, order)
        self.numbers = count(1)

    @rule(
        purpose=st.sampled_from([*["purchase"] * 6, "peer", "directions"]),
        history=st.sampled_from(["first", "first", "phoned", "visited", "visited"]),
        named=st.lists(names, max_size=3, unique=True) | st.lists(names, max_size=3),
        designates=st.none() | st.none() | names,
        refuses_named=st.sampled_from([None, False, True]),
    )
    def arrive(self, **about: object) -> None:
        self.desk.happens("arrive", visit=f"v{next(self.numbers)}", **about)

    @rule(times=st.integers(1, 4))
    def newcomers(self, times: int) -> None:
        for _time in range(times):
            self.desk.happens("arrive", visit=f"v{next(self.numbers)}")

    @rule(kind=st.sampled_from(["sign_in", "sign_out", "step_in"]), name=names)
    def come_and_go(self, kind: str, name: str) -> None:
        self.desk.happens(kind, consultant=name)

    @rule(name=names, reason=st.sampled_from(["business", "business", "personal"]))
    def step_out(self, name: str, reason: str) -> None:
        self.desk.happens("step_out", consultant=name, reason=reason)

    @rule(kind=st.sampled_from(["finish", "finish", "leave", "cancel"]), pick=picks)
    def end(self, kind: str, pick: int) -> None:
        self.desk.happens(kind, visit=self.desk.some_visit(pick))

    @rule(pick=picks, reason=st.sampled_from(["peer", "unrelated"]))
    def void(self, pick: int, reason: str) -> None:
        self.desk.happens("void", visit=self.desk.some_visit(pick), reason=reason, verified_by="mei")

    @rule(pick=picks, to=names, owed=st.none() | st.booleans())
    def reassign(self, pick: int, to: str, owed: bool | None) -> None:
        self.desk.happens("reassign", visit=self.desk.some_visit(pick), to=to, owed=owed, **TEXTS)

    @rule(pick=picks, to=names)
    def hand_back(self, pick: int, to: str) -> None:
        self.desk.happens("hand_back", visit=self.desk.some_visit(pick), to=to, **TEXTS)

    @rule(order=st.permutations(STAFF) | st.lists(names, max_size=5))
    def reorder(self, order: list[str]) -> None:
        self.desk.happens("reorder", order=order, **TEXTS)

    @rule(rules=rule_sets)
    def change_the_rules(self, rules: object) -> None:
        self.desk.happens("rules", rules=rules)

    @rule(pick=picks)
    def a_visit_comes_twice(self, pick: int) -> None:
        if known := self.desk.visits():
            assert not self.desk.happens("arrive", visit=known[pick % len(known)])

    @rule()
    def time_runs_on(self) -> None:
        self.desk.minute += 1

    @rule()
    def a_time_goes_back(self) -> None:
        if self.desk.state.at:
            assert not self.desk.happens("arrive", visit="early", at="2026-11-02T08:00")

    @rule()
    def the_last_arrival_was_a_mistake(self) -> None:
        self.desk.check_undo(f"v{next(self.numbers)}")

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.check_replay()


TestDay = Day.TestCase
TestDay.settings = settings(
    max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def busy_event(desk: Desk, random: Random, number: int) -> tuple[str, dict[str, object]]:
    """A likely event, mostly one that can be: long days reach what short ones do not."""
    state = desk.state
    who = random.choice([person.name for person in state.order] or STAFF)
    absent = [name for name in STAFF if not (name in state.people and state.people[name].on_duty)]
    away = [person.name for person in state.order if person.away]
    visit = desk.some_visit(random.randrange(1, 1000))
    named = random.sample(STAFF, random.choice([0, 1, 1, 2, 3]))
    asked = random.choice([None, None, *STAFF])
    refuses = bool(named) and asked not in named and random.random() < 0.3
    about = {"named": named, "designates": asked, "refuses_named": refuses}
    events: list[tuple[int, str, dict[str, object]]] = [
        (20, "arrive", {"visit": f"v{number}"}),
        (16, "arrive", {"visit": f"v{number}", "history": random.choice(["phoned", "visited"]), **about}),
        (3, "arrive", {"visit": f"v{number}", "purpose": random.choice(["peer", "find_person"])}),
        (24, "finish", {"visit": random.choice([*state.open] or ["v0"])}),
        (8, "step_out", {"consultant": who, "reason": random.choice(["business", "business", "personal"])}),
        (7, "step_in", {"consultant": random.choice(away or STAFF)}),
        (2, "sign_out", {"consultant": who}),
        (4, "sign_in", {"consultant": random.choice(absent or STAFF)}),
        (2, "leave", {"visit": random.choice([*state.waiting] or ["v0"])}),
        (3, "void", {"visit": visit, "reason": "peer", "verified_by": "mei"}),
        (4, "cancel", {"visit": random.choice([visit, f"v{number - 1}"])}),
        (3, "reassign", {"visit": visit, "to": who, "owed": random.choice([None, False]), **TEXTS}),
        (3, "hand_back", {"visit": visit, "to": who, **TEXTS}),
        (1, "reorder", {"order": random.sample([p.name for p in state.order], len(state.order)), **TEXTS}),
    ]
    weights, *_rest = zip(*events, strict=True)
    _weight, kind, fields = random.choices(events, weights)[0]
    return kind, fields


@given(rule_sets, rule_sets, st.randoms(use_true_random=True))
@settings(max_examples=12, deadline=None)
def test_a_long_busy_day_is_replayed_exactly(rules: object, later_rules: object, random: Random) -> None:
    desk = Desk(rules, list(STAFF), random.sample(STAFF, 4))
    for number in range(1, 150):
        kind, fields = busy_event(desk, random, number)
        desk.happens(kind, **fields)
        if number == 100:
            desk.happens("rules", rules=later_rules)
    desk.check_replay()


moves = st.tuples(st.sampled_from(["arrive"] * 4 + ["finish"] * 3 + ["out", "in", "duty"]), picks)


@given(st.integers(2, 6), st.lists(moves, max_size=150))
@settings(max_examples=100, deadline=None)
def test_by_order_arrivals_under_fair_leave_nobody_far_from_their_share(n: int, day: list) -> None:
    """Fagin and Williams, A fair carpool scheduling algorithm (1983): at most (n - 1) / 2 turns."""
    people = [*STAFF, "fei"][:n]
    state = State.start(order=people, rules=PRESETS["fair"])
    for number, (move, pick) in enumerate(day):
        person = state.people[people[pick % n]]
        if move == "arrive":
            apply(state, Arrive(f"v{number}"))
        elif move == "finish" and state.open:
            apply(state, Finish([*state.open][pick % len(state.open)]))
        elif move == "duty":
            apply(state, SignOut(person.name) if person.on_duty else SignIn(person.name))
        elif move == "out" and person.here:
            apply(state, StepOut(person.name, Away.PERSONAL))
        elif move == "in" and person.away:
            apply(state, StepIn(person.name))
        drift = max(abs(Fraction(person.due, state.unit)) for person in state.people.values())
        assert drift <= Fraction(n - 1, 2)


FORMS = {kind.value: [field.name for field in dataclasses.fields(form)] for kind, form in EVENTS.items()}
FIELDS = sorted({name for form in FORMS.values() for name in form})
plain = st.none() | st.booleans() | st.integers(-1, 10) | st.floats()
junk = st.recursive(
    plain | st.sampled_from(["", "v1", "an", "bo", "first", "floor", "peer", "business", "\n", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["preset", "x"]), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*FIELDS, "x"]), junk, max_size=5), st.sampled_from([*FORMS]) | junk)
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_is_an_event_or_refused_and_changes_nothing(written: dict, kind: object) -> None:
    state = State.start(order=["an", "bo"], staff=["an", "bo", "chen"])
    apply(state, Arrive("v1"))
    before = snapshot(state)
    try:
        apply(state, event_from({"event": kind, **written}))
    except (EventError, Refused) as error:
        reason = str(error)
    else:
        return
    assert len(reason.splitlines()) == 1
    assert snapshot(state) == before
