"""A call that is written down: what stands in the register, what follows, and what is refused."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from followups.enums import FollowUpChannel, FollowUpPurpose
from followups.models import Appointment, FollowUp
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Notice
from switchboard.models import CallBack, IncomingCall, IncomingWords, PhoneMessage
from switchboard.selectors.joined import calls_before, visits_of_calls
from switchboard.services.calls import correct_call
from tests.cast import enrol
from tests.switchboard.rows import NOON, NUMBER, TYPED, logged, tells
from tests.visitors.rows import file_of, receive
from visitors.models import CallWishes, Contact, Customer

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)


@pytest.mark.clause("F-21", "F-15")
def test_a_call_is_a_line_a_contact_and_an_appointment(an) -> None:
    call = logged(an, topics=["price"], rings=2, minutes=4, note="three rooms")
    assert (call.number, call.kind, call.is_first, call.rings, call.minutes) == (1, "customer", True, 2, 4)
    assert call.contact.kind == "call" and call.contact.role == "phone" and call.contact.consultant == an
    assert call.contact.circumstances == {"history": "first"}
    assert Appointment.objects.get() == call.appointment
    assert call.words.note == "three rooms" and call.invited
    assert call.caller.number == NUMBER


def test_lines_of_a_day_are_numbered_without_a_gap(an) -> None:
    first = [logged(an, customer={"phone": f"1380000000{n}"}).number for n in range(3)]
    with pytest.raises(Refusal):
        logged(an, kind="enquiry")
    later = NOON + timedelta(days=1)
    assert first == [1, 2, 3]
    assert logged(an, now=NOON, kind="unknown").number == 4
    assert logged(an, now=later, kind="unknown").number == 1


@pytest.mark.clause("F-11")
def test_a_known_number_opens_the_customer_who_has_it(an, bo, lin) -> None:
    known = file_of(lin, name="Zhou", phone=NUMBER)
    receive(known, bo, at=NOON - timedelta(days=3))
    call = logged(an, customer={"name": "Mrs Zhou"})
    assert call.customer == known
    assert Customer.objects.count() == 1
    assert (call.contact.consultant, call.contact.role) == (an, "none")


def test_whoever_called_before_is_no_first_caller(an) -> None:
    logged(an)
    assert logged(an).is_first is False


@pytest.mark.clause("F-16")
def test_a_visit_or_the_next_call_is_compulsory(an) -> None:
    with pytest.raises(Refusal) as refused:
        logged(an, visit_at=None)
    assert refused.value.field == "next_step"
    assert not IncomingCall.objects.exists() and not Customer.objects.exists()


def test_the_database_wants_to_know_what_is_next(an) -> None:
    call = logged(an)
    copy = {field.name: getattr(call, field.name) for field in IncomingCall._meta.concrete_fields}
    copy |= {"id": None, "number": 99, "appointment": None, "line": None}
    with pytest.raises(IntegrityError, match="incoming_call_says_what_is_next"), transaction.atomic():
        IncomingCall.objects.create(**copy)


@pytest.mark.clause("F-16")
def test_the_next_call_stands_on_somebodys_list(an) -> None:
    call = logged(an, visit_at=None, next_on=TOMORROW.date(), next_at=TOMORROW)
    due = FollowUp.objects.due().get(agreed_at=TOMORROW)
    assert (due.owner, due.channel, due.purpose) == (an, FollowUpChannel.CALL, FollowUpPurpose.INVITE)
    assert (call.next_on, call.next_at) == (TOMORROW.date(), TOMORROW)


def test_the_owner_calls_next_else_who_was_chosen(lin, an, bo) -> None:
    with pytest.raises(Refusal) as refused:
        logged(lin, visit_at=None, next_on=TOMORROW.date())
    assert refused.value.field == "caller"
    logged(lin, visit_at=None, next_on=TOMORROW.date(), caller=bo.pk)
    assert FollowUp.objects.due().filter(source="manual").get().owner == bo
    known = file_of(lin, name="Wu", phone="13800005678")
    receive(known, an, at=NOON - timedelta(days=1))
    facts = {"customer": {"phone": "13800005678"}, "visit_at": None, "next_on": TOMORROW.date()}
    logged(lin, **facts)
    assert FollowUp.objects.due().get(source="manual", customer=known).owner == an


@pytest.mark.clause("F-15")
def test_contact_may_be_declined_with_a_note(an) -> None:
    declined = {"phone": "", "phone_answer": "refused", "phone_note": "only asks the price"}
    call = logged(an, customer=declined, visit_at=None)
    assert call.refused and call.words.refusal == "only asks the price"
    assert call.customer.phone_answer == "refused"
    with pytest.raises(Refusal):
        logged(an, customer={**declined, "phone_note": ""}, visit_at=None)


def test_who_declines_is_not_filed_under_the_number_that_the_line_knows(office, an) -> None:
    line = tells(office, "ringing")
    declined = {"phone": "", "phone_answer": "refused", "phone_note": "no calls please"}
    call = logged(an, line=line.pk, customer=declined, visit_at=None)
    assert call.caller == line.caller
    assert not call.customer.phones.exists()


def test_a_next_call_needs_a_number(an) -> None:
    declined = {"phone": "", "phone_answer": "refused", "phone_note": "no"}
    with pytest.raises(Refusal) as refused:
        logged(an, customer=declined, visit_at=None, next_on=TOMORROW.date())
    assert refused.value.field == "phone"


def test_a_promising_caller_is_marked(an) -> None:
    call = logged(an, is_quality=True)
    assert CallWishes.objects.get(customer=call.customer).quality


@pytest.mark.clause("F-06")
def test_what_nobody_knows_is_called_back(an, bo) -> None:
    call = logged(an, question="when is the school built?", asks=bo.pk)
    back = call.call_backs.get()
    assert (back.owner, back.question, back.customer) == (bo, "when is the school built?", call.customer)
    assert back.due_at == NOON + timedelta(minutes=60)


@pytest.mark.clause("F-05", "F-23")
def test_a_call_for_a_colleague_is_a_message_and_a_call_back_never_handed_on(an, bo) -> None:
    facts = {"kind": "colleague", "who": "Qian", "phone": TYPED, "to": bo.pk, "message": "the contract"}
    logged(an, **facts, wants_call=True)
    message, back = PhoneMessage.objects.get(), CallBack.objects.get()
    assert (message.to, message.who, message.taken_by, message.passed_at) == (bo, "Qian", an, None)
    assert (back.owner, back.reason, back.caller.number) == (bo, "colleague", NUMBER)
    kinds = list(Notice.objects.filter(member=bo).order_by("pk").values_list("kind", flat=True))
    assert kinds == [NoticeKind.PHONE_MESSAGE, NoticeKind.CALL_BACK]
    assert not Contact.objects.exists()


@pytest.mark.clause("F-26")
def test_who_asks_something_is_helped(an) -> None:
    with pytest.raises(Refusal) as refused:
        logged(an, kind="enquiry")
    assert refused.value.field == "help"
    assert logged(an, kind="enquiry", help="department", note="property office").help == "department"
    with pytest.raises(Refusal) as refused:
        logged(an, kind="enquiry", help="call_back", question="fees?")
    assert refused.value.field == "phone"
    logged(an, kind="enquiry", help="call_back", question="fees?", phone=TYPED)
    assert CallBack.objects.get().question == "fees?"


@pytest.mark.clause("F-24")
def test_an_unclear_caller_leaves_a_line_and_nothing_else(an) -> None:
    call = logged(an, kind="unknown", note="asked for salaries; declined politely")
    assert call.customer is None and call.contact is None
    assert not Customer.objects.exists() and not CallBack.objects.exists()


@pytest.mark.clause("F-31")
def test_urgent_matters_are_told_to_the_leaders_at_once(an, mei) -> None:
    logged(an, kind="unknown", is_urgent=True)
    assert Notice.objects.get(member=mei).kind == NoticeKind.CALL_URGENT


def test_a_complaint_is_opened_with_the_callers_words(an) -> None:
    with pytest.raises(Refusal) as refused:
        logged(an, kind="complaint")
    assert refused.value.field == "note"
    call = logged(an, kind="complaint", note="water in the cellar", who="Sun", phone=TYPED)
    assert (call.ticket.channel, call.ticket.answerable, call.ticket.summary) == (
        "call",
        an,
        "water in the cellar",
    )
    assert call.ticket.masked == "138****1234"


def test_a_call_on_the_line_is_written_down_once(office, an, bo) -> None:
    line = tells(office, "ringing")
    logged(an, line=line.pk)
    with pytest.raises(Refusal, match="register already"):
        logged(bo, line=line.pk)


def test_people_and_lines_of_another_office_are_not_known(office, other_office, an, stranger) -> None:
    theirs = tells(other_office, "ringing")
    for facts in (
        {"line": theirs.pk},
        {"answered_by": stranger.pk},
        {"kind": "colleague", "to": stranger.pk},
    ):
        with pytest.raises(Refusal):
            logged(an, **facts)


def test_a_line_of_the_register_is_never_changed(an) -> None:
    call = logged(an)
    for deed in (
        lambda: IncomingCall.objects.filter(pk=call.pk).update(minutes=9),
        lambda: IncomingCall.objects.filter(pk=call.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_a_correction_is_another_line_with_the_same_number(an, bo, mei) -> None:
    call = logged(an, rings=2, note="asked the price")
    facts = {"topics": ["price"], "is_first": False, "source": "friend", "rings": 4, "minutes": 12}
    made = correct_call(
        call=call, **facts, answered_by=bo, invited=True, note="and the garden", by=mei, now=NOON
    )
    assert (made.number, made.on, made.customer, made.appointment) == (
        1,
        call.on,
        call.customer,
        call.appointment,
    )
    assert (made.rings, made.answered_by, made.words.note) == (4, bo, "and the garden")
    assert list(IncomingCall.objects.standing()) == [made]
    assert IncomingWords.objects.get(call=call).note == "asked the price"
    with pytest.raises(Refusal, match="meanwhile"):
        correct_call(call=call, **facts, answered_by=bo, invited=True, note="", by=mei, now=NOON)


def test_a_caller_who_comes_is_joined_to_the_visit(an, lin) -> None:
    call = logged(an)
    early = logged(an, customer={"phone": "13800005678"})
    assert visits_of_calls([call, early]) == {}
    came = receive(call.customer, an, at=TOMORROW, visit="6f1d2f1e-0000-4000-8000-000000000001")
    later = receive(
        call.customer, an, at=TOMORROW + timedelta(days=3), visit="6f1d2f1e-0000-4000-8000-000000000002"
    )
    found = visits_of_calls([call, early])
    assert {pk: str(visit) for pk, (visit, _) in found.items()} == {call.pk: came.visit}
    assert [each.pk for each in calls_before(call.customer, TOMORROW)] == [call.pk]
    assert calls_before(call.customer, later.at) == []


def test_the_backup_is_told_from_the_others(an, chen, lin) -> None:
    from tests.switchboard.rows import on_the_phones

    on_the_phones(an, backup=chen, by=lin)
    assert not logged(an).by_backup
    assert logged(chen, kind="unknown").by_backup


def test_only_who_calls_customers_may_owe_the_next_call(an, office) -> None:
    clerk = enrol(office, "clerk", Role.DESK)
    with pytest.raises(Refusal) as refused:
        logged(an, visit_at=None, next_on=TOMORROW.date(), caller=clerk.pk)
    assert refused.value.field == "caller"
