"""One line of an office's list, read: who it is about, what it says of them, and all that is wrong with it.

Pure. Nothing is guessed at: what cannot be read is a finding, and a line with a finding is not imported.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from visitors.file_kinds import FileField, Group, Kind, Purpose
from visitors.file_reading import Problem, Unreadable, no_phone, read
from visitors.import_mapping import PHONES, VALUE, place_of, plain

NAME_LENGTH = 40
PLATE_LENGTH = 12
NUMBER_LENGTH = 12
MOST_NUMBERS = 6
SHOWN = 40
QUOTED = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
PLACES = {"phone": "", "phone_work": "work", "phone_home": "home"}
_BETWEEN_NUMBERS = re.compile(r"[/|;,\u3001\uff0c\uff1b\n]+")
_BETWEEN_ANSWERS = re.compile(r"[/|;,\u3001\uff0c\uff1b\n]+")
_NOT_PLATE = re.compile(r"[\W_]+")
_YEAR_MONTH = re.compile("[\u5e74\u6708]")
_DAY = re.compile("[\u65e5\u53f7\u865f]")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}.*")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[2-7]\d{4}")
_FIRST_DAY = date(1899, 12, 30)
"""From which spreadsheet programs count the days that they show as dates."""
_DRAWN = re.compile(r"K[ -]?0*([1-9]\d{0,6})")
_OWN_NUMBER = re.compile(r"(?!K-\d)[A-Z0-9][A-Z0-9\-]{0,11}")
"""A file number as ours are drawn, or one of an older register, which looks like none of ours."""

# What is wrong besides the problems of single values (visitors.file_reading.Problem).
NOBODY, NO_COLLEAGUE, NO_PLATE, NO_FILE_NUMBER = "nobody", "no_colleague", "no_plate", "no_file_number"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: the key of the column, a code (Problem, or one of the above), and what stands there."""

    column: str
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """What a line is read with: the fields in use, words of answers by list, colleagues by name, and the day.

    ``answers``: by the name of a list, or ``value:`` and the key of a field, ``plain`` word -> code. ``phone`` makes
    E.164 of what was typed, or raises ValueError.
    """

    fields: Mapping[str, FileField]
    answers: Mapping[str, Mapping[str, str]]
    colleagues: Mapping[str, int]
    today: date
    phone: Callable[[str], str] = no_phone


