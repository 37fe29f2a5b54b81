"""Fields and values of the customer's file as a reader sees them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import pgettext

from visitors.file_choice_words import CHOICE_WORDS
from visitors.file_kinds import CHOICES, FileField, Kind, Part
from visitors.file_words import FIELD_WORDS, PART_WORDS


def label_of(field: FileField) -> str:
    """What the field is called; an office's own by its own words."""
    return field.label or str(FIELD_WORDS[field.key].label)


def hint_of(field: FileField) -> str:
    return "" if field.is_own else str(FIELD_WORDS[field.key].hint)


def answer_words(choices: str, code: str) -> str:
    """An answer of a list in words; an office's own answers are words already."""
    return str(CHOICE_WORDS.get(choices, {}).get(code, code))


def options_of(field: FileField) -> list[tuple[str, str]]:
    """What may be chosen, as (code, words)."""
    return [(code, answer_words(field.choices, code)) for code in field.answers]


def part_options(part: Part) -> list[tuple[str, str]]:
    return [(code, answer_words(part.choices, code)) for code in CHOICES.get(part.choices, ())]


def yes_or_no(value: bool) -> str:
    return pgettext("answer", "Yes") if value else pgettext("answer", "No")


def told(field: FileField, value: Any, *, phone: Callable[[str], str]) -> str:
    """The value as a reader sees it, "" where there is none; ``phone`` says how a number may be shown."""
    if value is None:
        return ""
    if field.kind is Kind.ROWS:
        return pgettext("between the people of a list", "; ").join(
            _record(field.parts, each, phone) for each in value
        )
    if field.kind is Kind.RECORD:
        return _record(field.parts, value, phone)
    if field.kind is Kind.CHOICES:
        return pgettext("between the items of a list", ", ").join(
            answer_words(field.choices, each) for each in value
        )
    return _plain(field.kind, field.choices, value, phone)


def _record(parts: tuple[Part, ...], value: Mapping[str, Any], phone: Callable[[str], str]) -> str:
    """The answers one after the other; the first needs no name where it says itself what it is."""
    found = []
    for place, part in enumerate(parts):
        if part.key in value:
            words = _plain(part.kind, part.choices, value[part.key], phone)
            found.append(words if place == 0 else _named(part, words))
    return " \u00b7 ".join(found)


def _named(part: Part, words: str) -> str:
    return f"{PART_WORDS[part.key]}{pgettext('between a label and what it says', ': ')}{words}"


def _plain(kind: Kind, choices: str, value: Any, phone: Callable[[str], str]) -> str:
    if kind is Kind.YES_NO:
        return yes_or_no(value)
    if kind is Kind.PHONE:
        return phone(value)
    if kind is Kind.CHOICE:
        return answer_words(choices, value)
    return str(value)
