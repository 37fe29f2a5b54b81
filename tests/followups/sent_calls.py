"""The forms of calls, ready to be sent (tests/reception/sent_forms.py)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from followups.models import Appointment, CallResult, FollowUp, Question
from followups.services.appointments import make_appointment
from followups.services.call_entry import CallEntry
from followups.services.call_wording import start_with_our_questions
from followups.services.calls import record_call
from followups.services.follow_ups import add
from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of, receive
from visitors.models import Customer


def _customer(house: House, phone: str = "") -> Customer:
    """Received by the first consultant three days ago."""
    given = {"phone": phone} if phone else {}
    customer = file_of(house.chief, name="Zhou", **given)
    receive(customer, house.first, at=timezone.now() - timedelta(days=3), visit=uuid4())
    return customer


def _due(house: House, phone: str = "") -> FollowUp:
    """The first consultant owes a call today."""
    now = timezone.now()
    on = house.office.business_date(now)
    return add(customer=_customer(house, phone), owner=house.first, on=on, by=house.first, now=now)


def _complained(house: House) -> CallResult:
    said = CallEntry(code="complains", note="waited")
    return record_call(follow_up=_due(house), entry=said, by=house.first, now=timezone.now())


def _comes(house: House) -> Appointment:
    now = timezone.now()
    return make_appointment(customer=_customer(house), at=now + timedelta(days=2), by=house.first, now=now)


def _question(house: House) -> Question:
    start_with_our_questions(office=house.office, language="en", by=house.chief, now=timezone.now())
    return Question.objects.of(house.office).first()


def _at(name: str, made: Callable[[House], object]) -> Callable[[House], str]:
    return lambda house: house.page(f"followups:{name}", made(house).pk)  # type: ignore[attr-defined]


def _dial(house: House) -> str:
    due = _due(house, phone="13812345678")
    return house.page("followups:dial", due.pk, due.customer.phones.get().pk)


def _given(house: House) -> str:
    house.item = _due(house)  # its id fills in {item}
    return house.page("followups:team_member", house.first.pk)


CALL = {
    "code": "not_convenient",
    "agreed_on": "{day}",
    "agreed_time": "12:30",
    "passed_on_to": "Auntie Sun",
    "coming_on": "",
    "coming_time": "",
    "people": "2",
    "plan": "quiet table",
    "occasion": "offer",
    "objections": "price",
    "note": "in a meeting",
    "grade": "",
    "grade_reason": "",
}
QUESTION = {"for_type": "open", "kind": "text", "text": "What do you think of it?"}

CALL_FORMS = {
    "followups:call": SentForm(_at("call", _due), CALL, words=("note", "passed_on_to", "plan"), by="first"),
    # The number is read, and a line kept of each time; nobody sees it without.
    "followups:dial": SentForm(_dial, by="first", changes=False, nests=False),
    "followups:call_take_off": SentForm(_at("call_take_off", _due), by="first"),
    "followups:call_plan": SentForm(
        _at("call_plan", _customer), {"purpose": "regular", "on": "{day}", "at": "12:30"}, by="first"
    ),
    "followups:team_member": SentForm(_given, {"follow_ups": "{item}", "to": "{second}"}),
    "followups:reply": SentForm(_at("reply", _complained), {"text": "apologise"}, words=("text",)),
    "followups:tracking_of": SentForm(
        _at("tracking_of", _customer), {"fine": "no", "remark": "call the wife"}, words=("remark",)
    ),
    "followups:appointment": SentForm(
        _at("appointment", _comes),
        {"people": "3", "licence_plate": "A12345", "plan": "quiet table"},
        words=("licence_plate", "plan"),
    ),
    "followups:appointment_end": SentForm(_at("appointment_end", _comes), {"state": "cancelled"}),
    "followups:script": SentForm(
        lambda house: house.page("followups:script", "regular"), {"body": "Good day!"}, words=("body",)
    ),
    "followups:questions": SentForm(
        lambda house: house.page("followups:questions"), QUESTION, words=("text",)
    ),
    "followups:questions_start": SentForm(lambda house: house.page("followups:questions_start")),
    "followups:question": SentForm(_at("question", _question), QUESTION, words=("text",)),
    "followups:question_switch": SentForm(_at("question_switch", _question)),
}
