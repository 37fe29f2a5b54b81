"""A visit after it was taken: met, finished, given on, left, cancelled, void."""

from datetime import timedelta

import pytest

from followups.models import Appointment, FollowUp
from followups.services.appointments import make_appointment
from followups.services.sweeps import sweep_asked
from messaging.models import OutboxMessage
from offices.enums import NoticeKind
from offices.models import Notice
from reception.enums import Status, VoidState
from reception.models import QueueEvent, VoidRequest
from reception.selectors.board import board_of
from reception.selectors.story import story_of
from reception.services import floor, hand_over, visits, voids
from reception.services.verify import differences
from reception.services.warnings import warn_of_waiting
from tests.messaging.rows import make_robot
from tests.reception.conftest import refused
from visitors.enums import ContactRole
from visitors.models import ContactCorrection, ContactOutcome
from visitors.selectors.effective_contacts import effective_contacts
from visitors.services.customers import CustomerEntry
from visitors.services.outcomes import OutcomeEntry


def told(member, kind: NoticeKind) -> int:
    return Notice.objects.filter(member=member, kind=kind).count()


@pytest.mark.clause("A-20")
def test_meeting_stops_the_clock(arrive, an, clock) -> None:
    reception = arrive()
    visits.meet(reception=reception, by=an, now=clock())
    reception.refresh_from_db()
    assert reception.status == Status.RECEIVING
    assert reception.met_at - reception.arrived_at == timedelta(minutes=1)


def test_colleague_cannot_meet_or_finish_it(arrive, bo, clock) -> None:
    reception = arrive()
    for act in (visits.meet, visits.finish):
        extra = {"outcome": None} if act is visits.finish else {}
        with refused():
            act(reception=reception, by=bo, now=clock(), **extra)


def test_finish_keeps_the_outcome_as_evidence(arrive, an, clock) -> None:
    reception = arrive()
    entry = OutcomeEntry(grade="A", layout="3br", budget_max=3_000_000, objections=("price",))
    visits.finish(reception=reception, outcome=entry, by=an, now=clock())
    outcome = ContactOutcome.objects.get(contact=reception.contact)
    assert (outcome.grade, outcome.budget_max, outcome.objections) == ("A", 3_000_000, ["price"])
    reception.customer.refresh_from_db()
    assert reception.customer.grade == "A"


@pytest.mark.clause("vanke-call-3")
def test_an_appointment_agreed_on_in_the_reception_is_expected(arrive, an, lin, clock) -> None:
    reception = arrive()
    at = clock() + timedelta(days=4)
    visits.finish(reception=reception, outcome=OutcomeEntry(next_appointment=at), by=lin, now=clock())
    [ahead] = Appointment.objects.planned()
    assert (ahead.customer, ahead.at, ahead.by) == (reception.customer, at, reception.consultant)
    visits.add_outcome(reception=reception, outcome=OutcomeEntry(next_appointment=at), by=an, now=clock())
    assert Appointment.objects.count() == 1
    assert sweep_asked(now=clock()) == 1
    confirm = FollowUp.objects.due().get(purpose="confirm")
    assert (confirm.on, confirm.owner) == ((at - timedelta(days=1)).date(), reception.consultant)


def test_who_comes_has_kept_the_appointment(arrive, an, clock) -> None:
    reception = arrive()
    make_appointment(customer=reception.customer, at=clock(hours=3), by=an, now=reception.arrived_at)
    other = arrive("Wu")
    visits.finish(reception=other, outcome=None, by=other.consultant, now=clock())
    assert Appointment.objects.planned().count() == 1
    visits.finish(reception=reception, outcome=None, by=an, now=clock())
    assert Appointment.objects.get().state == "kept"


def test_desk_finishes_and_the_outcome_follows(arrive, an, lin, clock) -> None:
    reception = arrive()
    visits.finish(reception=reception, outcome=None, by=lin, now=clock())
    reception.refresh_from_db()
    assert reception.outcome_at is None
    visits.add_outcome(reception=reception, outcome=OutcomeEntry(grade="B"), by=an, now=clock())
    reception.refresh_from_db()
    assert reception.outcome_at is not None


