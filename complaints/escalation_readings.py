"""A clock read at a moment: when it is due, by which count, how much is left; and the points at which it climbs.

Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from complaints.escalation_clock import (
    DAY,
    NOTHING,
    Calendar,
    Pause,
    Piece,
    before,
    count,
    elapsed,
    last_morning,
)
from complaints.escalation_course import Course, Span
from complaints.escalation_rules import Rules
from complaints.escalation_table import Basis, Clock, Rung

HOUR = timedelta(hours=1)


class Standing(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    LATE = "late"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Reading:
    """``allowed`` is the working time given, None where an agreed time or days set the end.

    ``left`` is working time, below nothing where it is late; of a clock that has ended it is what was left then.
    ``due`` is None while the clock stands still.
    """

    clock: Clock
    number: int
    clause: str
    basis: Basis
    start: datetime
    end: datetime | None
    due: datetime | None
    allowed: timedelta | None
    left: timedelta
    standing: Standing
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Limit:
    """A working time from a moment on."""

    start: datetime
    allowed: timedelta


@dataclass(frozen=True, slots=True)
class _End:
    """By what the end of a clock is set, when it is, and what was left when it stood still."""

    basis: Basis
    due: datetime | None
    limit: _Limit | None = None
    pieces: tuple[Piece, ...] = ()
    kept: timedelta = NOTHING


def reading_of(span: Span, course: Course, rules: Rules, calendar: Calendar, *, at: datetime) -> Reading:
    """The clock as it stands; of one that has ended, as it stood at its end."""
    seen = span.end or at
    pauses = _pauses(course, span.end)
    end = _end(span, rules, calendar, pauses)
    return Reading(
        clock=span.clock,
        number=span.number,
        clause=span.clause,
        basis=end.basis,
        start=end.limit.start if end.limit else span.agreed_at or span.start,
        end=span.end,
        due=end.due,
        allowed=end.limit.allowed if end.limit else None,
        left=_left(end, seen, calendar, pauses),
        standing=_standing(span, end.due, seen),
        pieces=end.pieces,
    )


def point_of(span: Span, rung: Rung, course: Course, rules: Rules, calendar: Calendar) -> datetime | None:
    """When the clock comes to this rung; None while it stands still before it, and where it has no such rung."""
    pauses = _pauses(course, span.end)
    end = _end(span, rules, calendar, pauses)
    if rung is Rung.BEFORE:
        return _before(span, end, rules, calendar, pauses)
    if end.due is None:
        return None
    after = {Rung.DUE: 0, Rung.MANAGER: rules.manager_after, Rung.HEAD: rules.head_after}[rung]
    return count(end.due, after * HOUR, calendar, pauses).due


def _before(
    span: Span, end: _End, rules: Rules, calendar: Calendar, pauses: tuple[Pause, ...]
) -> datetime | None:
    """Some working time ahead of the end, of one that counts days the last morning; None where there is no time.

    Nobody can do anything about it while the office is closed.
    """
    ahead = rules.remind_hours * HOUR
    if ahead == NOTHING:
        return None
    if end.limit is not None:
        return _before_hours(span, end.limit, rules, calendar, pauses)
    if end.basis is Basis.DAYS:
        return last_morning(end.due, calendar, span.start) if end.due is not None else None
    for each in _stretches(span, calendar, pauses):
        moment = before(each.due, ahead, calendar, each.start)
        if moment is not None and (each.stops is None or moment < each.stops):
            return moment
    return None


def _before_hours(
    span: Span, held: _Limit, rules: Rules, calendar: Calendar, pauses: tuple[Pause, ...]
) -> datetime | None:
    """Ahead of the limit that holds; who was reminded of the earlier one, before it became major, stays reminded."""
    for limit in _limits(span, rules):
        early = limit.allowed - rules.remind_hours * HOUR
        moment = count(limit.start, early, calendar, pauses).due if early > NOTHING else None
        was_told = moment is not None and span.major_at is not None and moment < span.major_at
        if limit == held or was_told:
            return moment
    return None


def _pauses(course: Course, until: datetime | None) -> tuple[Pause, ...]:
    """The times of waiting that had begun by then."""
    return tuple(each for each in course.pauses if until is None or each[0] < until)


def _end(span: Span, rules: Rules, calendar: Calendar, pauses: tuple[Pause, ...]) -> _End:
    days = {Clock.CONFIRM: rules.confirm_days, Clock.RETURN_CALL: rules.return_call_days}.get(span.clock)
    if days is not None:
        after = span.start.date() + (days + 1) * DAY  # the last day counts as a whole
        return _End(Basis.DAYS, datetime.combine(after, time()))
    if span.agreed is not None:
        return _agreed(span, calendar, pauses)
    ends = [(limit, count(limit.start, limit.allowed, calendar, pauses)) for limit in _limits(span, rules)]
    limit, first = min(ends, key=lambda each: (each[1].due or datetime.max, each[1].left))
    return _End(Basis.HOURS, first.due, limit, first.pieces, first.left)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A time in which an agreed one runs: since when, its end as it is then, and when it stops to wait."""

    start: datetime
    due: datetime
    stops: datetime | None = None


def _agreed(span: Span, calendar: Calendar, pauses: tuple[Pause, ...]) -> _End:
    """A time agreed with the customer stands; it moves on by the working time that is spent waiting for them."""
    *_earlier, last = _stretches(span, calendar, pauses)
    if last.stops is not None:
        return _End(Basis.AGREED, None, kept=elapsed(last.stops, last.due, calendar))
    return _End(Basis.AGREED, last.due)


def _stretches(span: Span, calendar: Calendar, pauses: tuple[Pause, ...]) -> Iterator[_Stretch]:
    """How an agreed time runs, from waiting to waiting."""
    start, due = span.agreed_at or span.start, span.agreed
    if due is None:
        return
    for begin, end in pauses:
        begin = max(begin, start)
        if begin >= due or (end is not None and end <= begin):
            continue
        yield _Stretch(start, due, begin)
        if end is None:
            return
        start, due = end, max(due, count(end, elapsed(begin, due, calendar), calendar).due or due)
    yield _Stretch(start, due)


def _limits(span: Span, rules: Rules) -> Iterator[_Limit]:
    """What the house gives; the reply to one that became major meanwhile is due by whichever ends first."""
    hours = {
        Clock.ASSIGN: rules.assign_hours,
        Clock.HANDLE: rules.handle_hours,
        Clock.RETURN: rules.return_hours,
        Clock.VERIFY: rules.verify_hours,
        Clock.REPLY: rules.written_hours if span.is_written else rules.reply_hours,
    }[span.clock]
    if span.major_at is None or span.major_at > span.start:
        yield _Limit(span.start, hours * HOUR)
    if span.major_at is not None:
        yield _Limit(max(span.start, span.major_at), rules.major_hours * HOUR)


def _left(end: _End, seen: datetime, calendar: Calendar, pauses: tuple[Pause, ...]) -> timedelta:
    if end.due is None:
        return end.kept
    if seen <= end.due:
        return elapsed(seen, end.due, calendar, pauses)
    return -elapsed(end.due, seen, calendar, pauses)


def _standing(span: Span, due: datetime | None, seen: datetime) -> Standing:
    if span.end is not None:
        return Standing.KEPT if due is None or span.end <= due else Standing.MISSED
    if due is None:
        return Standing.STOPPED
    return Standing.LATE if seen > due else Standing.RUNNING
