"""Working time on the business calendar: when a time allowed is used up, and how that was counted, day by day.

Pure. Times are the office's own clock, without offset.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
NOTHING = timedelta()
SATURDAY = 5
LONGEST = 3650
"""So many days are looked through for working time before the calendar is taken for wrong."""

Window = tuple[time, time]
"""A stretch of a day: from, until."""
Pause = tuple[datetime, datetime | None]
"""A time in which a clock stands still: from, until; None while it lasts."""


class NoWorkingTime(ValueError):
    """The calendar has no working time for years on end."""


class Day(StrEnum):
    """What a day is to a clock."""

    WORK = "work"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


WORKS = {Day.WORK: True, Day.MAKEUP: True, Day.WEEKEND: False, Day.HOLIDAY: False}


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the office works: hours of a working day, holidays and make-up working days by name.

    With ``every_day`` the clocks run on every day that the office opens, weekends and holidays included.
    """

    hours: tuple[Window, ...] = ((time(9, 0), time(18, 0)),)
    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: Mapping[date, str] = field(default_factory=dict)
    every_day: bool = False

    def kind(self, on: date) -> Day:
        """A make-up day works, a holiday does not, else the week decides."""
        if self.every_day:
            return Day.WORK
        if on in self.workdays:
            return Day.MAKEUP
        if on in self.holidays:
            return Day.HOLIDAY
        return Day.WEEKEND if on.weekday() >= SATURDAY else Day.WORK

    def name(self, on: date) -> str:
        """What the calendar calls a holiday or a make-up day; empty for any other day."""
        return {Day.MAKEUP: self.workdays, Day.HOLIDAY: self.holidays}.get(self.kind(on), {}).get(on, "")


class Why(StrEnum):
    """What a piece of the count is."""

    COUNTED = "counted"
    WAITING = "waiting"
    CLOSED = "closed"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Piece:
    """A step of the count: the day, what it is, and the stretch that counted, or did not.

    ``begin`` and ``end`` are None for a day off, and for one on which the clock began after the office had closed.
    """

    on: date
    day: Day
    why: Why
    begin: time | None = None
    end: time | None = None
    counted: timedelta = NOTHING
    name: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """When the time is used up, None while the clock stands still; what is ``left`` then; and the steps."""

    due: datetime | None
    left: timedelta
    pieces: tuple[Piece, ...]


def count(start: datetime, allowed: timedelta, calendar: Calendar, pauses: Sequence[Pause] = ()) -> Count:
    """Let the clock run from ``start`` until ``allowed`` is used up. Raises NoWorkingTime.

    A time that ends with the office's day is used up then, not the next morning.
    """
    pieces: list[Piece] = []
    left = allowed
    if left <= NOTHING:
        return Count(start, NOTHING, ())
    for piece, begin in _pieces(start, calendar, pauses):
        if begin is None:
            return Count(None, left, tuple(pieces))
        if piece.counted >= left:
            end = begin + left
            pieces.append(Piece(piece.on, piece.day, piece.why, piece.begin, end.time(), left, piece.name))
            return Count(end, NOTHING, tuple(pieces))
        left -= piece.counted
        pieces.append(piece)
    raise NoWorkingTime(f"no {allowed} of working time within {LONGEST} days of {start:%Y-%m-%d}")


def before(end: datetime, ahead: timedelta, calendar: Calendar, since: datetime) -> datetime | None:
    """The last moment after ``since`` from which so much working time lies before ``end``; None where there is none."""
    left = ahead
    for on in _days_back(end, since, calendar):
        for window in reversed(calendar.hours):
            begin = max(datetime.combine(on, window[0]), since)
            length = min(datetime.combine(on, window[1]), end) - begin
            if length >= left:
                moment = begin + length - left
                return moment if moment > since else None
            left -= max(length, NOTHING)
    return None


def last_morning(end: datetime, calendar: Calendar, since: datetime) -> datetime | None:
    """When the office opens on the last working day before ``end``; None where that is not after ``since``."""
    for on in _days_back(end - datetime.resolution, since, calendar):
        opens = datetime.combine(on, calendar.hours[0][0])
        return opens if opens > since else None
    return None


def _days_back(end: datetime, since: datetime, calendar: Calendar) -> Iterator[date]:
    """The working days between the two, the last one first."""
    for offset in range((end.date() - since.date()).days + 1):
        on = end.date() - offset * DAY
        if WORKS[calendar.kind(on)]:
            yield on


def elapsed(start: datetime, until: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()) -> timedelta:
    """How much working time lies between the two."""
    total = NOTHING
    for piece, begin in _pieces(start, calendar, pauses):
        if begin is None or begin >= until:
            break
        total += min(piece.counted, until - begin)
    return total


def _pieces(
    start: datetime, calendar: Calendar, pauses: Sequence[Pause]
) -> Iterator[tuple[Piece, datetime | None]]:
    """Every piece with the moment at which it begins; None in its place once a pause begins that has no end yet."""
    for offset in range(LONGEST):
        on = start.date() + offset * DAY
        kind, name = calendar.kind(on), calendar.name(on)
        midnight = datetime.combine(on, time())
        if not WORKS[kind]:
            if _stands(max(midnight, start), pauses):
                yield Piece(on, kind, Why.OFF, name=name), None
                return
            yield Piece(on, kind, Why.OFF, name=name), midnight
            continue
        seen = False
        for window in calendar.hours:
            begin = max(datetime.combine(on, window[0]), start)
            end = datetime.combine(on, window[1])
            if begin >= end:
                continue
            seen = True
            for one, other, runs in _cut(begin, end, pauses):
                if other is None:
                    yield Piece(on, kind, Why.WAITING, name=name), None
                    return
                why, counted = (Why.COUNTED, other - one) if runs else (Why.WAITING, NOTHING)
                yield Piece(on, kind, why, one.time(), other.time(), counted, name), one
        if not seen:
            yield Piece(on, kind, Why.CLOSED, name=name), max(midnight, start)


def _cut(
    begin: datetime, end: datetime, pauses: Sequence[Pause]
) -> Iterator[tuple[datetime, datetime | None, bool]]:
    """The stretch in parts that run and parts that stand still; one without end where a pause goes on."""
    at = begin
    for since, until in pauses:
        if since >= end or (until is not None and until <= at):
            continue
        if since > at:
            yield at, since, True
        if until is None:
            yield max(at, since), None, False
            return
        still = min(until, end)
        yield max(at, since), still, False
        at = still
    if at < end:
        yield at, end, True


def _stands(at: datetime, pauses: Sequence[Pause]) -> bool:
    """Whether a pause that has no end yet has begun by then."""
    return any(until is None and since <= at for since, until in pauses)
