"""A day at the telephones for the demo: calls of every kind, and what came of them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from offices.enums import Role
from offices.models import Member, Office
from switchboard.demo.words import Words
from switchboard.enums import CallKind, CallTopic, Help
from switchboard.models import CallBack, PhoneMessage
from switchboard.services import call_backs, messages
from switchboard.services.call_entry import IncomingEntry
from switchboard.services.calls import log_call
from visitors.enums import PhoneAnswer, Source
from visitors.models import Customer, CustomerPhone
from visitors.services.customers import CustomerEntry

MOST_ON_PHONES = 6
SOURCES = (Source.INTERNET, Source.SHORT_VIDEO, Source.OUTDOOR, Source.FRIEND, Source.PRINT)
NUMBERS = "1390000{:04}"
"""A block of numbers that the demo uses for callers; nobody is called."""
FIRST_NUMBER = 7000
KINDS = (
    CallKind.CUSTOMER,
    CallKind.CUSTOMER,
    CallKind.ENQUIRY,
    CallKind.CUSTOMER,
    CallKind.CUSTOMER,
    CallKind.COLLEAGUE,
    CallKind.CUSTOMER,
    CallKind.ENQUIRY,
    CallKind.UNKNOWN,
)
REFUSES, KNOWN = 6, 3
"""Which of each round of calls is by somebody who leaves no number, and which by a customer whom we know."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who plays: those on the phones, the desk, whoever keeps the texts and boxes."""

    people: list[Member]
    answering: list[Member]
    desk: Member
    keeper: Member


def crew_of(office: Office) -> Crew | None:
    """None where the office has nobody for the desk, or nobody who answers."""
    people = list(Member.objects.of(office).working().order_by("pk"))
    answering = [each for each in people if each.holds(Role.CONSULTANT)][:MOST_ON_PHONES]
    desk = next((each for each in people if each.holds(Role.DESK)), None)
    keeper = next((each for each in people if each.holds(Role.MANAGER, Role.SERVICE)), desk)
    if desk is None or keeper is None or not answering:
        return None
    return Crew(people, answering, desk, keeper)


def tell_calls(
    office: Office,
    *,
    crew: Crew,
    words: Words,
    rng: Random,
    opens: datetime,
    until: datetime,
    calls: int = 12,
) -> int:
    """A day's calls, from the opening until then, in the order of time; how many there were."""
    known = _known_customers(office, opens)
    span = (until - opens) / max(calls, 1)
    for number in range(calls):
        at = opens + span * (number + rng.random() * 0.8)
        answered = crew.desk if number % 5 == 4 else crew.answering[number % len(crew.answering)]
        entry = _entry(office, words, rng, number, at, crew, known)
        if entry.next_on and not answered.holds(Role.CONSULTANT):
            entry = replace(entry, caller=crew.answering[0].pk)
        by = answered if number % 2 else crew.desk
        log_call(office=office, entry=replace(entry, answered_by=answered.pk), by=by, now=at)
    _afterwards(office, words, crew.desk, until)
    return calls


def _known_customers(office: Office, before: datetime) -> list[Customer]:
    """A few customers with a number whom we knew on that day."""
    numbers = CustomerPhone.objects.of(office).active().filter(customer__created_at__lt=before)
    rows = numbers.filter(customer__merged_into=None).select_related("customer").order_by("-pk")
    return [row.customer for row in rows[:20]]


def _entry(
    office: Office,
    words: Words,
    rng: Random,
    number: int,
    at: datetime,
    crew: Crew,
    known: list[Customer],
) -> IncomingEntry:
    """Most want a home; the others ask, look for a colleague, or do not say who they are."""
    kind = KINDS[number % len(KINDS)]
    day = office.business_date(at).toordinal()
    turn = number + day
    phone = NUMBERS.format((FIRST_NUMBER + number + day * 37) % 10000)
    counted = {"rings": rng.choice([1, 2, 2, 3, 3, 4, 7]), "minutes": rng.randint(1, 12)}
    name = words.names[turn % len(words.names)]
    if kind == CallKind.ENQUIRY:
        asked = {
            "help": Help.CALL_BACK,
            "question": words.questions[turn % len(words.questions)],
            "phone": phone,
        }
        said = asked if number % 2 else {"help": Help.ANSWERED}
        return IncomingEntry(kind=kind, who=name, topics=(CallTopic.SURROUNDINGS,), **counted, **said)
    if kind == CallKind.COLLEAGUE:
        to, message = crew.people[number % len(crew.people)], words.messages[turn % len(words.messages)]
        return IncomingEntry(
            kind=kind, who=name, phone=phone, to=to.pk, message=message, wants_call=bool(turn % 2), **counted
        )
    if kind == CallKind.UNKNOWN:
        return IncomingEntry(kind=kind, note=words.unclear, **counted)
    customer = CustomerEntry(
        name=name, phone=phone, phone_answer=PhoneAnswer.GIVEN, source=rng.choice(SOURCES).value
    )
    if number % len(KINDS) == REFUSES:
        customer = replace(customer, phone="", phone_answer=PhoneAnswer.REFUSED, phone_note=words.refused)
    elif number % len(KINDS) == KNOWN and known:
        chosen = known[turn % len(known)]
        customer = CustomerEntry(customer_id=chosen.pk, phone_answer=PhoneAnswer.GIVEN)
    return IncomingEntry(
        kind=kind,
        customer=customer,
        topics=tuple(rng.sample(CallTopic.values[:6], 2)),
        source=customer.source,
        invited=True,
        note="" if number % 3 == 0 else words.asked[turn % len(words.asked)],
        **counted,
        **({} if customer.phone_answer == PhoneAnswer.REFUSED else _agreed(office, number, at)),
    )


def _agreed(office: Office, number: int, at: datetime) -> dict:
    """A visit, or the day of the next call."""
    ahead = office.local(at) + timedelta(days=1 + number % 3)
    agreed = ahead.replace(hour=9 + number % 8, minute=30, second=0, microsecond=0)
    return {"visit_at": agreed, "people": 1 + number % 3} if number % 2 == 0 else {"next_on": agreed.date()}


def _afterwards(office: Office, words: Words, desk: Member, now: datetime) -> None:
    """Most of what was promised is done by then; the rest shows what waits."""
    waiting = CallBack.objects.of(office).open().filter(made_at__lte=now).order_by("pk")
    for at, back in enumerate(list(waiting)):
        if at % 3 != 2:
            answer = words.answers[at % len(words.answers)]
            ended_at = min(back.due_at - timedelta(minutes=10), now)
            call_backs.end_call_back(call_back=back, answer=answer, by=back.owner or desk, now=ended_at)
    for message in list(PhoneMessage.objects.of(office).waiting().order_by("pk"))[:-1]:
        messages.pass_on(message=message, by=message.to, now=now)