@pytest.mark.clause("A-38")
def test_three_units_are_told_to_the_manager_at_once(arrive, an, mei, office, clock) -> None:
    make_robot(office)
    for units in (2, 3):
        reception = arrive(f"Units {units}")
        visits.finish(
            reception=reception,
            outcome=OutcomeEntry(grade="A", units_wanted=units),
            by=reception.consultant,
            now=clock(),
        )
    [notice] = Notice.objects.filter(member=mei, kind=NoticeKind.MANY_UNITS)
    assert notice.about["units"] == 3
    assert OutboxMessage.objects.filter(kind="many_units", member=mei).count() == 1


@pytest.mark.clause("charter-11")
def test_who_does_not_come_loses_the_visitor_and_is_owed_nothing(arrive, office, an, bo, lin, clock) -> None:
    reception = arrive()
    given = hand_over.give_to_next(reception=reception, by=lin, now=clock())
    assert (given.consultant, given.counts, given.status) == (bo, False, Status.CALLED)
    assert board_of(office, now=clock()).row_of(an).balance == 0
    assert told(an, NoticeKind.TAKEN_AWAY) == 1 and told(bo, NoticeKind.CALLED) == 1
    [contact] = effective_contacts([given.customer])[given.customer.pk]
    assert contact.consultant == bo.pk
    assert list(differences(office)) == []


def test_nobody_else_free_leaves_the_visitor_where_they_are(arrive, an, lin, clock) -> None:
    first = arrive("One")
    for name in ("Two", "Three", "Four"):
        arrive(name)
    with refused():
        hand_over.give_to_next(reception=first, by=lin, now=clock())
    first.refresh_from_db()
    assert first.consultant == an


def test_waiting_visitor_may_give_up(arrive, lin, clock, office) -> None:
    for number in range(4):
        arrive(str(number))
    waiting = arrive("Patient")
    left = visits.leave(reception=waiting, by=lin, now=clock())
    assert left.status == Status.LEFT
    with refused():
        visits.leave(reception=waiting, by=lin, now=clock())
    assert list(differences(office)) == []


@pytest.mark.clause("charter-11")
def test_cancelling_at_once_takes_everything_back(arrive, an, lin, clock, office) -> None:
    reception = arrive()
    visits.cancel(reception=reception, note="typed twice", by=lin, now=clock())
    board = board_of(office, now=clock())
    assert board.rows[0].member == an and board.rows[0].balance == 0
    assert ContactCorrection.objects.get(contact=reception.contact).kind == "cancelled"


@pytest.mark.clause("charter-11")
def test_cancelling_later_owes_a_turn(arrive, an, lin, clock, office) -> None:
    reception = arrive("First")
    arrive("Second")
    visits.finish(reception=reception, outcome=None, by=an, now=clock())
    reception.refresh_from_db()
    visits.cancel(reception=reception, note="not a visitor", by=lin, now=clock())
    assert [clause.id for clause in board_of(office, now=clock()).row_of(an).owed] == ["charter-11"]
    assert list(differences(office)) == []


def test_free_text_never_enters_the_log(arrive, lin, clock, office) -> None:
    reception = arrive()
    visits.cancel(reception=reception, note="Mrs Zhou came with her sister", by=lin, now=clock())
    event = QueueEvent.objects.of(office).get(kind="cancel")
    assert event.payload["note"].startswith("sha256:")
    assert "sister" not in str(event.payload) + str(event.decision)
    assert event.note.text == "Mrs Zhou came with her sister"


@pytest.mark.clause("charter-6")
def test_void_is_asked_by_the_consultant_and_verified_by_the_manager(arrive, an, mei, clock, office) -> None:
    reception = arrive()
    visits.finish(reception=reception, outcome=None, by=an, now=clock())
    reception.refresh_from_db()
    asked = voids.ask_void(reception=reception, reason="peer", note="", by=an, now=clock())
    assert told(mei, NoticeKind.VOID_ASKED) == 1
    voids.answer_void(asked=asked, accept=True, by=mei, now=clock())
    reception.refresh_from_db()
    assert (reception.status, reception.counts) == (Status.VOID, False)
    assert [clause.id for clause in board_of(office, now=clock()).row_of(an).owed] == ["charter-6"]
    assert told(an, NoticeKind.VOID_VERIFIED) == 1
    [contact] = effective_contacts([reception.customer])[reception.customer_id]
    assert not contact.stands
    assert list(differences(office)) == []


