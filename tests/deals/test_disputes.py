"""Disputes: who may open one, what is frozen, how it moves and ends, and that a closed one never moves again."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import Error, transaction

from deals.enums import DisputeState, RuledBy, StepKind
from deals.models import CommissionRate, Dispute, DisputeStep, DisputeWords, Ruling
from deals.selectors.disputes import NOT_COVERED, precedents, present_ruling, proposal_of, shares_of
from deals.selectors.held_back import hold_causes
from deals.services import dispute_ends as ends
from deals.services import disputes
from deals.services.dispute_clock import close_obeyed, remind_of_disputes
from deals.services.dispute_evidence import is_whole
from offices.commitments import commitment
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Notice
from tests.cast import enrol
from tests.deals.disputed import SIGNED, before_the_manager, disputed, half, ruled
from tests.reception.conftest import refused
from tests.visitors.rows import file_of, receive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LATER = SIGNED + timedelta(hours=4)
A_WEEK = timedelta(days=7)


@pytest.fixture
def ruling(unit, customer, bo, mei) -> Ruling:
    """By the house rules all of it is an's, who registered first."""
    CommissionRate.objects.create(
        office=unit.office, fixed=10_000, effective_from=SIGNED.date() - A_WEEK, by=mei, at=SIGNED
    )
    return ruled(unit, customer, bo, mei)


@pytest.fixture
def dispute(ruling, bo) -> Dispute:
    return disputed(ruling, bo)


@pytest.fixture
def before_manager(dispute, bo, hua) -> Dispute:
    return before_the_manager(dispute, hua, LATER)


def told(member: Member, kind: NoticeKind = NoticeKind.DISPUTE) -> int:
    return Notice.objects.filter(member=member, kind=kind).count()


def kinds(dispute: Dispute) -> list[str]:
    return list(dispute.steps.order_by("at", "pk").values_list("kind", flat=True))


@pytest.mark.clause("C-22")
def test_the_closer_disputes_and_the_other_side_is_told(ruling, dispute, an, bo) -> None:
    assert shares_of(ruling) == {an.pk: 100}
    assert (dispute.state, dispute.opened_by) == (DisputeState.NEGOTIATION, bo)
    assert {party.member for party in dispute.parties.all()} == {an, bo}
    assert (told(an), told(bo)) == (1, 0)
    assert hold_causes([ruling.order_id]) == {ruling.order_id: ["dispute"]}


def test_evidence_is_frozen_as_it_stood(ruling, dispute, customer, an, bo) -> None:
    evidence = dispute.evidence
    assert [each["consultant"] for each in evidence["contacts"]] == [an.code, bo.code]
    assert evidence["ruling"]["digest"] == ruling.digest and is_whole(evidence)
    receive(customer, an, at=LATER)
    dispute.refresh_from_db()
    assert len(dispute.evidence["contacts"]) == 2
    assert not is_whole({**evidence, "contacts": []})


def test_words_stand_beside_the_step_with_a_salted_commitment(dispute) -> None:
    step = dispute.steps.get(kind=StepKind.STATED)
    assert "asked" not in str(step.details)
    assert step.commitment == commitment(step.words.salt, step.words.text)
    step.words.delete()  # words can be erased
    with pytest.raises(Error), transaction.atomic():
        DisputeStep.objects.filter(pk=step.pk).update(kind=StepKind.RULED)  # steps cannot be changed
    assert not DisputeWords.objects.filter(step=step).exists()


def test_only_who_is_concerned_or_met_the_customer_opens(ruling, chen, mei, customer) -> None:
    for stranger in (chen, mei):
        with refused():
            disputed(ruling, stranger)
    receive(customer, chen, at=SIGNED)
    assert disputed(ruling, chen).parties.count() == 3


@pytest.mark.parametrize(("days", "may"), [(0, True), (7, True), (8, False)])
def test_only_within_the_period(ruling, bo, days, may) -> None:
    when = ruling.office.local(ruling.at).replace(hour=23, minute=59) + timedelta(days=days)
    if may:
        assert disputed(ruling, bo, now=when)
    else:
        with refused():
            disputed(ruling, bo, now=when)


