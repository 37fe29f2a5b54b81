"""A day at the telephones for the demo: a list of who answers, calls of every kind, what came of them, letters."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from offices.enums import Role
from offices.models import Member, Office
from switchboard.demo.words import Words
from switchboard.enums import BoxKind, CallKind, CallTopic, Help, LetterTopic, TextKind
from switchboard.models import CallBack, LibraryText, Mailbox, PhoneMessage
from switchboard.services import call_backs, letters, messages
from switchboard.services.call_entry import IncomingEntry
from switchboard.services.calls import log_call
from switchboard.services.library import start_with_our_texts
from switchboard.services.phone_desks import Place, set_duty
from visitors.enums import PhoneAnswer, Source
from visitors.services.customers import CustomerEntry

MOST_ON_PHONES = 6
BACKUP_SOURCES = (Source.INTERNET, Source.SHORT_VIDEO, Source.OUTDOOR, Source.FRIEND, Source.PRINT)
NUMBERS = "1390000{:04}"
"""A block of numbers that the demo uses for callers; nobody is called."""
FIRST_NUMBER = 7000


def tell_switchboard(
    office: Office, *, words: Words, rng: Random, opens: datetime, until: datetime, calls: int = 12
) -> int:
    """Everything of one day, from the opening until then, in the order of time; how many calls there were."""
    people = list(Member.objects.of(office).working().order_by("pk"))
    answering = [each for each in people if each.holds(Role.CONSULTANT)][:MOST_ON_PHONES]
    desk = next((each for each in people if each.holds(Role.DESK)), None)
    keeper = next((each for each in people if each.holds(Role.MANAGER, Role.SERVICE)), desk)
    if desk is None or keeper is None or not answering:
        return 0
    _set_up(office, words, answering, desk, keeper, opens)
    span = (until - opens) / max(calls, 1)
    moments = [opens + span * (at + rng.random() * 0.8) for at in range(calls)]
    for number, at in enumerate(moments):
        answered = desk if number % 5 == 4 else answering[number % len(answering)]
        entry = _entry(office, words, rng, number, at, people)
        if entry.kind == CallKind.CUSTOMER and not answered.holds(Role.CONSULTANT):
            entry = replace(entry, caller=answering[0].pk) if entry.next_on else entry
        log_call(office=office, entry=replace(entry, answered_by=answered.pk), by=desk, now=at)
    _afterwards(office, words, desk, until)
    return len(moments)


def _set_up(
    office: Office, words: Words, answering: list[Member], desk: Member, keeper: Member, now: datetime
) -> None:
    """The list of the day, the library and the boxes: once an office."""
    places = [Place(each.pk, at) for at, each in enumerate(answering, start=1)]
    set_duty(
        office=office, places=[*places, Place(desk.pk, len(places) + 1, is_backup=True)], by=keeper, now=now
    )
    if not LibraryText.objects.of(office).filter(kind=TextKind.ANSWER).exists():
        start_with_our_texts(office=office, language=words.language, by=keeper, now=now)
    if not Mailbox.objects.of(office).exists():
        for kind, name in ((BoxKind.LETTERBOX, words.letterbox), (BoxKind.EMAIL, words.email_box)):
            letters.keep_mailbox(
                office=office, mailbox=None, kind=kind, name=name, address="", by=keeper, now=now
            )
    for box in Mailbox.objects.of(office).in_use():
        letters.check_mailbox(mailbox=box, found=1 if box.kind == BoxKind.LETTERBOX else 0, by=desk, now=now)
    letters.register_letter(
        office=office,
        mailbox=Mailbox.objects.of(office).in_use().first(),
        arrived_on=office.business_date(now),
        sender=words.names[0],
        subject=words.letter,
        topic=LetterTopic.SUGGESTION,
        by=desk,
        now=now,
    )


def _entry(
    office: Office, words: Words, rng: Random, number: int, at: datetime, people: list[Member]
) -> IncomingEntry:
    """Two of three want a home; the others ask, look for a colleague, or do not say who they are."""
    kinds = (CallKind.ENQUIRY, CallKind.COLLEAGUE, CallKind.UNKNOWN)
    kind = CallKind.CUSTOMER if number % 3 != 2 else kinds[number // 3 % len(kinds)]
    phone = NUMBERS.format((FIRST_NUMBER + number + at.toordinal() * 37) % 10000)
    counted = {"rings": rng.choice([1, 2, 2, 3, 3, 4, 7]), "minutes": rng.randint(1, 12)}
    name = words.names[(number + at.toordinal()) % len(words.names)]
    if kind == CallKind.ENQUIRY:
        question = {"help": Help.CALL_BACK, "question": words.question, "phone": phone}
        return IncomingEntry(
            kind=kind, who=name, **counted, **(question if number % 2 else {"help": Help.ANSWERED})
        )
    if kind == CallKind.COLLEAGUE:
        to = people[number % len(people)]
        return IncomingEntry(kind=kind, who=name, phone=phone, to=to.pk, message=words.message, **counted)
    if kind == CallKind.UNKNOWN:
        return IncomingEntry(kind=kind, note=words.unclear, **counted)
    visits = number % 2 == 0
    tomorrow = office.local(at) + timedelta(days=1 + number % 3)
    agreed = tomorrow.replace(hour=9 + number % 8, minute=30, second=0, microsecond=0)
    step = {"visit_at": agreed, "people": 1 + number % 3} if visits else {"next_on": agreed.date()}
    return IncomingEntry(
        kind=kind,
        customer=CustomerEntry(name=name, phone=phone, phone_answer=PhoneAnswer.GIVEN, source=_source(rng)),
        topics=tuple(rng.sample(CallTopic.values[:6], 2)),
        source=_source(rng),
        invited=True,
        **step,
        **counted,
    )


def _source(rng: Random) -> str:
    return rng.choice(BACKUP_SOURCES).value


def _afterwards(office: Office, words: Words, desk: Member, now: datetime) -> None:
    """Half of what was promised is done by the evening; the rest shows what waits."""
    for back in list(CallBack.objects.of(office).open().filter(due_at__lte=now).order_by("pk"))[::2]:
        call_backs.end_call_back(call_back=back, answer=words.answer, by=back.owner or desk, now=now)
    for message in list(PhoneMessage.objects.of(office).waiting().order_by("pk"))[::2]:
        messages.pass_on(message=message, by=message.to, now=now)
