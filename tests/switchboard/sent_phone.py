"""The forms of the phone desk, ready to be sent (tests/reception/sent_forms.py)."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from switchboard.models import CallBack, IncomingCall, Letter, LibraryText, Mailbox, PhoneMessage
from switchboard.services.call_backs import make_call_back
from switchboard.services.call_entry import IncomingEntry
from switchboard.services.callers import caller_of
from switchboard.services.calls import log_call
from switchboard.services.letters import keep_mailbox, register_letter
from switchboard.services.library import keep_text
from switchboard.services.messages import take_message
from switchboard.services.phone_desks import Place, set_duty
from tests.reception.sent_form import House, SentForm

NUMBER = "+8613812345678"


def _line(house: House) -> IncomingCall:
    entry = IncomingEntry(kind="unknown", note="asked for the manager")
    return log_call(office=house.office, entry=entry, by=house.chief, now=timezone.now())


def _back(house: House) -> CallBack:
    now = timezone.now()
    return make_call_back(
        office=house.office,
        reason="question",
        question="when is the school built?",
        owner=house.chief,
        due_at=now + timedelta(hours=1),
        caller=caller_of(office=house.office, number=NUMBER, now=now),
        by=house.chief,
        now=now,
    )


def _message(house: House) -> PhoneMessage:
    return take_message(
        office=house.office, to=house.first, who="Qian", text="call him", by=house.chief, now=timezone.now()
    )


def _text(house: House) -> LibraryText:
    facts = {"kind": "answer", "title": "Parking?", "keywords": "car", "body": "One for each flat."}
    return keep_text(office=house.office, text=None, by=house.chief, now=timezone.now(), **facts)


def _box(house: House) -> Mailbox:
    facts = {"kind": "letterbox", "name": "At the door", "address": ""}
    return keep_mailbox(office=house.office, mailbox=None, by=house.chief, now=timezone.now(), **facts)


def _letter(house: House) -> Letter:
    now = timezone.now()
    return register_letter(
        office=house.office,
        mailbox=None,
        arrived_on=house.office.business_date(now),
        sender="Sun",
        subject="the fence",
        topic="suggestion",
        by=house.chief,
        now=now,
    )


def _at(name: str, made: Callable[[House], object]) -> Callable[[House], str]:
    return lambda house: house.page(f"switchboard:{name}", made(house).pk)  # type: ignore[attr-defined]


def _page(name: str) -> Callable[[House], str]:
    return lambda house: house.page(f"switchboard:{name}")


def _on_duty(house: House) -> str:
    set_duty(office=house.office, places=[Place(house.first.pk, 1)], by=house.chief, now=timezone.now())
    return house.page("switchboard:step")


CALL = {
    "line": "",
    "customer": "",
    "kind": "customer",
    "name": "Zhou Mingming",
    "phone": "13812345678",
    "phone_answer": "given",
    "phone_note": "",
    "is_first": "yes",
    "topics": "price",
    "help": "",
    "invited": "on",
    "next_step": "visit",
    "visit_on": "{day}",
    "visit_time": "10:30",
    "people": "2",
    "next_on": "",
    "next_time": "",
    "caller": "",
    "question": "when is the school built?",
    "asks": "{first}",
    "to": "",
    "message": "",
    "wants_call": "",
    "note": "three rooms",
    "answered_by": "{first}",
    "called_at": "",
    "rings": "2",
    "minutes": "4",
    "honorific": "mr",
    "source": "friend",
    "consent_call": "yes",
    "consent_sms": "no",
    "is_quality": "on",
    "is_urgent": "",
}
CORRECTION = {
    "is_first": "no",
    "topics": "price",
    "source": "friend",
    "answered_by": "{second}",
    "rings": "4",
    "minutes": "9",
    "invited": "on",
    "note": "asked twice",
}
BACK = {
    "name": "Qian",
    "phone": "13812345678",
    "question": "the fee",
    "owner": "{first}",
    "due_on": "{day}",
    "due_time": "10:30",
}
TEXT = {"kind": "answer", "title": "Parking?", "keywords": "car garage", "body": "One for each flat."}
LETTER = {
    "customer": "",
    "mailbox": "",
    "arrived_on": "{today}",
    "name": "Sun",
    "subject": "the fence",
    "topic": "suggestion",
    "answer_by": "{day}",
}
BOX = {"kind": "email", "name": "Post of the house", "address": "post@harbour.example"}

PHONE_FORMS = {
    "switchboard:write": SentForm(
        _page("write"), CALL, words=("name", "phone", "question", "note", "called_at", "rings")
    ),
    "switchboard:match": SentForm(_page("match"), {"name": "Zhou", "field": "customer"}, changes=False),
    "switchboard:correct": SentForm(_at("correct", _line), CORRECTION, words=("note", "rings", "minutes")),
    "switchboard:call_back_new": SentForm(_page("call_back_new"), BACK, words=("name", "phone", "question")),
    "switchboard:call_back": SentForm(_at("call_back", _back), {"answer": "told him"}, words=("answer",)),
    # The number is read, and a line kept of each time; nobody sees it without.
    "switchboard:call_back_dial": SentForm(_at("call_back_dial", _back), changes=False, nests=False),
    "switchboard:call_back_try": SentForm(_at("call_back_try", _back)),
    "switchboard:call_back_drop": SentForm(
        _at("call_back_drop", _back), {"answer": "called again herself"}, words=("answer",)
    ),
    "switchboard:call_back_give": SentForm(_at("call_back_give", _back), {"to": "{second}"}),
    "switchboard:message_new": SentForm(
        _page("message_new"),
        {"to": "{first}", "who": "Qian", "phone": "13812345678", "text": "call him", "is_urgent": "on"},
        words=("who", "phone", "text"),
    ),
    "switchboard:message_passed": SentForm(_at("message_passed", _message)),
    "switchboard:library_start": SentForm(_page("library_start")),
    "switchboard:text_new": SentForm(_page("text_new"), TEXT, words=("title", "keywords", "body")),
    "switchboard:text": SentForm(_at("text", _text), TEXT, words=("title", "keywords", "body")),
    "switchboard:text_switch": SentForm(_at("text_switch", _text), {"do": "off"}),
    "switchboard:duty": SentForm(
        _page("duty"),
        {
            "here_{first.pk}": "on",
            "place_{first.pk}": "1",
            "extension_{first.pk}": "201",
            "here_{second.pk}": "on",
            "place_{second.pk}": "2",
            "backup_{second.pk}": "on",
        },
    ),
    "switchboard:step": SentForm(_on_duty, {"do": "away"}, by="first"),
    "switchboard:pbx": SentForm(_page("pbx")),
    "switchboard:pbx_off": SentForm(_page("pbx_off")),
    "switchboard:letter_new": SentForm(_page("letter_new"), LETTER, words=("name", "subject")),
    "switchboard:letter_forward": SentForm(
        _at("letter_forward", _letter),
        {"topic": "suggestion", "department": "Gardens", "to": "{first}", "note": "please"},
        words=("department", "note"),
    ),
    "switchboard:letter_end": SentForm(
        _at("letter_end", _letter), {"do": "answered", "note": "will be mended"}, words=("note",)
    ),
    "switchboard:mailbox_new": SentForm(_page("mailbox_new"), BOX, words=("name", "address")),
    "switchboard:mailbox": SentForm(_at("mailbox", _box), BOX, words=("name", "address")),
    "switchboard:mailbox_switch": SentForm(_at("mailbox_switch", _box), {"do": "off"}),
    "switchboard:mailbox_check": SentForm(_at("mailbox_check", _box), {"found": "2"}, words=("found",)),
}