def test_one_at_a_time_and_only_the_ruling_that_holds(ruling, dispute, an, bo) -> None:
    with refused():
        disputed(ruling, an)
    ends.propose(dispute=dispute, shares=half(an, bo), credit=an.pk, by=bo, now=LATER)
    ends.confirm(dispute=dispute, proposal=proposal_of(dispute).step.pk, by=an, now=LATER)
    with refused():
        disputed(ruling, an)  # replaced
    with refused():
        disputed(present_ruling(ruling.order), an)  # ended a dispute


def test_a_settlement_needs_every_party_and_becomes_a_ruling(ruling, dispute, an, bo) -> None:
    ends.propose(dispute=dispute, shares=half(an, bo), credit=bo.pk, by=bo, now=LATER)
    proposal = proposal_of(dispute)
    with refused():
        ends.confirm(dispute=dispute, proposal=proposal.step.pk, by=bo, now=LATER)  # has confirmed already
    ends.confirm(dispute=dispute, proposal=proposal.step.pk, by=an, now=LATER)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.outcome.source) == (DisputeState.SETTLED, RuledBy.SETTLEMENT)
    assert shares_of(dispute.outcome) == half(an, bo)
    assert (dispute.outcome.credit, dispute.outcome.replaces) == (bo, ruling)
    order = dispute.order
    assert not hold_causes([order.pk])
    assert sum(each.amount for each in order.commission_entries.all()) == 10_000
    assert set(order.tasks.values_list("owner", flat=True)) == {bo.pk}


def test_a_new_proposal_takes_the_place_of_the_one_before(dispute, an, bo) -> None:
    first = ends.propose(dispute=dispute, shares=half(an, bo), credit=an.pk, by=bo, now=LATER)
    other = {an.pk: Fraction(60), bo.pk: Fraction(40)}
    ends.propose(dispute=dispute, shares=other, credit=an.pk, by=an, now=LATER)
    with refused():
        ends.confirm(dispute=dispute, proposal=first.pk, by=an, now=LATER)
    assert proposal_of(dispute).confirmed == {an.pk}


@pytest.mark.parametrize(("an_has", "bo_has"), [("50", "49.9999"), ("-1", "101"), ("0", "0"), ("60", "60")])
def test_shares_are_exactly_a_hundred(dispute, an, bo, an_has, bo_has) -> None:
    shares = {an.pk: Fraction(an_has), bo.pk: Fraction(bo_has)}
    with refused():
        ends.propose(dispute=dispute, shares=shares, credit=an.pk, by=bo, now=LATER)
    assert proposal_of(dispute) is None


def test_nobody_who_never_met_the_customer_is_paid(dispute, before_manager, an, bo, chen, mei) -> None:
    with refused():
        ends.propose(dispute=dispute, shares=half(an, chen), credit=an.pk, by=bo, now=LATER)
    with refused():
        _rule(dispute, {chen.pk: Fraction(100)}, mei)


def test_out_of_the_mediation_the_supervisor_passes_on_until_it_is_overdue(dispute, an, bo, hua) -> None:
    disputes.pass_on(dispute=dispute, expected="negotiation", by=bo, now=LATER)
    assert told(hua) == 1
    with refused():
        disputes.pass_on(dispute=dispute, expected="mediation", by=bo, now=LATER)
    with refused():
        disputes.pass_on(dispute=dispute, expected="negotiation", by=hua, now=LATER)  # a stale page
    disputes.pass_on(dispute=dispute, expected="mediation", by=bo, now=LATER + timedelta(days=5))
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.RULING


def _rule(dispute, shares, by, *, clause="floor-3.8", unlike="", credit=None, now=LATER) -> Dispute:
    return ends.rule(
        dispute=dispute,
        shares=shares,
        credit=credit if credit is not None else next(iter(shares)),
        clause=clause,
        explanation="The customer asked for bo by name.",
        unlike=unlike,
        by=by,
        now=now,
    )


@pytest.mark.clause("C-24", "floor-4")
def test_the_manager_rules_with_a_clause_and_an_explanation(before_manager, an, bo, mei) -> None:
    with refused():
        _rule(before_manager, half(an, bo), mei, clause="made-up")
    with refused():
        ends.rule(
            dispute=before_manager,
            shares=half(an, bo),
            credit=an.pk,
            clause=NOT_COVERED,
            explanation="  ",
            by=mei,
            now=LATER,
        )
    _rule(before_manager, half(an, bo), mei)
    before_manager.refresh_from_db()
    outcome = before_manager.outcome
    assert (before_manager.state, outcome.source, outcome.clause) == ("ruled", RuledBy.MANAGER, "floor-3.8")
    assert before_manager.ended_at is None and told(an) >= 2


