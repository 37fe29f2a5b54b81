"""A running reception goes to another consultant: the manager's choice, and back to whose customer it is."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from offices.enums import NoticeKind, Role
from offices.models import Member, Notice
from reception.enums import Move, Status
from reception.models import QueueEvent
from reception.selectors.board import board_of
from reception.services import floor, hand_over, roster, visits
from reception.services.effects import EffectChanged
from reception.services.verify import differences
from reception.services.warnings import warn_of_waiting
from reception.targets import MANAGER_DECIDED, OWN_CONSULTANT_HERE
from tests.cast import PASSWORD, enrol
from tests.page_forms import form_with
from tests.reception.conftest import refused
from visitors.enums import ContactRole
from visitors.models import ContactCorrection
from visitors.selectors.effective_contacts import effective_contacts
from visitors.services.customers import CustomerEntry

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def reassign(mei, clock):
    """By the manager, with the effect read just before."""

    def reassign(reception, to: Member, *, owed: bool = True, reason: str = "called away"):
        promised = hand_over.effect_of_reassign(reception, to=to, owed=owed, by=mei).digest
        return hand_over.reassign(
            reception=reception, to=to, owed=owed, reason=reason, promised=promised, by=mei, now=clock()
        )

    return reassign


@pytest.fixture
def hand_back(mei, clock):
    def hand_back(reception, to: Member, reason: str = "met before"):
        promised = hand_over.effect_of_hand_back(reception, to=to, by=mei).digest
        return hand_over.hand_back(
            reception=reception, to=to, reason=reason, promised=promised, by=mei, now=clock()
        )

    return hand_back


def told(member: Member, kind: NoticeKind) -> int:
    return Notice.objects.filter(member=member, kind=kind).count()


@pytest.mark.clause("charter-11")
def test_manager_gives_a_reception_to_whom_they_choose(arrive, reassign, office, an, chen, clock) -> None:
    reception = arrive()
    visits.meet(reception=reception, by=an, now=clock())
    given = reassign(reception, chen)
    board = board_of(office, now=clock())
    assert (given.consultant, given.status, given.counts) == (chen, Status.CALLED, True)
    assert (board.row_of(an).balance, board.row_of(chen).balance) == (1, -1)
    assert [clause.id for clause in board.row_of(an).owed] == ["charter-11"]
    assert told(an, NoticeKind.TAKEN_AWAY) == 1 and told(chen, NoticeKind.CALLED) == 1
    assert list(differences(office)) == []


@pytest.mark.clause("charter-11")
def test_spent_turn_is_not_owed_and_counts_no_longer(arrive, reassign, office, an, chen, clock) -> None:
    given = reassign(arrive(), chen, owed=False)
    board = board_of(office, now=clock())
    assert not given.counts
    assert (board.row_of(an).balance, board.row_of(chen).balance) == (0, 0)


def test_reason_stands_beside_the_log_and_a_code_in_it(arrive, reassign, office, chen, mei) -> None:
    reassign(arrive(), chen, reason="An drives Mrs Zhou to the show flat")
    event = QueueEvent.objects.of(office).get(kind="reassign")
    assert (event.payload["why"], event.payload["by"], event.by) == (MANAGER_DECIDED, mei.code, mei)
    assert "Zhou" not in str(event.payload) and event.note.text == "An drives Mrs Zhou to the show flat"


def test_contact_follows_the_hand_over_as_evidence(arrive, reassign, an, chen) -> None:
    given = reassign(arrive(), chen, owed=False)
    correction = ContactCorrection.objects.get(contact=given.contact)
    assert (correction.kind, correction.to, correction.counted) == ("reassigned", chen, False)
    [contact] = effective_contacts([given.customer])[given.customer_id]
    assert (contact.consultant, contact.role, contact.counted) == (chen.pk, ContactRole.RECEPTION, False)
    given.contact.refresh_from_db()
    assert given.contact.consultant == an


@pytest.mark.clause("floor-3.1")
def test_customer_is_handed_back_to_the_own_consultant(arrive, hand_back, office, an, bo, clock) -> None:
    reception = arrive()
    given = hand_back(reception, bo)
    board = board_of(office, now=clock())
    assert (given.consultant, given.kind, given.counts, given.clause) == (bo, "own", True, "floor-3.1")
    assert [clause.id for clause in board.row_of(an).owed] == ["floor-3.1"]
    assert board.row_of(bo).balance == -1
    event = QueueEvent.objects.of(office).get(kind="hand_back")
    assert event.payload["why"] == OWN_CONSULTANT_HERE and event.note.text == "met before"
    assert told(an, NoticeKind.TAKEN_AWAY) == 1 and told(bo, NoticeKind.CALLED) == 1
    assert list(differences(office)) == []


@pytest.mark.clause("floor-3.1", "floor-3.3")
def test_assistance_handed_back_is_a_reception_of_the_owner(arrive, hand_back, an, clock, office) -> None:
    first = arrive("Known")
    visits.finish(reception=first, outcome=None, by=an, now=clock())
    floor.step_out(consultant=an, reason="business", by=an, now=clock())
    again = arrive(customer=CustomerEntry(customer_id=first.customer_id), history="visited", named=(an.pk,))
    assert again.contact.role == ContactRole.ASSIST
    floor.step_in(consultant=an, by=an, now=clock())
    given = hand_back(again, an)
    assert (given.kind, given.counts) == ("own", False)
    latest = effective_contacts([given.customer])[given.customer_id][-1]
    assert (latest.consultant, latest.role, latest.counted) == (an.pk, ContactRole.RECEPTION, False)
    assert ContactCorrection.objects.get(contact=given.contact).reason == "floor-3.1"


@pytest.mark.clause("floor-3.1")
def test_own_customer_is_not_handed_back(arrive, hand_back, an, bo, clock) -> None:
    first = arrive("Known")
    visits.finish(reception=first, outcome=None, by=an, now=clock())
    again = arrive(customer=CustomerEntry(customer_id=first.customer_id), history="visited", named=(an.pk,))
    with refused():
        hand_back(again, bo)
    again.refresh_from_db()
    assert again.consultant == an


@pytest.mark.clause("A-20")
def test_clock_of_a_visitor_handed_over_runs_anew(arrive, reassign, an, chen, mei, clock) -> None:
    """The hour already spent with An is no waiting; what was waited on arrival stays as it was."""
    reception = arrive()
    visits.meet(reception=reception, by=an, now=clock(seconds=20))
    clock(hours=1)
    given = reassign(reception, chen)
    assert given.waits_since == given.called_at > given.arrived_at
    assert given.was_handed_over
    assert warn_of_waiting(now=given.called_at + timedelta(seconds=59)) == 0
    assert warn_of_waiting(now=given.called_at + timedelta(seconds=60)) == 1
    visits.meet(reception=given, by=chen, now=clock())
    given.refresh_from_db()
    assert given.met_at - given.arrived_at == timedelta(seconds=20)


def test_waiting_visitor_is_served_by_whom_the_hand_over_frees(arrive, hand_back, an, bo, office) -> None:
    reception = arrive("First")
    for name in ("Second", "Third", "Fourth", "Patient"):
        waiting = arrive(name)
    hand_back(reception, bo)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.consultant) == (Status.CALLED, an)
    assert list(differences(office)) == []


def test_nobody_who_is_away_refused_or_has_it_already_receives(arrive, reassign, an, bo, chen, clock) -> None:
    reception = arrive(history="visited", named=(bo.pk,), refuses_named=True)
    floor.step_out(consultant=chen, reason="business", by=chen, now=clock())
    for member in (reception.consultant, bo, chen):
        with refused():
            reassign(reception, member)
    reception.refresh_from_db()
    assert reception.consultant == an


def test_without_a_reason_nothing_is_given_over(arrive, reassign, an, bo) -> None:
    reception = arrive()
    with refused():
        reassign(reception, bo, reason="  ")
    reception.refresh_from_db()
    assert reception.consultant == an


def test_unread_effect_is_no_consent(arrive, an, bo, mei, clock) -> None:
    reception = arrive()
    with pytest.raises(EffectChanged), transaction.atomic():
        hand_over.reassign(
            reception=reception, to=bo, owed=True, reason="why not", promised="", by=mei, now=clock()
        )
    reception.refresh_from_db()
    assert reception.consultant == an


@pytest.mark.clause("charter-11")
def test_order_is_set_anew_with_its_reason(opened, an, bo, chen, ding, mei, clock) -> None:
    wanted = [ding, an, bo, chen]
    promised = roster.effect_of_reorder(opened, wanted, by=mei).digest
    roster.reorder(office=opened, order=wanted, reason="drawn by lot", promised=promised, by=mei, now=clock())
    assert [row.member for row in board_of(opened, now=clock()).rows] == wanted
    assert QueueEvent.objects.of(opened).get(kind="reorder").note.text == "drawn by lot"


def test_order_that_forgets_somebody_is_refused(opened, an, bo, chen, mei, clock) -> None:
    effect = roster.effect_of_reorder(opened, [an, bo, chen], by=mei)
    assert "everybody who is signed in" in effect.refusal
    with refused():
        roster.reorder(
            office=opened, order=[an, bo], reason="short", promised=effect.digest, by=mei, now=clock()
        )


@pytest.mark.parametrize("move", [Move.SIGN_OUT, Move.BUSINESS, Move.PERSONAL])
def test_manager_moves_somebody_with_a_reason(opened, an, mei, clock, move: Move) -> None:
    promised = roster.effect_of_move(an, move, by=mei, now=clock()).digest
    roster.move(consultant=an, move=move, reason="fetches keys", promised=promised, by=mei, now=clock())
    event = QueueEvent.objects.of(opened).latest("seq")
    assert (event.by, event.note.text, event.payload["consultant"]) == (mei, "fetches keys", an.code)
    assert list(differences(opened)) == []


def test_pages_lead_from_the_visit_to_the_deed(client: Client, arrive, mei, an, bo) -> None:
    reception = arrive()
    client.force_login(mei.user)
    page = client.get(reception.get_absolute_url()).content.decode()
    address = f"/harbour/visits/{reception.visit}/reassign/"
    assert address in page and f"/harbour/visits/{reception.visit}/hand-back/" in page
    look = client.post(address, {"to": bo.pk, "owed": "yes"})
    assert "An is owed one turn." in look.content.decode()
    sent = {**form_with(look, "effect").fields, "to": bo.pk, "owed": "yes", "reason": "asked", "do": "yes"}
    assert client.post(address, sent)["Location"] == reception.get_absolute_url()
    reception.refresh_from_db()
    assert reception.consultant == bo


def test_reason_typed_survives_the_end_of_the_session(client: Client, arrive, mei, bo) -> None:
    reception = arrive()
    address = f"/harbour/visits/{reception.visit}/reassign/"
    answer = client.post(address, {"to": bo.pk, "reason": "asked for Bo", "owed": "yes"})
    assert answer.status_code == 401
    resume = answer.context["resume"]
    entered = {"username": "mei", "password": PASSWORD, "resume": resume}
    page = client.post("/login/", entered, follow=True).content.decode()
    assert "asked for Bo" in page


def test_consultants_of_another_office_cannot_receive(client: Client, arrive, mei, stranger) -> None:
    reception = arrive()
    client.force_login(mei.user)
    address = f"/harbour/visits/{reception.visit}/reassign/"
    answer = client.post(address, {"to": stranger.pk, "owed": "yes", "reason": "friend", "do": "yes"})
    assert answer.status_code == 422 and "to" in answer.context["form"].errors


def test_manager_of_another_office_finds_no_such_visit(client: Client, arrive, other_office) -> None:
    reception = arrive()
    boss = enrol(other_office, "boss", Role.MANAGER)
    client.force_login(boss.user)
    for page in ("reassign", "hand-back"):
        assert client.get(f"/harbour/visits/{reception.visit}/{page}/").status_code == 404
        assert client.get(f"/hillside/visits/{reception.visit}/{page}/").status_code == 404
    reception.refresh_from_db()
    assert reception.consultant_id != boss.pk
