"""A call on the line, told by the telephone system event by event. Pure.

Events come late, twice and in any order. So nothing is ever moved from state to state: what is known of a call grows by
each event (the earliest of each kind of time counts, the latest end), and the state is read from what is known. Taking
the same events in another order, or again, gives the same call.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class EventKind(StrEnum):
    """What the telephone system tells."""

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    MISSED = "missed"


class LineState(StrEnum):
    """Where a call stands."""

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    MISSED = "missed"


STATES: dict[tuple[bool, bool, bool], LineState] = {
    # was answered, has ended, was missed: every combination
    (False, False, False): LineState.RINGING,
    (False, False, True): LineState.MISSED,
    (False, True, False): LineState.MISSED,
    (False, True, True): LineState.MISSED,
    (True, False, False): LineState.ANSWERED,
    # One of several telephones that rang was missed; another was answered.
    (True, False, True): LineState.ANSWERED,
    (True, True, False): LineState.ENDED,
    (True, True, True): LineState.ENDED,
}

SILENT_AFTER = timedelta(minutes=3)
"""Nobody rings for longer; the end of such a call was lost on its way."""
LONGEST_CALL = timedelta(hours=3)
"""Nobody talks for longer; the end of such a call was lost on its way."""


@dataclass(frozen=True, slots=True)
class Event:
    """``at`` is the telephone system's time. ``rings`` and ``extension`` where it says them."""

    kind: EventKind
    at: datetime
    rings: int | None = None
    extension: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """Who took the call: the first answer counts; of two at the same moment the one that sorts first."""

    at: datetime
    extension: str = ""

    @property
    def key(self) -> tuple[datetime, bool, str]:
        return (self.at, self.extension == "", self.extension)


@dataclass(frozen=True, slots=True)
class LineCall:
    """What is known of a call."""

    rang_at: datetime | None = None
    answered: Answered | None = None
    ended_at: datetime | None = None
    missed_at: datetime | None = None
    told_rings: int | None = None
    begun_at: datetime | None = None

    @property
    def state(self) -> LineState:
        known = (self.answered is not None, self.ended_at is not None, self.missed_at is not None)
        return STATES[known]

    @property
    def is_over(self) -> bool:
        return self.state in (LineState.ENDED, LineState.MISSED)

    @property
    def waited(self) -> timedelta | None:
        """How long it rang; None while it rings, or where nobody told when it began."""
        until = self.answered.at if self.answered else self._given_up_at
        if self.rang_at is None or until is None:
            return None
        return max(until - self.rang_at, timedelta())

    @property
    def talked(self) -> timedelta | None:
        """How long somebody spoke; None while they do, and for a call that nobody answered."""
        if self.answered is None or self.ended_at is None:
            return None
        return max(self.ended_at - self.answered.at, timedelta())

    @property
    def _given_up_at(self) -> datetime | None:
        known = [at for at in (self.missed_at, self.ended_at) if at is not None]
        return min(known) if known else None

    def rings(self, ring_seconds: int) -> int | None:
        """How often it rang: as the telephone system says, else as long as it took; the first ring is at once."""
        if self.told_rings is not None:
            return self.told_rings
        return None if self.waited is None else rings_within(self.waited, ring_seconds)

    def is_silent(self, now: datetime) -> bool:
        """Whether news that must have been is missing: it would have ended long ago."""
        if self.state is LineState.RINGING:
            return self.begun_at is not None and now - self.begun_at > SILENT_AFTER
        if self.state is LineState.ANSWERED:
            return self.answered is not None and now - self.answered.at > LONGEST_CALL
        return False


def rings_within(waited: timedelta, ring_seconds: int) -> int:
    """How many rings have begun after so long."""
    return int(waited.total_seconds() // ring_seconds) + 1


def taken(call: LineCall, event: Event) -> LineCall:
    """What is known after one more event."""
    call = replace(call, begun_at=_earlier(call.begun_at, event.at))
    if event.rings is not None:
        call = replace(call, told_rings=max(call.told_rings or 0, event.rings))
    match event.kind:
        case EventKind.RINGING:
            return replace(call, rang_at=_earlier(call.rang_at, event.at))
        case EventKind.ANSWERED:
            answers = [Answered(event.at, event.extension), *([call.answered] if call.answered else [])]
            return replace(call, answered=min(answers, key=lambda each: each.key))
        case EventKind.ENDED:
            return replace(call, ended_at=_later(call.ended_at, event.at))
        case EventKind.MISSED:
            return replace(call, missed_at=_earlier(call.missed_at, event.at))


def _earlier(known: datetime | None, told: datetime) -> datetime:
    return told if known is None else min(known, told)


def _later(known: datetime | None, told: datetime) -> datetime:
    return told if known is None else max(known, told)