def test_nobody_else_rules_and_nobody_on_their_own_matter(before_manager, an, bo, hua, mei) -> None:
    with refused():
        _rule(before_manager, half(an, bo), hua)
    an.roles = [Role.CONSULTANT, Role.MANAGER]
    an.save(update_fields=["roles"])
    with refused():
        _rule(before_manager, {an.pk: Fraction(100)}, an)


def test_a_ruling_unlike_the_last_on_its_clause_needs_a_reason(
    before_manager, office, second_unit, lin, an, bo, hua, mei
) -> None:
    _rule(before_manager, half(an, bo), mei)
    other = file_of(lin, name="Qian")
    receive(other, an, at=SIGNED - timedelta(days=5))
    second = disputed(ruled(second_unit, other, bo, mei, number=2), bo)
    before_the_manager(second, hua, LATER)
    assert [each.words for each in precedents(office, "floor-3.8", but=second)] == ["50 : 50"]
    with pytest.raises(Refusal) as caught, transaction.atomic():
        _rule(second, {an.pk: Fraction(100)}, mei)
    assert caught.value.field == "unlike"
    _rule(second, {an.pk: Fraction(100)}, mei, unlike="Here nobody heard her ask.")
    assert kinds(second)[-2:] == [StepKind.RULED, StepKind.UNLIKE]


def test_an_alike_ruling_needs_none(before_manager, second_unit, lin, an, bo, hua, mei) -> None:
    _rule(before_manager, half(an, bo), mei)
    other = file_of(lin, name="Qian")
    receive(other, an, at=SIGNED - timedelta(days=5))
    second = disputed(ruled(second_unit, other, bo, mei, number=2), bo)
    before_the_manager(second, hua, LATER)
    assert _rule(second, half(an, bo), mei).state == DisputeState.RULED


@pytest.mark.clause("C-23")
def test_a_quarrel_that_a_second_person_confirms_sends_it_to_the_department(
    dispute, an, bo, hua, mei
) -> None:
    step = ends.report(dispute=dispute, kind=StepKind.QUARREL, text="Shouting", by=hua, now=LATER)
    for blocked in (
        lambda: ends.answer_report(dispute=dispute, step=step.pk, upheld=True, by=hua, now=LATER),
        lambda: ends.answer_report(dispute=dispute, step=step.pk, upheld=True, by=bo, now=LATER),
        lambda: disputes.withdraw(dispute=dispute, by=bo, now=LATER),
        lambda: ends.propose(dispute=dispute, shares=half(an, bo), credit=an.pk, by=bo, now=LATER),
    ):
        with refused():
            blocked()
    ends.answer_report(dispute=dispute, step=step.pk, upheld=True, by=mei, now=LATER)
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.DEPARTMENT and dispute.outcome.to_department
    assert shares_of(dispute.outcome) == {None: 100}
    assert set(dispute.order.tasks.values_list("owner", flat=True)) == {bo.pk}  # the closer's now


def test_a_report_that_nobody_confirms_lets_it_go_on(dispute, an, bo, hua, mei) -> None:
    step = ends.report(dispute=dispute, kind=StepKind.QUARREL, text="Shouting", by=an, now=LATER)
    ends.answer_report(dispute=dispute, step=step.pk, upheld=False, by=hua, now=LATER)
    disputes.withdraw(dispute=dispute, by=bo, now=LATER)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.outcome) == (DisputeState.WITHDRAWN, None)


def test_a_ruling_that_is_not_obeyed_goes_to_the_department(before_manager, an, bo, hua, mei) -> None:
    with refused():
        ends.report(dispute=before_manager, kind=StepKind.DISOBEYED, text="-", by=hua, now=LATER)
    _rule(before_manager, half(an, bo), mei)
    step = ends.report(dispute=before_manager, kind=StepKind.DISOBEYED, text="Refuses", by=mei, now=LATER)
    assert close_obeyed(now=LATER + A_WEEK) == 0  # a report waits
    ends.answer_report(dispute=before_manager, step=step.pk, upheld=True, by=hua, now=LATER)
    before_manager.refresh_from_db()
    assert before_manager.state == DisputeState.DEPARTMENT


