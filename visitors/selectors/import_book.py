"""With what an office's lists are read: its columns and what they are called, words of answers, colleagues."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from offices import phones
from offices.models import Member, Office
from visitors.file_choice_words import CHOICE_WORDS
from visitors.file_kinds import FileField, Kind
from visitors.import_mapping import ANSWERS, VALUE, Column, columns_for, place_of, plain
from visitors.import_rows import Book
from visitors.import_words import column_words
from visitors.selectors.file_fields import fields_of

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
Words = dict[str, dict[str, str]]


def columns_of(office: Office) -> tuple[Column, ...]:
    """The columns that a list of this office may have, known in every language of the house: two queries."""
    fields = fields_of(office)
    keys = [column.key for column in columns_for(fields, {})]
    by_key = {field.key: field for field in fields}
    labels: dict[str, list[str]] = {key: [] for key in keys}
    for language in LANGUAGES:
        with override(language):
            for key in keys:
                labels[key].append(column_words(key, by_key))
    return columns_for(fields, labels)


def column_choices(office: Office) -> list[tuple[str, str]]:
    """The columns with their names in the active language, in their order."""
    by_key = {field.key: field for field in fields_of(office)}
    return [(column.key, column_words(column.key, by_key)) for column in columns_for(by_key.values(), {})]


def book_of(office: Office, now: datetime) -> Book:
    """All that a line is read with: three queries."""
    fields = fields_of(office)
    columns = columns_for(fields, {})
    by_key = {field.key: field for field in fields}
    return Book(
        fields=by_key,
        answers=_answers(columns, by_key),
        colleagues=_colleagues(office),
        today=office.business_date(now),
        phone=e164,
    )


def e164(typed: str) -> str:
    """Raises ValueError."""
    try:
        return phones.normalise(typed)
    except phones.PhoneError as error:
        raise ValueError from error


def _answers(columns: Iterable[Column], fields: Mapping[str, FileField]) -> Words:
    found: Words = {name: _words(_told(name), ANSWERS[name]) for name in ANSWERS if name != "yes_no"}
    found["yes_no"] = _words({}, ANSWERS["yes_no"])
    for column in columns:
        if not column.key.startswith(VALUE):
            continue
        name, part = place_of(column.key)
        asked = fields[name]
        choices = next((each.choices for each in asked.parts if each.key == part), asked.choices)
        own = {} if part or asked.kind not in (Kind.CHOICE, Kind.CHOICES) else {w: [w] for w in asked.more}
        if choices or own:
            found[column.key] = _words(_told(choices), own)
    return found


def _told(choices: str) -> dict[str, list[str]]:
    """By code, its words in every language of the house, and the code itself."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with override(language):
            for code, words in CHOICE_WORDS.get(choices, {}).items():
                found.setdefault(code, [code]).append(str(words))
    return found


def _words(told: Mapping[str, Iterable[str]], more: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Word -> code. The office's own words come last: where two lists say the same, theirs holds."""
    found: dict[str, str] = {}
    for table in (told, more):
        for code, words in table.items():
            for word in (code, *words):
                found[plain(word)] = code
    return found


def _colleagues(office: Office) -> dict[str, int]:
    """By name; of two of the same name the one who works here."""
    rows = Member.objects.of(office).order_by("is_active", "-pk")
    return {plain(name): pk for name, pk in rows.values_list("name", "pk")}