def test_void_not_accepted_leaves_the_turn_spent(arrive, an, mei, clock, office) -> None:
    reception = arrive()
    asked = voids.ask_void(reception=reception, reason="unrelated", note="", by=an, now=clock())
    voids.answer_void(asked=asked, accept=False, by=mei, now=clock())
    reception.refresh_from_db()
    assert reception.counts
    assert VoidRequest.objects.get().state == VoidState.REFUSED
    with refused():
        voids.answer_void(asked=asked, accept=True, by=mei, now=clock())


def test_only_the_receiving_consultant_asks_and_only_once(arrive, an, bo, clock) -> None:
    reception = arrive()
    with refused():
        voids.ask_void(reception=reception, reason="peer", note="", by=bo, now=clock())
    voids.ask_void(reception=reception, reason="peer", note="", by=an, now=clock())
    with refused():
        voids.ask_void(reception=reception, reason="peer", note="", by=an, now=clock())


@pytest.mark.clause("A-20")
def test_manager_is_told_once_of_a_visitor_nobody_came_to(arrive, mei, clock) -> None:
    reception = arrive()
    assert warn_of_waiting(now=reception.arrived_at + timedelta(seconds=59)) == 0
    assert warn_of_waiting(now=reception.arrived_at + timedelta(seconds=60)) == 1
    assert warn_of_waiting(now=reception.arrived_at + timedelta(seconds=61)) == 0
    assert told(mei, NoticeKind.LATE) == 1


@pytest.mark.clause("floor-3.3", "floor-queue-5")
def test_own_consultant_away_is_assisted_and_it_counts_not(arrive, an, bo, chen, clock) -> None:
    first = arrive("Known")
    visits.finish(reception=first, outcome=None, by=an, now=clock())
    floor.step_out(consultant=an, reason="personal", by=an, now=clock())
    again = arrive(customer=CustomerEntry(customer_id=first.customer_id), history="visited", named=(an.pk,))
    assert (again.kind, again.counts, again.clause, again.consultant) == ("assist", False, "floor-3.3", bo)
    assert again.contact.role == ContactRole.ASSIST


@pytest.mark.clause("floor-queue-3")
def test_story_explains_the_make_up(arrive, an, bo, lin, clock) -> None:
    floor.step_out(consultant=an, reason="business", by=lin, now=clock())
    arrive("While away")
    floor.step_in(consultant=an, by=an, now=clock())
    reception = arrive("Make-up")
    assert (reception.consultant, reception.clause) == (an, "floor-queue-3")
    [step] = story_of(reception)
    assert step.kind == "makeup"
    [changed] = [each for each in step.standings if each.member == an]
    assert (changed.owed_before, changed.owed_after, changed.balance_before, changed.balance_after) == (
        1,
        0,
        1,
        0,
    )


def test_story_names_who_was_passed_and_why(arrive, an, lin, clock) -> None:
    floor.step_out(consultant=an, reason="business", by=lin, now=clock())
    reception = arrive()
    [step] = story_of(reception)
    [passed] = step.passed
    assert (passed.member, passed.earned) == (an.name, True)


@pytest.mark.clause("floor-queue-5.2", "charter-1.1")
def test_own_returning_customer_is_no_turn(arrive, an, office, clock) -> None:
    first = arrive("Known")
    visits.finish(reception=first, outcome=None, by=an, now=clock())
    again = arrive(customer=CustomerEntry(customer_id=first.customer_id), history="visited", named=(an.pk,))
    assert (again.consultant, again.kind, again.counts, again.clause) == (an, "own", False, "charter-1.1")
    assert board_of(office, now=clock()).row_of(an).turns_today == 1


@pytest.mark.clause("A-01", "B-34")
def test_what_the_visitor_said_is_kept_as_evidence(arrive, an, bo) -> None:
    known = arrive("Known")
    reception = arrive(
        customer=CustomerEntry(name="Friend", phone_answer="later", referred_by=known.customer_id),
        history="visited",
        named=(bo.pk, an.pk),
        refuses_named=True,
    )
    said = reception.contact.circumstances
    assert (said["history"], said["named"], said["refused"]) == ("visited", [bo.pk, an.pk], [bo.pk, an.pk])
    assert reception.customer.referred_by == known.customer


@pytest.mark.clause("A-23")
def test_board_says_who_is_next_and_who_sits_ready(arrive, office, bo, chen, clock) -> None:
    arrive()
    board = board_of(office, now=clock())
    assert [row.member for row in board.rows if row.is_next] == [bo]
    assert [row.member for row in board.rows if row.is_on_deck] == [chen]