def test_a_ruling_that_is_obeyed_closes_by_itself_once(before_manager, an, bo, mei) -> None:
    _rule(before_manager, half(an, bo), mei)
    assert close_obeyed(now=LATER + timedelta(days=1)) == 0
    assert close_obeyed(now=LATER + A_WEEK) == 1
    assert close_obeyed(now=LATER + A_WEEK) == 0
    before_manager.refresh_from_db()
    assert before_manager.ended_at == LATER + A_WEEK
    with refused():
        ends.report(dispute=before_manager, kind=StepKind.DISOBEYED, text="late", by=mei, now=LATER + A_WEEK)


def test_a_closed_dispute_cannot_move(dispute, an, bo, hua, mei) -> None:
    ends.propose(dispute=dispute, shares=half(an, bo), credit=an.pk, by=bo, now=LATER)
    proposal = proposal_of(dispute).step.pk
    disputes.withdraw(dispute=dispute, by=bo, now=LATER)
    before = kinds(dispute)
    for deed in (
        lambda: disputes.withdraw(dispute=dispute, by=bo, now=LATER),
        lambda: disputes.state_case(dispute=dispute, text="more", by=an, now=LATER),
        lambda: disputes.pass_on(dispute=dispute, expected="", by=hua, now=LATER),
        lambda: ends.propose(dispute=dispute, shares=half(an, bo), credit=an.pk, by=bo, now=LATER),
        lambda: ends.confirm(dispute=dispute, proposal=proposal, by=an, now=LATER),
        lambda: ends.report(dispute=dispute, kind=StepKind.QUARREL, text="x", by=hua, now=LATER),
        lambda: _rule(dispute, half(an, bo), mei),
    ):
        with refused():
            deed()
    assert kinds(dispute) == before


def test_only_the_opener_withdraws_and_only_parties_speak(dispute, an, chen) -> None:
    with refused():
        disputes.withdraw(dispute=dispute, by=an, now=LATER)
    with refused():
        disputes.state_case(dispute=dispute, text="I saw it", by=chen, now=LATER)


def test_reminders_come_once_before_and_once_after(dispute, an, bo, hua, mei) -> None:
    due = dispute.due_at
    assert remind_of_disputes(now=due - timedelta(days=2)) == 0
    assert remind_of_disputes(now=due - timedelta(hours=20)) == 1
    assert remind_of_disputes(now=due - timedelta(hours=19)) == 0
    assert (told(an, NoticeKind.DISPUTE_DUE), told(mei, NoticeKind.DISPUTE_DUE)) == (1, 0)
    assert remind_of_disputes(now=due + timedelta(hours=1)) == 1
    assert remind_of_disputes(now=due + timedelta(hours=2)) == 0
    assert (told(an, NoticeKind.DISPUTE_DUE), told(mei, NoticeKind.DISPUTE_DUE)) == (2, 1)


def test_rows_of_another_office_are_refused_by_the_database(dispute, stranger) -> None:
    with pytest.raises(Error), transaction.atomic():
        DisputeStep.objects.create(
            office=dispute.office, dispute=dispute, kind=StepKind.STATED, by=stranger, at=LATER
        )


def test_a_deputy_of_the_manager_may_rule(before_manager, office, an, bo, hua, mei) -> None:
    from offices.services.deputies import name_deputy

    name_deputy(supervisor=hua, begins_at=LATER, ends_at=LATER + timedelta(days=2), by=mei, now=LATER)
    assert (
        _rule(before_manager, half(an, bo), hua, now=LATER + timedelta(hours=1)).state == DisputeState.RULED
    )


def test_who_left_the_office_cannot_be_settled_with_but_ruled_on(before_manager, an, bo, mei) -> None:
    an.is_active = False
    an.save(update_fields=["is_active"])
    enrol(an.office, "an2", Role.CONSULTANT, name="An2")
    assert _rule(before_manager, half(an, bo), mei).outcome.source == RuledBy.MANAGER
