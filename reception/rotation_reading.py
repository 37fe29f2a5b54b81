"""Events read from JSON: which fields each kind has, and what they may hold."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from reception.rotation_events import EVENTS, Away, Event, History, Purpose, VoidReason
from reception.rotation_rules import Rules, RulesError, rules_from, shown


class EventError(ValueError):
    """A JSON value that is no event; the text says which field is wrong and why."""


def text_from(value: object) -> str:
    """A text that is not empty and can be written as UTF-8. Raises `EventError`."""
    if not isinstance(value, str):
        raise EventError(f"must be a text, not {shown(value)}")
    if not value:
        raise EventError("must not be empty")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise EventError(f"holds half a character: {shown(value)}") from None
    return value


def names_from(value: object) -> tuple[str, ...]:
    """A list of such texts. Raises `EventError`."""
    if not isinstance(value, list | tuple):
        raise EventError(f"must be a list of names, not {shown(value)}")
    try:
        return tuple(map(text_from, value))
    except EventError as error:
        raise EventError(f"holds a name that {error}") from None


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:00)?", re.ASCII)


def _time(value: object) -> str:
    if isinstance(value, str) and _TIME.fullmatch(value):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return value[:16]
    raise EventError(f"must be a local time like '2026-11-02T14:20', not {shown(value)}")


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise EventError(f"must be true or false, not {shown(value)}")
    return value


def _rules(value: object) -> Rules:
    try:
        return rules_from(value)
    except RulesError as error:
        raise EventError(f"is wrong: {error}") from None


def _one_of(options: type[StrEnum]) -> Callable[[object], StrEnum]:
    by_text = {option.value: option for option in options}
    names = ", ".join(f"'{text}'" for text in by_text)

    def read(value: object) -> StrEnum:
        if not isinstance(value, str) or value not in by_text:
            raise EventError(f"must be one of {names}, not {shown(value)}")
        return by_text[value]

    return read


_READERS: dict[object, Callable[[object], object]] = {
    str: text_from,
    str | None: text_from,
    bool: _flag,
    tuple[str, ...]: names_from,
    Rules: _rules,
    Purpose: _one_of(Purpose),
    History: _one_of(History),
    Away: _one_of(Away),
    VoidReason: _one_of(VoidReason),
}
# kind -> (class, {field: reader}, required fields)
_FORMS = {
    kind.value: (
        event,
        {field.name: _time if field.name == "at" else _READERS[field.type] for field in fields(event)},
        tuple(field.name for field in fields(event) if field.default is MISSING),
    )
    for kind, event in EVENTS.items()
}


def event_from(value: object) -> Event:
    """The event that a JSON object describes.

    Raises `EventError` for unknown kinds, unknown fields and wrong types. What contradicts the state, or
    itself, is found by `apply`.
    """
    if not isinstance(value, Mapping):
        raise EventError(f"must be an object, not {shown(value)}")
    kind = value.get("event")
    if kind is None:
        raise EventError("'event' is missing")
    if not isinstance(kind, str) or kind not in _FORMS:
        raise EventError(f"unknown event {shown(kind)}")
    event, readers, required = _FORMS[kind]
    given: dict[str, Any] = {}
    for name, field in value.items():
        if name == "event":
            continue
        if name not in readers:
            raise EventError(f"{kind!r} has no field {shown(name)}")
        if field is None:
            continue
        try:
            given[name] = readers[name](field)
        except EventError as error:
            raise EventError(f"{kind!r}: {name!r} {error}") from None
    for name in required:
        if name not in given:
            raise EventError(f"{kind!r}: {name!r} is missing")
    return event(**given)
