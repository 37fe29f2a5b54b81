"""The telephones of a demo office, day by day up to now: its list, its telephone system, its letters, its calls."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from django.db import transaction

from offices.models import Member, Office
from switchboard.demo.telephone import Crew, crew_of, tell_calls
from switchboard.demo.words import Words, words_in
from switchboard.enums import BoxKind, LetterTopic, TextKind
from switchboard.line_calls import Event, EventKind
from switchboard.models import IncomingCall, Letter, LibraryText, Mailbox, OnPhones, PhoneDesk
from switchboard.pbx_reading import Told
from switchboard.services import letters
from switchboard.services.library import start_with_our_texts
from switchboard.services.pbx import take_event
from switchboard.services.phone_desks import Place, connect, set_duty
from visitors.models import CustomerPhone

DAYS = 3
OPENS, CLOSES = time(9), time(18)
SHORTEST = timedelta(hours=1)
BOXES = (BoxKind.LETTERBOX, BoxKind.EMAIL, BoxKind.DIRECTOR)
TOPICS = (LetterTopic.SUGGESTION, LetterTopic.PAPERS, LetterTopic.BUSINESS)
MISSED = "13900006001"
ANSWERED = ((EventKind.RINGING, 0), (EventKind.ANSWERED, 8), (EventKind.ENDED, 190))


@transaction.atomic
def tell_telephone(
    office: Office, *, administrator: Member | None, language: str, names: Sequence[str] = (), now: datetime
) -> int:
    """The calls since the last day that has any, three days at most; how many. What users did stays as it is.

    ``names`` are those of callers, where the office has invented ones of its own.
    """
    crew, words = crew_of(office), words_in(language)
    if crew is None:
        return 0
    words = replace(words, names=tuple(names)) if names else words
    today = office.business_date(now)
    last = IncomingCall.objects.of(office).order_by("-on").values_list("on", flat=True).first()
    first = today - timedelta(days=DAYS - 1)
    if last is not None:
        first = max(first, last + timedelta(days=1))
    told = 0
    for ago in range((today - first).days, -1, -1):
        day = today - timedelta(days=ago)
        opens, closes = (datetime.combine(day, clock, tzinfo=office.zone) for clock in (OPENS, CLOSES))
        until = min(closes, now)
        # Whoever starts the demo in the small hours sees the same day, pressed together.
        midnight = datetime.combine(day, time(), tzinfo=office.zone)
        opens = max(min(opens, until - SHORTEST), midnight)
        rng = Random(f"{office.slug} {day} phones")  # noqa: S311 (a story, not a secret)
        _settle(office, crew, words, opens)
        told += tell_calls(office, crew=crew, words=words, rng=rng, opens=opens, until=until)
        _post(office, crew, words, opens, until, is_today=not ago)
    if told and administrator is not None:
        _told_by_the_telephone_system(office, administrator, now)
    return told


def _settle(office: Office, crew: Crew, words: Words, now: datetime) -> None:
    """Who answers, the library and the boxes: once an office."""
    if not OnPhones.objects.of(office).exists():
        places = [Place(each.pk, at, extension=str(200 + at)) for at, each in enumerate(crew.answering, 1)]
        backup = Place(crew.desk.pk, len(places) + 1, is_backup=True, extension="299")
        set_duty(office=office, places=[*places, backup], by=crew.keeper, now=now)
    if not LibraryText.objects.of(office).filter(kind=TextKind.ANSWER).exists():
        start_with_our_texts(office=office, language=words.language, by=crew.keeper, now=now)
    if not Mailbox.objects.of(office).exists():
        for kind, name in zip(BOXES, words.boxes, strict=True):
            box = {"kind": kind, "name": name, "address": ""}
            letters.keep_mailbox(office=office, mailbox=None, **box, by=crew.keeper, now=now)


def _post(
    office: Office, crew: Crew, words: Words, opens: datetime, until: datetime, *, is_today: bool
) -> None:
    """A letter a day; the first was answered, the second forwarded, today's waits, as does a box."""
    boxes = list(Mailbox.objects.of(office).in_use())
    for box in boxes[:-1] if is_today else boxes:
        found = 1 if box.kind == BoxKind.LETTERBOX else 0
        letters.check_mailbox(mailbox=box, found=found, by=crew.desk, now=opens)
    turn = Letter.objects.of(office).count()
    letter = letters.register_letter(
        office=office,
        mailbox=boxes[0] if boxes else None,
        arrived_on=office.business_date(opens),
        sender=words.names[turn % len(words.names)],
        subject=words.letters[turn % len(words.letters)],
        topic=TOPICS[turn % len(TOPICS)],
        by=crew.desk,
        now=opens,
    )
    if turn % 3 != 2:
        sent = {
            "topic": letter.topic,
            "department": words.departments[turn % len(words.departments)],
            "to": None,
            "note": "",
        }
        letter = letters.forward_letter(letter=letter, **sent, by=crew.desk, now=until)
    if turn % 3 == 0:
        letters.end_letter(letter=letter, answered=True, note=words.reply, by=crew.desk, now=until)


def _told_by_the_telephone_system(office: Office, administrator: Member, now: datetime) -> None:
    """A telephone system is connected; it told of a call that was missed, and of one that nobody wrote down yet."""
    if not PhoneDesk.objects.filter(office=office).exclude(hook_print="").exists():
        connect(office=office, by=administrator, now=now - timedelta(days=DAYS))
    day = office.business_date(now)
    known = CustomerPhone.objects.of(office).active().order_by("-pk").first()
    for key, number, minutes, events in (
        ("missed", MISSED, 25, ((EventKind.RINGING, 0), (EventKind.MISSED, 35))),
        ("unwritten", known.number if known else MISSED, 12, ANSWERED),
    ):
        began = now - timedelta(minutes=minutes)
        for kind, after in events:
            at = began + timedelta(seconds=after)
            event = Event(kind, at, extension="202" if kind == EventKind.ANSWERED else "")
            take_event(office=office, told=Told(f"demo-{day}-{key}", number, event), now=at)
