"""Who answers the telephone next: worked situations, and what holds for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.phone_rules import Counted, PhoneRules, PhoneRulesError, phone_rules_from
from switchboard.turns import CLAUSES, Answerer, Busy, Reason, costs_turn, next_turn, who_answers

RULES = PhoneRules()
AN, BO, CHEN, DING = 1, 2, 3, 4


def on(member: int, last_turn: int = 0, **facts) -> Answerer:
    return Answerer(member, last_turn, **facts)


BACKUP = on(DING, is_backup=True)


@pytest.mark.clause("phone-turns")
@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([on(AN), on(BO)], AN),
        ([on(AN, 1), on(BO)], BO),
        ([on(AN, 3), on(BO, 2), on(CHEN, 4)], BO),
        ([on(AN, 1, on_line=True), on(BO, 2)], BO),
        ([on(AN, 1, away=True), on(BO, 2), on(CHEN, 3)], BO),
    ],
    ids=["first of the list", "never had one", "longest ago", "on the line", "away"],
)
def test_whose_last_turn_is_longest_ago(people, expected) -> None:
    turn = who_answers(people, rules=RULES)
    assert (turn.member, turn.reason, turn.counts) == (expected, Reason.NEXT, True)


def test_who_is_passed_over_keeps_their_place_and_is_told() -> None:
    turn = who_answers([on(AN, on_line=True), on(BO, 1, away=True), on(CHEN, 2)], rules=RULES)
    assert turn.member == CHEN
    assert [(each.id, each.why) for each in turn.passed] == [(AN, Busy.ON_LINE), (BO, Busy.AWAY)]


@pytest.mark.clause("phone-owner")
def test_a_customer_of_somebody_who_is_free_goes_to_them_and_costs_no_turn() -> None:
    turn = who_answers([on(AN), on(BO, 5)], rules=RULES, owner=BO)
    assert (turn.member, turn.reason, turn.counts) == (BO, Reason.OWNER, False)


def test_an_owner_who_talks_does_not_keep_the_caller_waiting() -> None:
    assert who_answers([on(AN), on(BO, on_line=True)], rules=RULES, owner=BO).member == AN


def test_an_office_may_leave_known_callers_to_the_rotation() -> None:
    turn = who_answers([on(AN), on(BO, 5)], rules=PhoneRules(known_to_owner=False), owner=BO)
    assert turn.member == AN


@pytest.mark.clause("F-03")
@pytest.mark.parametrize(("rings", "expected"), [(3, AN), (6, AN), (7, DING)])
def test_after_six_rings_it_is_the_backups(rings, expected) -> None:
    assert who_answers([on(AN), on(BO), BACKUP], rules=RULES, rings=rings).member == expected


def test_the_backup_also_takes_what_finds_nobody_free() -> None:
    turn = who_answers([on(AN, on_line=True), BACKUP], rules=RULES)
    assert (turn.member, turn.reason, turn.counts) == (DING, Reason.ALL_BUSY, False)


def test_without_a_backup_it_goes_on_ringing_at_who_is_next() -> None:
    assert who_answers([on(AN)], rules=RULES, rings=20).member == AN


@pytest.mark.parametrize("people", [[], [on(AN, away=True)], [on(DING, is_backup=True, away=True)]])
def test_nobody_can_be_the_answer(people) -> None:
    turn = who_answers(people, rules=RULES)
    assert (turn.member, turn.reason) == (None, Reason.NOBODY)


def test_who_called_before_costs_a_turn_only_where_every_call_does() -> None:
    assert not who_answers([on(AN)], rules=RULES, is_first=False).counts
    assert who_answers([on(AN)], rules=PhoneRules(counted=Counted.EVERY), is_first=False).counts


@pytest.mark.parametrize(
    ("member", "facts", "expected"),
    [
        (AN, {}, True),
        (AN, {"owner": BO}, True),
        (AN, {"owner": AN}, False),
        (AN, {"is_first": False}, False),
        (DING, {}, False),
        (CHEN, {}, False),
    ],
    ids=["answered", "for a colleague", "own customer", "called before", "the backup", "not on the phones"],
)
def test_whom_an_answered_call_costs_a_turn(member, facts, expected) -> None:
    assert costs_turn(member, [on(AN), on(BO), BACKUP], rules=RULES, **facts) is expected


def test_every_reason_has_its_clause() -> None:
    assert set(CLAUSES) == set(Reason)


def test_who_joins_late_joins_at_the_end() -> None:
    people = [on(AN, 7), on(BO, 8)]
    late = on(CHEN, next_turn(people))
    assert who_answers([late, *people], rules=RULES).member == AN


@given(size=st.integers(1, 12), calls=st.integers(1, 60))
def test_with_everybody_free_nobody_has_two_calls_more_than_another(size: int, calls: int) -> None:
    turns = dict.fromkeys(range(1, size + 1), 0)
    had = dict.fromkeys(turns, 0)
    for _ in range(calls):
        people = [on(member, last) for member, last in turns.items()]
        turn = who_answers(people, rules=RULES)
        turns[turn.member] = next_turn(people)
        had[turn.member] += 1
    assert max(had.values()) - min(had.values()) <= 1


people_of_any_kind = st.lists(
    st.builds(
        Answerer,
        id=st.integers(1, 9),
        last_turn=st.integers(0, 30),
        on_line=st.booleans(),
        away=st.booleans(),
        is_backup=st.booleans(),
    ),
    unique_by=lambda each: each.id,
    max_size=9,
)


@given(
    people=people_of_any_kind,
    owner=st.none() | st.integers(1, 12),
    rings=st.integers(0, 12),
    known_to_owner=st.booleans(),
)
def test_only_somebody_free_is_ever_chosen(people, owner, rings, known_to_owner) -> None:
    turn = who_answers(people, rules=PhoneRules(known_to_owner=known_to_owner), owner=owner, rings=rings)
    free = [each.id for each in people if each.busy is None]
    assert (turn.member in free) if turn.member is not None else not free
    if turn.counts:
        assert turn.reason is Reason.NEXT


def test_rules_are_read_and_written_the_same() -> None:
    assert phone_rules_from(PhoneRules(rings_target=4, counted=Counted.EVERY).as_dict()).rings_target == 4
    assert phone_rules_from({"preset": "charter", "backup_after": None}) == PhoneRules()


@pytest.mark.parametrize(
    "given",
    [
        {"preset": "other"},
        {"ring": 3},
        {"rings_target": 0},
        {"rings_target": True},
        {"backup_after": "6"},
        {"known_to_owner": 1},
        {"counted": "none"},
        {"letter_days": 61},
    ],
)
def test_what_is_no_rule_is_refused(given) -> None:
    with pytest.raises(PhoneRulesError):
        phone_rules_from(given)
