"""Fields of documents: strict readers, each raising FieldError that says what the field must be.

For the documents of commands that decide on them (offices.documents); `None` in an object means a field left out.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:00)?", re.ASCII)
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
LAST_YEAR = 9990  # what is counted on from a day still fits into a date


class FieldError(ValueError):
    """A field that cannot be read; the text says which and why."""


def shown(value: object) -> str:
    """A JSON value as an error may carry it: short and on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, Mapping):
        return "an object"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def fields_of(value: object, where: str, known: Sequence[str], required: Sequence[str]) -> dict[str, Any]:
    """The fields of an object; one that is null is one left out. Raises FieldError."""
    if not isinstance(value, Mapping):
        raise FieldError(f"{where}must be an object, not {shown(value)}")
    for name in value:
        if name not in known:
            raise FieldError(f"{where}unknown field {shown(name)}")
    given = {name: each for name, each in value.items() if each is not None}
    for name in required:
        if name not in given:
            raise FieldError(f"{where}{name!r} is missing")
    return given


def read(where: str, reader: Callable[[object], Any], value: object) -> Any:
    """What the reader makes of the value. Raises FieldError that begins with ``where``."""
    try:
        return reader(value)
    except ValueError as error:
        raise FieldError(f"{where} {error}") from None


def text(value: object) -> str:
    """A text that is not empty and can be written as UTF-8."""
    if not isinstance(value, str) or not value:
        raise FieldError(f"must be a text that is not empty, not {shown(value)}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise FieldError(f"holds half a character: {shown(value)}") from None
    return value


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise FieldError(f"must be true or false, not {shown(value)}")
    return value


def items(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise FieldError(f"must be a list, not {shown(value)}")
    return value


def one_of(options: type[StrEnum]) -> Callable[[object], StrEnum]:
    """A reader of one of the enum's values."""
    words = [option.value for option in options]

    def reader(value: object) -> StrEnum:
        if not isinstance(value, str) or value not in words:
            raise FieldError(f"must be one of {', '.join(words)}, not {shown(value)}")
        return options(value)

    return reader


def moment(value: object) -> datetime:
    """A local time of the office, without offset."""
    if isinstance(value, str) and TIME.fullmatch(value) and (found := _parsed(value)):
        return found
    raise FieldError(f"must be a local time like '2026-11-02T14:20', not {shown(value)}")


def day(value: object) -> date:
    if isinstance(value, str) and DATE.fullmatch(value) and (found := _parsed(value)):
        return found.date()
    raise FieldError(f"must be a date like '2026-11-02', not {shown(value)}")


def _parsed(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.year <= LAST_YEAR else None
