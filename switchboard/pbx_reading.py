"""What a telephone system sends to the webhook, read from its bytes. Pure: docs/pbx.md is its description."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from switchboard.line_calls import Event, EventKind

LONGEST_BODY = 8 * 1024
LONGEST_CALL_ID = 80
LONGEST_NUMBER = 40
LONGEST_EXTENSION = 20
MOST_RINGS = 99
NEWS_MAY_BE_OLD = timedelta(hours=12)
CLOCK_MAY_BE_FAST = timedelta(minutes=5)
"""A time further from now is a wrong clock: the time of receipt counts. Nothing is told before it happens, and a call
that began in the future would never have rung for too long."""
FIELDS = frozenset({"call", "event", "at", "number", "extension", "rings"})


class NotReadable(ValueError):
    """This is no event; ``code`` is what is answered."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Told:
    """``call`` is the telephone system's own id of the call, ``number`` the caller's as it was sent ("" for none)."""

    call: str
    number: str
    event: Event


def read_event(body: bytes, *, now: datetime) -> Told:
    """One event. Raises NotReadable; fields that we do not know are left alone."""
    said = _object(body)
    call = _text(said, "call", LONGEST_CALL_ID)
    if not call:
        raise NotReadable("call")
    try:
        kind = EventKind(_text(said, "event", LONGEST_CALL_ID))
    except ValueError:
        raise NotReadable("event") from None
    event = Event(
        kind, _moment(said.get("at"), now), _rings(said), _text(said, "extension", LONGEST_EXTENSION)
    )
    return Told(call, _text(said, "number", LONGEST_NUMBER), event)


def _object(body: bytes) -> dict:
    if len(body) > LONGEST_BODY:
        raise NotReadable("too_long")
    try:
        said = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotReadable("no_json") from None
    if not isinstance(said, dict):
        raise NotReadable("no_object")
    return said


def _text(said: dict, name: str, longest: int) -> str:
    """A text or a whole number as text, printable and not too long. Raises NotReadable."""
    value = said.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise NotReadable(name)
    text = str(value).strip() if isinstance(value, str) or abs(value) < 10**20 else ""
    if len(text) > longest or not text.isprintable() or (value and not text):
        raise NotReadable(name)
    return text


def _rings(said: dict) -> int | None:
    value = said.get("rings")
    if value is None:
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 4:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise NotReadable("rings")
    return min(value, MOST_RINGS)


def _moment(value: object, now: datetime) -> datetime:
    """Seconds since 1970, or ISO 8601 with its offset. Where nothing was sent, or a clock is wrong, it is now."""
    if value is None:
        return now
    moment = _from_iso(value) if isinstance(value, str) and not _is_figure(value) else _from_seconds(value)
    return moment if -NEWS_MAY_BE_OLD <= moment - now <= CLOCK_MAY_BE_FAST else now


def _is_figure(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit() and len(text) <= 20


def _from_seconds(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise NotReadable("at")
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (ValueError, OverflowError, OSError):
        raise NotReadable("at") from None


def _from_iso(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise NotReadable("at")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotReadable("at") from None
