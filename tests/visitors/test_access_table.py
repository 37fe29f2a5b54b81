"""Who may do what with a customer's file: the table as situations, and what holds for all of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offices.enums import GATE_ROLES, Role
from visitors.access import (
    AT_GATE,
    OPENS,
    ROLES,
    TABLE,
    TIES,
    Action,
    Because,
    FileFacts,
    Grant,
    Party,
    Viewer,
    may,
)
from visitors.access_approvals import (
    APPROVALS,
    Ask,
    Asker,
    Mark,
    Needs,
    approval_among,
    approval_for,
    heaviest,
    is_overdue,
    loan_due,
    next_check,
)

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)

parties = st.frozensets(st.sampled_from(Party))
marks = st.sampled_from(Mark)
actions = st.sampled_from(Action)
asks = st.sampled_from(Ask)
askers = st.sampled_from(Asker)


def who(*of: str, grants: tuple[Grant, ...] = (), working: bool = True) -> Viewer:
    return Viewer(frozenset(map(Party, of)), grants, working)


SITUATIONS = [
    # what, who, mark -> may, clause, what to ask for
    pytest.param("see_card", "finance", "none", True, None, id="everybody in the house knows whose it is"),
    pytest.param("see_card", "guard", "none", False, None, id="the gate knows no customers"),
    pytest.param("see_file", "owner", "none", True, None, id="one's own customer is no look to be allowed"),
    pytest.param("see_file", "consultant", "none", False, "view", id="a colleague's customer is asked for"),
    pytest.param("see_file", "desk", "none", False, "view", id="the desk finds the owner, and that is all"),
    pytest.param("see_contacts", "desk", "none", True, None, id="and reads the contacts that it logs"),
    pytest.param(
        "see_contacts", "desk", "secret", False, "view", id="of top secret customers not even these"
    ),
    pytest.param("see_contacts", "consultant", "none", False, "view", id="a colleague does not"),
    pytest.param("see_file", "receiving", "none", True, None, id="who receives them reads the file"),
    pytest.param("see_file", "handler", "none", True, None, id="who handles their complaint, too"),
    pytest.param("see_file", "caller", "none", True, None, id="and who owes them a call"),
    pytest.param("see_file", "service", "none", False, "view", id="service without a complaint asks"),
    pytest.param("see_file", "finance", "none", False, "view", id="finance asks"),
    pytest.param("see_file", "supervisor", "none", True, None, id="the supervisor keeps the tracking sheets"),
    pytest.param("see_file", "supervisor", "confidential", False, "view", id="but no confidential file"),
    pytest.param("see_file", "receiving", "confidential", False, "view", id="nor is it read in passing"),
    pytest.param("see_file", "owner", "confidential", True, None, id="confidential stays with its owner"),
    pytest.param("see_file", "owner", "secret", False, "view", id="top secret with its custodian alone"),
    pytest.param("see_file", "custodian", "secret", True, None, id="who keeps it, reads it"),
    pytest.param("see_file", "manager", "secret", True, None, id="the manager sees all files"),
    pytest.param("see_file", "administrator", "none", False, "view", id="setting up is not looking in"),
    pytest.param("see_sensitive", "second", "none", False, None, id="health and money: the owner's alone"),
    pytest.param("see_sensitive", "director", "none", False, None, id="not even the director's"),
    pytest.param("reveal", "caller", "secret", True, None, id="an owed call can always be made"),
    pytest.param("reveal", "supervisor", "none", False, None, id="no request opens a number"),
    pytest.param("print", "owner", "none", True, None, id="the one sheet of one's own customer"),
    pytest.param("print", "owner", "confidential", False, "copy", id="a marked one is copied with leave"),
    pytest.param("print", "manager", "confidential", False, "copy", id="which the manager asks for, too"),
    pytest.param("copy", "information", "none", True, None, id="who may allow copies, may copy"),
    pytest.param("export", "manager", "none", True, None, id="the manager exports"),
    pytest.param("export", "director", "secret", False, "copy", id="never top secret files with the rest"),
    pytest.param("take_outside", "director", "none", False, "outside", id="nobody passes on by themselves"),
    pytest.param("borrow", "manager", "none", False, "loan", id="nobody borrows from themselves"),
    pytest.param("borrow", "owner", "secret", False, None, id="top secret is never lent"),
    pytest.param(
        "statistics", "finance", "none", False, "statistics", id="other departments ask for figures"
    ),
    pytest.param("report", "manager", "none", False, "report", id="reports are reviewed by two"),
    pytest.param("mark", "manager", "confidential", True, None, id="the manager marks confidential"),
    pytest.param("mark", "manager", "secret", False, None, id="top secret is not the manager's to mark"),
    pytest.param("mark", "owner", "none", False, None, id="nor is any mark the owner's"),
    pytest.param("merge", "consultant", "none", False, None, id="files are joined by leaders"),
    pytest.param("erase", "information", "none", False, None, id="what goes for ever, the manager reviews"),
]


@pytest.mark.clause("archive-17", "tracking-1")
@pytest.mark.parametrize(("what", "party", "mark", "allowed", "ask"), SITUATIONS)
def test_the_table_says(what, party, mark, allowed, ask):
    verdict = may(Action(what), who(party), FileFacts(Mark(mark)), NOW)
    assert verdict.allowed is allowed
    assert verdict.ask == (Ask(ask) if ask else None)
    assert verdict.clause == TABLE[Action(what)].clause


def test_the_table_is_total_and_its_roles_are_the_offices():
    assert set(TABLE) == set(Action)
    assert set(OPENS) == set(Ask)
    assert {str(role) for role in ROLES} == set(Role.values)
    assert {str(role) for role in AT_GATE} == {str(role) for role in GATE_ROLES}
    assert set(TIES) | set(ROLES) == set(Party)
    assert set(APPROVALS) == {(ask, asker) for ask in Ask for asker in Asker}
    assert all(set(by_mark) == set(Mark) for by_mark in APPROVALS.values())
    wanted = {role for by in APPROVALS.values() for word in by.values() if word for role in word.roles}
    assert wanted <= set(Role.values)


def test_what_may_be_asked_for_opens_what_was_refused():
    for action, row in TABLE.items():
        assert row.ask is None or action in OPENS[row.ask], action


def test_a_heavier_mark_lets_nobody_new_in_by_role():
    for action, row in TABLE.items():
        roles = [{party for party in row.parties(mark) if party in ROLES} for mark in Mark]
        if action not in {Action.COPY, Action.ERASE}:
            assert roles[0] >= roles[1] >= roles[2], action


@pytest.mark.clause("desk-secrets")
def test_the_desk_works_with_cards_and_numbers_it_enters_and_nothing_else():
    allowed = {action for action in Action if may(action, who("desk"), FileFacts(), NOW)}
    assert allowed == {Action.SEE_CARD, Action.SEE_CONTACTS, Action.CONSENTS}
    entering = {action for action in Action if may(action, who("desk", "at_entry"), FileFacts(), NOW)}
    assert entering == allowed | {Action.REVEAL}


@given(action=actions, of=parties, mark=marks)
def test_who_left_may_nothing(action, of, mark):
    verdict = may(action, Viewer(of, working=False), FileFacts(mark), NOW)
    assert not verdict
    assert verdict.because is Because.GONE
    assert verdict.ask is None


@given(action=actions, of=parties, more=parties, mark=marks)
def test_another_role_never_takes_anything_away(action, of, more, mark):
    if may(action, Viewer(of), FileFacts(mark), NOW):
        assert may(action, Viewer(of | more), FileFacts(mark), NOW)


@given(action=actions, of=parties, mark=marks)
def test_a_no_offers_a_request_only_where_somebody_can_allow_it(action, of, mark):
    verdict = may(action, Viewer(of), FileFacts(mark), NOW)
    assert (verdict.ask is None) == (verdict.approval is None)
    assert not (verdict.allowed and verdict.ask)
    if verdict.approval:
        assert verdict.approval.wanted(())


@given(action=actions, ask=asks, mark=marks, given_under=marks, minutes=st.integers(-600, 600))
def test_an_approved_request_opens_what_it_is_for_until_its_time_is_over(
    action, ask, mark, given_under, minutes
):
    grant = Grant(ask, until=NOW + timedelta(minutes=minutes), mark=given_under)
    nobody = who("finance")
    before = may(action, nobody, FileFacts(mark), NOW)
    verdict = may(action, who("finance", grants=(grant,)), FileFacts(mark), NOW)
    opens = action in OPENS[ask] and minutes > 0 and not mark.is_heavier_than(given_under)
    assert verdict.allowed is (before.allowed or opens)
    if opens and not before:
        assert verdict.because is Because.GRANT
        assert verdict.grant == grant


def test_no_request_opens_numbers_sensitive_fields_or_the_list_of_looks():
    opened = frozenset().union(*OPENS.values())
    assert opened.isdisjoint(
        {Action.REVEAL, Action.SEE_SENSITIVE, Action.EDIT_SENSITIVE, Action.SEE_LOOKS, Action.ERASE}
    )


@pytest.mark.clause("archive-19.1")
@pytest.mark.parametrize("action", [Action.COPY, Action.EXPORT, Action.TAKE_OUTSIDE, Action.BORROW])
def test_no_consultant_carries_files_away_by_themselves(action):
    """Not even those of their own customers: the file in the house is the only one (X-25)."""
    for mark in Mark:
        verdict = may(action, who("consultant", "owner", "second", "receiving"), FileFacts(mark), NOW)
        assert not verdict


@pytest.mark.clause("archive-19")
def test_papers_are_borrowed_on_a_request_whoever_it_is():
    for party in Party:
        assert not may(Action.BORROW, who(party), FileFacts(), NOW)


def test_who_stands_at_the_gate_is_offered_no_request():
    assert may(Action.SEE_FILE, who("guard"), FileFacts(), NOW).ask is None


WORDS = [
    # what, by whom, mark -> roles, how many, clause
    ("view", "colleague", "none", ["manager"], "one", "archive-18.3"),
    ("view", "outsider", "none", ["information", "manager"], "one", "archive-18.4"),
    ("view", "outsider", "confidential", ["manager"], "one", "archive-18.4"),
    ("view", "colleague", "secret", ["manager", "director"], "all", "archive-22"),
    ("loan", "colleague", "none", ["information"], "one", "archive-19.4"),
    ("loan", "colleague", "confidential", ["information", "manager"], "all", "archives-6"),
    ("copy", "colleague", "none", ["information", "director"], "one", "archive-23.1"),
    ("outside", "colleague", "none", ["information", "manager"], "all", "archive-24"),
    ("statistics", "colleague", "none", ["manager", "director"], "all_in_order", "archive-10"),
    ("report", "colleague", "none", ["information", "manager"], "all", "archive-13"),
]


@pytest.mark.clause("archive-18.3", "archive-18.4", "archive-19.4", "archive-22", "archives-6")
@pytest.mark.parametrize(("ask", "asker", "mark", "roles", "needs", "clause"), WORDS)
def test_whose_word_it_takes(ask, asker, mark, roles, needs, clause):
    approval = approval_for(Ask(ask), Mark(mark), Asker(asker))
    assert approval is not None
    assert (list(approval.roles), approval.needs, approval.clause) == (roles, Needs(needs), clause)


@pytest.mark.clause("archive-19.4")
def test_nobody_can_lend_top_secret_or_lend_or_copy_for_an_outsider():
    assert approval_for(Ask.LOAN, Mark.SECRET) is None
    assert approval_for(Ask.LOAN, Mark.NONE, Asker.OUTSIDER) is None
    assert approval_for(Ask.COPY, Mark.NONE, Asker.OUTSIDER) is None


@pytest.mark.clause("archive-23.1")
def test_a_copy_takes_either_word():
    copy = approval_for(Ask.COPY, Mark.NONE)
    assert copy.is_complete({"director"})
    assert copy.is_complete({"information"})
    assert not copy.is_complete({"manager"})


@pytest.mark.clause("archive-24")
def test_passing_outside_takes_both_words_in_any_order():
    outside = approval_for(Ask.OUTSIDE, Mark.NONE)
    assert outside.wanted(()) == ("information", "manager")
    assert not outside.is_complete({"manager"})
    assert outside.wanted({"manager"}) == ("information",)
    assert outside.is_complete({"manager", "information"})


@pytest.mark.clause("archive-10")
def test_statistics_are_reviewed_by_the_manager_before_the_director_approves():
    statistics = approval_for(Ask.STATISTICS, Mark.NONE)
    assert statistics.wanted(()) == ("manager",)
    assert statistics.role_of({"director"}, ()) is None
    assert statistics.wanted({"manager"}) == ("director",)
    assert statistics.is_complete({"manager", "director"})


@given(ask=asks, asker=askers, mark=marks, order=st.permutations(sorted(Role.values)))
def test_giving_every_wanted_word_in_any_order_ends(ask, asker, mark, order):
    approval = approval_for(ask, mark, asker)
    if approval is None:
        return
    given_words: set[str] = set()
    for _ in range(len(approval.roles)):
        for role in order:
            if (word := approval.role_of({role}, given_words)) is not None:
                given_words.add(word)
    assert approval.is_complete(given_words)
    assert approval.wanted(given_words) == ()


def test_the_heaviest_of_several_marks_counts():
    assert heaviest([Mark.NONE, Mark.SECRET, Mark.CONFIDENTIAL]) is Mark.SECRET
    assert heaviest([]) is Mark.NONE


@pytest.mark.clause("archive-19.5")
def test_a_loan_lasts_three_calendar_days_after_the_day_of_lending():
    friday = date(2026, 11, 20)
    due = loan_due(friday, 3)
    assert due == date(2026, 11, 23)  # the weekend counts
    assert not is_overdue(due, due)
    assert is_overdue(due, due + DAY)


@pytest.mark.clause("archives-5")
@pytest.mark.parametrize(
    ("last", "months", "due"),
    [
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
    ],
)
def test_the_archive_is_checked_again_after_so_many_months(last, months, due):
    assert next_check(last, months) == due


# Where an office has nobody for a role


@pytest.mark.parametrize(
    ("ask", "mark", "people", "roles"),
    [
        pytest.param(
            "copy", "none", ["director"], {"information", "director"}, id="either of the two is enough"
        ),
        pytest.param("copy", "none", ["manager"], {"manager"}, id="else the manager"),
        pytest.param("loan", "none", ["manager"], {"director", "manager"}, id="loans too"),
        pytest.param(
            "view", "none", ["director"], {"director", "information"}, id="nobody leads but the director"
        ),
        pytest.param(
            "outside", "none", ["manager", "director"], {"director", "manager"}, id="the director beside"
        ),
        pytest.param(
            "statistics", "none", ["manager", "information"], {"manager", "information"}, id="in turn"
        ),
        pytest.param(
            "view", "secret", ["manager", "information"], {"manager", "information"}, id="top secret"
        ),
        pytest.param(
            "outside", "none", ["manager"], {"information", "manager"}, id="and is never one person"
        ),
    ],
)
def test_the_next_one_speaks_where_nobody_holds_the_role(ask, mark, people, roles):
    approval = approval_for(Ask(ask), Mark(mark))
    assert set(approval_among(approval, [{role} for role in people]).roles) == roles


def test_who_holds_two_roles_leaves_the_other_word_to_somebody_else():
    outside = approval_for(Ask.OUTSIDE, Mark.NONE)
    both, keeper = {"manager", "information"}, {"information"}
    assert outside.role_of(both, [], [keeper]) == "manager"
    assert outside.role_of(both, [], [{"manager"}]) == "information"
    assert not outside.can_be_given([], [both])
    assert set(approval_among(outside, [both, {"director"}]).roles) != set(outside.roles)


people = st.lists(
    st.frozensets(st.sampled_from(["manager", "information", "director"]), min_size=1), max_size=4
)


@given(ask=asks, asker=askers, mark=marks, of=people)
def test_stand_ins_never_make_two_words_one(ask, asker, mark, of):
    approval = approval_for(ask, mark, asker)
    if approval is None:
        return
    among = approval_among(approval, of)
    assert among.needs is approval.needs
    assert (among.needs is Needs.ONE) or len(among.roles) == len(set(among.roles)) == len(approval.roles)
    if approval.can_be_given((), of):
        assert among == approval
