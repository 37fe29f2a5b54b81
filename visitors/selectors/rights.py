"""Requests about one's own data as their pages show them, and the consents that a person may take back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from messaging.enums import ConsentChannel
from messaging.models import Consent
from visitors.file_words import CLASS_WORDS, PURPOSE_WORDS
from visitors.models import Customer, Erasure, SensitiveConsent, SubjectRequest
from visitors.personal_data import holders, person_of
from visitors.subject_clock import Clock, Light, clock

TONES = {Light.FINE: "", Light.WARN: "chip-amber", Light.BREACH: "chip-red"}


@dataclass(frozen=True, slots=True)
class RightLine:
    """A request, with its clock while it is open."""

    right: SubjectRequest
    clock: Clock | None
    tone: str


@dataclass(frozen=True, slots=True)
class ConsentTold:
    """An answer that stands: for what, how and when it was given, by which wording."""

    words: str
    how: str
    at: datetime
    version: str


def ended_words(right: SubjectRequest) -> list[str]:
    """What this request ended, in words."""
    words = {f"channel:{each.value}": str(each.label) for each in ConsentChannel}
    words |= {f"class:{each.value}": str(told) for each, told in CLASS_WORDS.items()}
    words |= {f"purpose:{each.value}": str(told) for each, told in PURPOSE_WORDS.items()}
    return [words[code] for code in right.ended if code in words]


def erased_places(right: SubjectRequest) -> list[tuple[str, int]]:
    """What the erasure took that this request asked for: places in words, and how many rows of each."""
    counts: dict[str, int] = {}
    for erasure in Erasure.objects.filter(request=right):
        counts |= erasure.counts
    return [(str(each.words), count) for each in holders() if (count := counts.get(each.name, 0))]


def right_lines(rows: Iterable[SubjectRequest], today: date) -> list[RightLine]:
    return [_line(row, today) for row in rows]


def consents_of_person(customer: Customer) -> list[ConsentTold]:
    """What stands for this person: calls and messages for any of their numbers, sensitive facts by class."""
    person = person_of(customer)
    answers = Consent.objects.of(customer.office).latest_of_numbers(sorted(person.prints))
    standing = SensitiveConsent.objects.standing().filter(customer__in=person.files).order_by("of_class")
    return [
        *(
            ConsentTold(
                each.get_channel_display(),
                each.get_way_display(),
                each.at,
                f"{each.wording} {each.wording_version}",
            )
            for each in answers
            if each.given
        ),
        *(
            ConsentTold(
                each.get_of_class_display(), each.get_channel_display(), each.given_at, str(each.text_version)
            )
            for each in standing
        ),
    ]


def _line(row: SubjectRequest, today: date) -> RightLine:
    if row.answered_at is not None:
        return RightLine(row, None, "")
    stands = clock(row.asked_on, today)
    return RightLine(row, stands, TONES[stands.light])