@dataclass(slots=True)
class ImportedRow:
    """What a line says. ``numbers``: (E.164, where it rings); ``met_on``: a day, or empty."""

    name: str = ""
    honorific: str = ""
    numbers: list[tuple[str, str]] = field(default_factory=list)
    licence_plate: str = ""
    source: str = ""
    grade: str = ""
    file_number: str = ""
    met_on: str = ""
    met_how: str = ""
    consultant: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def content(self) -> dict[str, Any]:
        """All that it says, for telling two lines apart."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "findings"}


def read_row(cells: Sequence[str], mapping: Sequence[str], book: Book) -> ImportedRow:
    """The line, with everything that is wrong at once."""
    row = ImportedRow()
    texts = dict(_texts(cells, mapping))
    _who(row, texts, book)
    _numbers(row, texts, book)
    _contact(row, texts, book)
    _values(row, texts, book)
    if not row.name and not row.numbers and not row.findings:
        row.findings.append(Finding("name", NOBODY))
    return row


def is_empty(cells: Sequence[str]) -> bool:
    """Whether nothing stands in the line."""
    return not any(text.strip() for text in cells)


def _texts(cells: Sequence[str], mapping: Sequence[str]) -> Iterator[tuple[str, str]]:
    """By key what stands there. The sign before a text that looks like a formula is no part of it."""
    for key, text in zip(mapping, cells, strict=False):
        kept = text.strip()
        if kept[:1] == "'" and kept[1:2] in QUOTED:
            kept = kept[1:]
        if key and kept:
            yield key, kept


def _who(row: ImportedRow, texts: Mapping[str, str], book: Book) -> None:
    row.name = _line(texts.get("name", ""))
    if len(row.name) > NAME_LENGTH:
        row.findings.append(Finding("name", Problem.TOO_LONG, row.name[:SHOWN]))
    plate = unicodedata.normalize("NFKC", texts.get("licence_plate", ""))
    row.licence_plate = _NOT_PLATE.sub("", plate).upper()
    if len(row.licence_plate) > PLATE_LENGTH:
        row.findings.append(Finding("licence_plate", NO_PLATE, plate[:SHOWN]))
    number = unicodedata.normalize("NFKC", texts.get("file_number", "")).strip().upper()
    drawn = _DRAWN.fullmatch(number)
    if drawn:
        number = f"K-{drawn[1]:0>6}"
    elif number and not _OWN_NUMBER.fullmatch(number):
        row.findings.append(Finding("file_number", NO_FILE_NUMBER, number[:SHOWN]))
    row.file_number = number
    row.honorific = _code(row, "honorific", texts, book)
    row.source = _code(row, "source", texts, book)
    row.grade = _code(row, "grade", texts, book)


def _code(row: ImportedRow, key: str, texts: Mapping[str, str], book: Book) -> str:
    text = texts.get(key, "")
    code = book.answers.get(key, {}).get(plain(text), "") if text else ""
    if text and not code:
        row.findings.append(Finding(key, Problem.NOT_LISTED, text[:SHOWN]))
    return code


def _numbers(row: ImportedRow, texts: Mapping[str, str], book: Book) -> None:
    """Several may stand in one cell. A number whose middle is hidden, as our own lists have it, says nothing."""
    for key in PHONES:
        for text in _BETWEEN_NUMBERS.split(texts.get(key, "")):
            if not text.strip() or ("*" in text and row.file_number):
                continue
            try:
                number = book.phone(text.strip())
            except ValueError:
                row.findings.append(Finding(key, Problem.NO_PHONE, text.strip()[:SHOWN]))
                continue
            if all(number != each for each, _place in row.numbers):
                row.numbers.append((number, PLACES[key]))
    if len(row.numbers) > MOST_NUMBERS:
        row.findings.append(Finding("phone", Problem.TOO_MANY))


def _contact(row: ImportedRow, texts: Mapping[str, str], book: Book) -> None:
    row.met_how = _code(row, "met_how", texts, book)
    row.met_on = _value(row, "met_on", _DATE_FIELD, texts.get("met_on", ""), book) or ""
    name = texts.get("consultant", "")
    row.consultant = book.colleagues.get(plain(name)) if name else None
    if name and row.consultant is None:
        row.findings.append(Finding("consultant", NO_COLLEAGUE, name[:SHOWN]))


def _values(row: ImportedRow, texts: Mapping[str, str], book: Book) -> None:
    """The fields of the file; the parts of a record come together again."""
    raw: dict[str, Any] = {}
    for key, text in texts.items():
        if not key.startswith(VALUE):
            continue
        name, part = place_of(key)
        asked = book.fields.get(name)
        if asked is None:
            continue
        if part:
            raw.setdefault(name, {})[part] = _typed(_part(asked, part), text, key, book)
        else:
            raw[name] = _typed(asked, text, key, book)
    for name, typed in raw.items():
        value = _value(row, f"{VALUE}{name}", book.fields[name], typed, book)
        if value is not None:
            row.values[name] = value


def _part(asked: FileField, key: str) -> Any:
    return next((part for part in asked.parts if part.key == key), asked)


def _typed(asked: Any, text: str, key: str, book: Book) -> Any:
    """What stands in the cell, as the form would send it."""
    words = book.answers.get(key, {})
    if asked.kind is Kind.CHOICES:
        parts = [part.strip() for part in _BETWEEN_ANSWERS.split(text) if part.strip()]
        return [words.get(plain(part), part) for part in parts]
    if asked.kind is Kind.CHOICE:
        return words.get(plain(text), text)
    if asked.kind is Kind.YES_NO:
        return book.answers.get("yes_no", {}).get(plain(text), text)
    if asked.kind in (Kind.DATE, Kind.MONTH):
        return _day(text)
    return text


def _value(row: ImportedRow, key: str, asked: FileField, typed: Any, book: Book) -> Any:
    try:
        wanted = _day(typed) if key == "met_on" else typed
        return read(asked, wanted, today=book.today, phone=book.phone)
    except Unreadable as error:
        column = f"{key}.{error.part}" if error.part else key
        shown = typed.get(error.part, "") if isinstance(typed, dict) else typed
        row.findings.append(Finding(column, error.problem.value, _shown(shown)))
        return None


def _shown(typed: Any) -> str:
    return (", ".join(typed) if isinstance(typed, list) else str(typed))[:SHOWN]


def _day(text: str) -> str:
    """A day as people write it, or as a spreadsheet counts it, as 2020-02-29; what is none stays as it is."""
    told = _TIME.sub("", unicodedata.normalize("NFKC", text).strip())
    if _SERIAL.fullmatch(told):
        return (_FIRST_DAY + timedelta(days=int(told))).isoformat()
    told = _DAY.sub("", _YEAR_MONTH.sub("-", told)).strip(" -")
    run = _RUN.fullmatch(told)
    return "-".join(run.groups()) if run else told


def _line(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


_DATE_FIELD = FileField(
    key="met_on",
    group=Group.IDENTITY,
    kind=Kind.DATE,
    purpose=Purpose.ADDRESS,
    clause="B-01",
)
