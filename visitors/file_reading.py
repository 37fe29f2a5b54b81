"""What was typed into a field of the customer's file, read by the field's kind. Plain values only.

Shapes of values, as they are kept (JSON):
TEXT, LONG: str · CHOICE: a code or one of the office's own words · CHOICES: a list of these, the most important first ·
DATE: "2020-02-29" · MONTH: "2020-02", or "2020" where only the year is known · NUMBER: int · YES_NO: bool ·
PHONE: E.164 · RECORD: {part: value} with what was answered · ROWS: a list of such records.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from visitors.file_kinds import CHOICES, FileField, Kind, Part

TEXT_LENGTH = 200
LONG_LENGTH = 1000
MOST_ROWS = 12
MOST_CHOICES = 12
LARGEST = 1_000_000_000
EARLIEST = 1900
DATE = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
MONTH = re.compile(r"(\d{4})(?:[-./](\d{1,2}))?")
NUMBER = re.compile(r"\d{1,12}")
YES = frozenset({"yes", "true", "1", "on"})
NO = frozenset({"no", "false", "0", "off"})

Value = Any
"""A value as above; None where nothing is known."""
ReadPhone = Callable[[str], str]


class Problem(StrEnum):
    """What is wrong with what was typed."""

    TOO_LONG = "too_long"
    NOT_LISTED = "not_listed"
    NO_DAY = "no_day"
    NO_MONTH = "no_month"
    NO_NUMBER = "no_number"
    NO_ANSWER = "no_answer"
    NO_PHONE = "no_phone"
    TOO_MANY = "too_many"
    IN_FUTURE = "in_future"


class Unreadable(ValueError):
    """The answer cannot be taken; ``part`` names the place within a record."""

    def __init__(self, problem: Problem, part: str = "") -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.part = part


def no_phone(_text: str) -> str:
    """For fields without telephone numbers."""
    raise ValueError


def read(field: FileField, raw: Any, *, today: date, phone: ReadPhone = no_phone) -> Value:
    """The value, or None where nothing was typed.

    ``raw``: text; a list of texts for CHOICES; {part: text} for RECORD; a list of these for ROWS. ``phone`` turns what
    was typed into E.164 or raises ValueError. Raises Unreadable.
    """
    if field.kind is Kind.ROWS:
        return _rows(field, raw, today, phone)
    if field.kind is Kind.RECORD:
        return _record(field.parts, raw if isinstance(raw, Mapping) else {}, today, phone) or None
    if field.kind is Kind.CHOICES:
        return _choices(field.answers, [raw] if isinstance(raw, str) else raw or ())
    return _plain(field.kind, field.answers, _line(raw, field.kind), today, phone)


def is_filled(value: Value) -> bool:
    """Whether somebody answered; no is an answer too."""
    return value is not None and value not in ("", [], {})


def _rows(field: FileField, raw: Any, today: date, phone: ReadPhone) -> Value:
    rows = [each for each in raw or () if isinstance(each, Mapping)] if isinstance(raw, Sequence) else []
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable(Problem.TOO_MANY)
    found = [record for each in rows if (record := _record(field.parts, each, today, phone))]
    if len(found) > MOST_ROWS:
        raise Unreadable(Problem.TOO_MANY)
    return found or None


def _record(parts: Iterable[Part], raw: Mapping[str, Any], today: date, phone: ReadPhone) -> dict[str, Value]:
    found = {}
    for part in parts:
        try:
            text = _line(raw.get(part.key), part.kind)
            value = _plain(part.kind, CHOICES.get(part.choices, ()), text, today, phone)
        except Unreadable as error:
            raise Unreadable(error.problem, part.key) from None
        if value is not None:
            found[part.key] = value
    return found


def _choices(answers: Sequence[str], raw: Iterable[Any]) -> Value:
    chosen = list(dict.fromkeys(text for each in raw if (text := _line(each, Kind.TEXT))))
    if len(chosen) > MOST_CHOICES:
        raise Unreadable(Problem.TOO_MANY)
    if any(each not in answers for each in chosen):
        raise Unreadable(Problem.NOT_LISTED)
    return chosen or None


def _plain(kind: Kind, answers: Sequence[str], text: str, today: date, phone: ReadPhone) -> Value:
    if not text:
        return None
    if kind is Kind.CHOICE and text not in answers:
        raise Unreadable(Problem.NOT_LISTED)
    if kind is Kind.DATE:
        return _date(text, today)
    if kind is Kind.MONTH:
        return _month(text, today)
    if kind is Kind.NUMBER:
        return _number(text)
    if kind is Kind.YES_NO:
        return _yes_no(text)
    if kind is Kind.PHONE:
        return _phone(text, phone)
    return text


def _line(raw: Any, kind: Kind) -> str:
    """Without control characters; of one line, but for long texts. Raises Unreadable where it is too long."""
    if raw is None or isinstance(raw, Mapping | list | tuple):
        return ""
    text = str(raw)
    if kind is Kind.LONG:
        lines = (_printable(line) for line in text.splitlines())
        text, most = "\n".join(lines).strip(), LONG_LENGTH
    else:
        text, most = _printable(text), TEXT_LENGTH
    if len(text) > most:
        raise Unreadable(Problem.TOO_LONG)
    return text


def _printable(line: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in line).split())


def _digits(text: str) -> str:
    """Full-width digits count as digits."""
    return unicodedata.normalize("NFKC", text)


def _date(text: str, today: date) -> str:
    match = DATE.fullmatch(_digits(text))
    if not match:
        raise Unreadable(Problem.NO_DAY)
    try:
        day = date(*(int(each) for each in match.groups()))
    except ValueError:
        raise Unreadable(Problem.NO_DAY) from None
    if day.year < EARLIEST:
        raise Unreadable(Problem.NO_DAY)
    if day > today:
        raise Unreadable(Problem.IN_FUTURE)
    return day.isoformat()


def _month(text: str, today: date) -> str:
    match = MONTH.fullmatch(_digits(text))
    if not match:
        raise Unreadable(Problem.NO_MONTH)
    year, month = int(match[1]), int(match[2] or 0)
    if year < EARLIEST or not 0 <= month <= 12 or (match[2] and month == 0):
        raise Unreadable(Problem.NO_MONTH)
    if (year, month) > (today.year, today.month):
        raise Unreadable(Problem.IN_FUTURE)
    return f"{year:04}-{month:02}" if month else f"{year:04}"


def _number(text: str) -> int:
    plain = _digits(text).replace(",", "")
    if not NUMBER.fullmatch(plain) or int(plain) > LARGEST:
        raise Unreadable(Problem.NO_NUMBER)
    return int(plain)


def _yes_no(text: str) -> bool:
    word = text.casefold()
    if word not in YES | NO:
        raise Unreadable(Problem.NO_ANSWER)
    return word in YES


def _phone(text: str, phone: ReadPhone) -> str:
    try:
        return phone(text)
    except ValueError:
        raise Unreadable(Problem.NO_PHONE) from None
