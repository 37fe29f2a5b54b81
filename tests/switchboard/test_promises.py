"""Call-backs, messages, the library, letters and mailboxes, and who is on the phones: the services."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Notice
from switchboard.enums import BackReason, LetterState
from switchboard.letter_steps import NEXT, WAITING
from switchboard.models import (
    CallBack,
    Caller,
    Letter,
    LetterStep,
    LibraryText,
    Mailbox,
    MailboxCheck,
    OnPhones,
)
from switchboard.selectors.library import texts_found
from switchboard.services import call_backs, letters, library, messages
from switchboard.services.callers import caller_of
from switchboard.services.phone_desks import Place, set_duty
from tests.cast import enrol
from tests.switchboard.rows import NOON, NUMBER, logged, on_the_phones, tells
from visitors.models import Contact

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def back(an, office) -> CallBack:
    return call_backs.make_call_back(
        office=office,
        reason=BackReason.QUESTION,
        question="when is the school built?",
        owner=an,
        due_at=NOON + timedelta(hours=1),
        caller=caller_of(office=office, number=NUMBER, now=NOON),
        who="Qian",
        by=an,
        now=NOON,
    )


# ------------------------------------------------------------------------------------------- call-backs


@pytest.mark.clause("F-06")
def test_a_call_back_is_tried_and_done(back, an) -> None:
    call_backs.note_try(call_back=back, by=an, now=NOON)
    with pytest.raises(Refusal):
        call_backs.end_call_back(call_back=back, answer=" ", by=an, now=NOON)
    done = call_backs.end_call_back(call_back=back, answer="in spring", by=an, now=NOON)
    assert (done.state, done.tries, done.answer, done.ended_by) == ("done", 1, "in spring", an)
    for deed in (call_backs.end_call_back, call_backs.drop_call_back):
        with pytest.raises(Refusal, match="settled"):
            deed(call_back=back, answer="again", by=an, now=NOON)


def test_nobody_has_to_call_any_more_says_why(back, an) -> None:
    with pytest.raises(Refusal):
        call_backs.drop_call_back(call_back=back, answer="", by=an, now=NOON)
    assert call_backs.drop_call_back(call_back=back, answer="came", by=an, now=NOON).state == "dropped"


def test_a_colleague_calls_instead_and_hears_of_it(back, an, bo, stranger) -> None:
    call_backs.give_call_back(call_back=back, to=bo, by=an, now=NOON)
    assert Notice.objects.get(member=bo).kind == NoticeKind.CALL_BACK
    with pytest.raises(Refusal):
        call_backs.give_call_back(call_back=back, to=stranger, by=an, now=NOON)


@pytest.mark.clause("F-06")
def test_who_is_late_hears_once_the_leaders_too(back, an, mei) -> None:
    late = NOON + timedelta(minutes=61)
    assert call_backs.tell_overdue(now=NOON + timedelta(minutes=60)) == 0
    assert [call_backs.tell_overdue(now=late) for _ in range(2)] == [1, 0]
    told = Notice.objects.filter(kind=NoticeKind.CALL_BACK_LATE)
    assert sorted(told.values_list("member", flat=True)) == sorted([an.pk, mei.pk])


def test_only_who_has_the_page_owes_a_call_back(back, office, an, lin) -> None:
    wang = enrol(office, "wang", Role.DIRECTOR)
    with pytest.raises(Refusal):
        call_backs.give_call_back(call_back=back, to=wang, by=an, now=NOON)
    call = logged(
        an, kind="colleague", who="Sun", phone=NUMBER, to=wang.pk, message="Call me.", wants_call=True
    )
    assert call.messages.get().to == wang
    assert call.call_backs.get().owner == an


@pytest.mark.django_db(transaction=True)
def test_a_number_whose_key_is_gone_is_said_to_be_unreadable(back, an) -> None:
    Caller.objects.update(sealed="gone")
    with pytest.raises(Refusal, match="key is gone"):
        call_backs.number_to_dial(
            call_back=CallBack.objects.select_related("caller").get(pk=back.pk), by=an, now=NOON
        )


def test_calling_a_customer_back_is_a_contact(office, an) -> None:
    call = logged(an, question="the fee?")
    call_backs.end_call_back(call_back=call.call_backs.get(), answer="told", by=an, now=NOON)
    outgoing = Contact.objects.filter(circumstances__outgoing=True).get()
    assert (outgoing.kind, outgoing.role, outgoing.customer) == ("call", "none", call.customer)


@pytest.mark.django_db(transaction=True)
def test_the_number_is_shown_to_who_calls_and_a_line_is_kept(back, an) -> None:
    assert call_backs.number_to_dial(call_back=back, by=an, now=NOON) == NUMBER
    kept = AuditEntry.objects.get(action=AuditAction.PHONE_REVEALED)
    assert kept.record == f"call_back:{back.pk}"
    assert NUMBER[3:] not in str(kept.details)
    for _ in range(29):
        call_backs.number_to_dial(call_back=back, by=an, now=NOON)
    with pytest.raises(Refusal, match="many whole numbers"):
        call_backs.number_to_dial(call_back=back, by=an, now=NOON)


# --------------------------------------------------------------------------------------------- messages


@pytest.mark.clause("F-23")
def test_a_message_is_passed_on_once(office, lin, bo) -> None:
    facts = {"office": office, "to": bo, "by": lin, "now": NOON}
    with pytest.raises(Refusal):
        messages.take_message(who="", text="call him", **facts)
    taken = messages.take_message(who="Qian", text="call him", **facts)
    assert Notice.objects.get(member=bo).kind == NoticeKind.PHONE_MESSAGE
    passed = messages.pass_on(message=taken, by=bo, now=NOON + timedelta(minutes=5))
    assert (passed.passed_by, passed.passed_at) == (bo, NOON + timedelta(minutes=5))
    with pytest.raises(Refusal, match="already"):
        messages.pass_on(message=taken, by=lin, now=NOON)


# ---------------------------------------------------------------------------------------------- library


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_library_starts_with_our_texts(office, mei, language) -> None:
    made = library.start_with_our_texts(office=office, language=language, by=mei, now=NOON)
    assert {text.kind for text in made} == {"answer", "script", "contact"}
    assert all(text.title and text.body for text in made)
    with pytest.raises(Refusal):
        library.start_with_our_texts(office=office, language=language, by=mei, now=NOON)


def test_a_text_is_found_changed_and_switched_off(office, mei) -> None:
    facts = {"kind": "answer", "title": "Parking?", "keywords": "car", "body": "One for each flat."}
    text = library.keep_text(office=office, text=None, by=mei, now=NOON, **facts)
    assert list(texts_found(office, "car")) == [text]
    library.keep_text(office=office, text=text, by=mei, now=NOON, **{**facts, "body": "Two.\n\nAt least."})
    assert LibraryText.objects.get().body == "Two.\n\nAt least."
    for _ in range(2):
        library.switch_text(text=text, is_on=False, by=mei, now=NOON)
    assert list(texts_found(office, "car")) == []
    assert AuditEntry.objects.filter(action=AuditAction.LIBRARY_CHANGED).count() == 3


# ---------------------------------------------------------------------------------------------- letters


def registered(by, **facts) -> Letter:
    values = {"mailbox": None, "arrived_on": TODAY, "sender": "Sun", "subject": "the fence"}
    values |= {"topic": "suggestion", **facts}
    return letters.register_letter(office=by.office, by=by, now=NOON, **values)


@pytest.mark.clause("G-20", "F-33")
def test_a_letter_is_registered_forwarded_and_answered(office, fang, bo) -> None:
    letter = registered(fang)
    assert (str(letter), letter.responsible, letter.answer_by) == (
        "2026-001",
        fang,
        TODAY + timedelta(days=3),
    )
    moved = letters.forward_letter(
        letter=letter, topic="complaint", department="Gardens", to=bo, note="please", by=fang, now=NOON
    )
    assert (moved.state, moved.topic, moved.responsible, moved.with_member) == (
        LetterState.FORWARDED,
        "complaint",
        fang,
        bo,
    )
    assert Notice.objects.get(member=bo).kind == NoticeKind.LETTER_FORWARDED
    done = letters.end_letter(letter=letter, answered=True, note="mended in May", by=bo, now=NOON)
    assert (done.state, done.ended_on) == (LetterState.ANSWERED, TODAY)
    steps = list(LetterStep.objects.order_by("pk").values_list("kind", flat=True))
    assert steps == ["registered", "forwarded", "answered"]
    with pytest.raises(Refusal, match="settled"):
        letters.end_letter(letter=letter, answered=False, note="x", by=bo, now=NOON)


def test_letters_of_a_year_are_numbered_without_a_gap(fang) -> None:
    assert [registered(fang).number for _ in range(3)] == [1, 2, 3]
    with pytest.raises(Refusal):
        registered(fang, topic="other", subject=" ")
    assert registered(fang).number == 4


def test_a_customers_letter_is_a_contact(fang, an) -> None:
    customer = logged(an).customer
    letter = registered(fang, customer=customer)
    assert (letter.contact.kind, letter.contact.customer) == ("letter", customer)


def test_a_letter_that_complains_opens_a_complaint(fang, an) -> None:
    customer = logged(an).customer
    letter = registered(fang, topic="complaint", customer=customer)
    assert (letter.ticket.channel, letter.ticket.kind, letter.ticket.customer) == (
        "letter",
        "written",
        customer,
    )
    assert Contact.objects.filter(kind="letter", customer=customer).count() == 1


@pytest.mark.clause("G-13")
def test_a_letter_found_to_complain_opens_a_complaint_once(fang, an) -> None:
    customer = logged(an).customer
    letter = registered(fang, customer=customer)
    said = {"department": "Gardens", "to": None, "note": "", "by": fang, "now": NOON}
    moved = letters.forward_letter(letter=letter, topic="complaint", **said)
    assert (moved.ticket.kind, moved.ticket.customer) == ("written", customer)
    assert letters.forward_letter(letter=letter, topic="complaint", **said).ticket == moved.ticket
    assert Contact.objects.filter(kind="letter", customer=customer).count() == 1


def test_a_step_says_what_was_answered(fang) -> None:
    letter = registered(fang)
    for answered in (True, False):
        with pytest.raises(Refusal):
            letters.end_letter(letter=letter, answered=answered, note="", by=fang, now=NOON)
    with pytest.raises(Refusal):
        letters.forward_letter(
            letter=letter, topic="other", department="", to=None, note="", by=fang, now=NOON
        )


def test_steps_are_never_changed(fang) -> None:
    registered(fang)
    with pytest.raises(DatabaseError), transaction.atomic():
        LetterStep.objects.update(topic="other")


@pytest.mark.clause("F-27")
def test_an_overdue_letter_is_told_of_once(fang, mei) -> None:
    registered(fang)
    late = NOON + timedelta(days=4)
    assert letters.remind_of_letters(now=NOON) == 0
    assert [letters.remind_of_letters(now=late) for _ in range(2)] == [1, 0]
    told = Notice.objects.filter(kind=NoticeKind.LETTER_LATE).values_list("member", flat=True)
    assert sorted(told) == sorted([fang.pk, mei.pk])


@pytest.mark.clause("F-27")
def test_a_box_that_nobody_looked_into_is_told_of_in_the_afternoon(office, fang, lin) -> None:
    facts = {"kind": "letterbox", "name": "At the door", "address": ""}
    box = letters.keep_mailbox(office=office, mailbox=None, by=fang, now=NOON, **facts)
    five = NOON + timedelta(hours=5)
    assert letters.remind_of_letters(now=NOON) == 0
    assert [letters.remind_of_letters(now=five) for _ in range(2)] == [1, 0]
    assert Notice.objects.filter(kind=NoticeKind.MAILBOX_UNSEEN).count() == 2
    tomorrow = NOON + timedelta(days=1)
    letters.check_mailbox(mailbox=box, found=2, by=lin, now=tomorrow)
    assert letters.remind_of_letters(now=tomorrow + timedelta(hours=5)) == 0
    assert MailboxCheck.objects.get().found == 2


def test_a_box_has_a_name_of_its_own(office, fang) -> None:
    facts = {"kind": "email", "name": "Post", "address": ""}
    letters.keep_mailbox(office=office, mailbox=None, by=fang, now=NOON, **facts)
    with pytest.raises(Refusal, match="already"):
        letters.keep_mailbox(office=office, mailbox=None, by=fang, now=NOON, **facts)
    letters.switch_mailbox(mailbox=Mailbox.objects.get(), is_on=False, by=fang, now=NOON)
    with pytest.raises(Refusal, match="out of use"):
        letters.check_mailbox(mailbox=Mailbox.objects.get(), found=0, by=fang, now=NOON)


def test_the_table_of_steps_leads_only_to_states_there_are() -> None:
    assert set(NEXT) == set(LetterState.values)
    assert {to for steps in NEXT.values() for to in steps.values()} <= set(NEXT)
    assert {LetterState.OPEN, LetterState.FORWARDED} == WAITING


# ------------------------------------------------------------------------------------------ the phones


def test_who_joins_the_phones_joins_at_the_end(office, lin, an, bo) -> None:
    on_the_phones(an, by=lin)
    tells(office, "answered", extension="201")
    on_the_phones(bo, an, by=lin)
    rows = {row.member: row for row in OnPhones.objects.select_related("member")}
    assert (rows[an].last_turn, rows[bo].last_turn) == (1, 1)
    assert (rows[bo].place, rows[bo].extension, rows[an].extension) == (1, "201", "202")


def test_a_telephone_belongs_to_one(office, lin, an, bo, stranger) -> None:
    places = [Place(an.pk, 1, extension="201"), Place(bo.pk, 2, extension="201")]
    with pytest.raises(Refusal, match="same extension"):
        set_duty(office=office, places=places, by=lin, now=NOON)
    with pytest.raises(Refusal):
        set_duty(office=office, places=[Place(stranger.pk, 1)], by=lin, now=NOON)
    assert not OnPhones.objects.exists()
