"""What can happen to the queue: one frozen dataclass for each kind of event.

Names of consultants and ids of visits are texts that are not empty. `at` is the office's local time as the
text `2026-11-02T14:20`, or None where it does not matter.
"""

from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from typing import ClassVar

from reception.rotation_rules import Rules


class EventKind(StrEnum):
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    STEP_OUT = "step_out"
    STEP_IN = "step_in"
    ARRIVE = "arrive"
    FINISH = "finish"
    LEAVE = "leave"
    VOID = "void"
    CANCEL = "cancel"
    REASSIGN = "reassign"
    HAND_BACK = "hand_back"
    REORDER = "reorder"
    RULES = "rules"


class Purpose(StrEnum):
    """What a visitor comes for; a peer is another developer's researcher who says so."""

    PURCHASE = "purchase"
    PEER = "peer"
    FIND_PERSON = "find_person"
    DIRECTIONS = "directions"


class History(StrEnum):
    """What the customer had to do with this office before; visited is the clauses' *returning*."""

    FIRST = "first"
    PHONED = "phoned"
    VISITED = "visited"


class Away(StrEnum):
    BUSINESS = "business"
    PERSONAL = "personal"


class VoidReason(StrEnum):
    PEER = "peer"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Event:
    """What all events share."""

    kind: ClassVar[EventKind]
    at: str | None = field(default=None, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """The event as a JSON object without the fields that say nothing; `event_from` reads it back."""
        written: dict[str, object] = {"event": self.kind.value}
        for each in fields(self):
            value = getattr(self, each.name)
            if each.default is MISSING or value != each.default:
                written[each.name] = _json(value)
        return written


@dataclass(frozen=True, slots=True)
class SignIn(Event):
    kind = EventKind.SIGN_IN
    consultant: str


@dataclass(frozen=True, slots=True)
class SignOut(Event):
    kind = EventKind.SIGN_OUT
    consultant: str


@dataclass(frozen=True, slots=True)
class StepOut(Event):
    kind = EventKind.STEP_OUT
    consultant: str
    reason: Away


@dataclass(frozen=True, slots=True)
class StepIn(Event):
    kind = EventKind.STEP_IN
    consultant: str


@dataclass(frozen=True, slots=True)
class Arrive(Event):
    """`named` are the consultants of earlier contact in the order spoken; `designates` is asked for now."""

    kind = EventKind.ARRIVE
    visit: str
    purpose: Purpose = Purpose.PURCHASE
    history: History = History.FIRST
    named: tuple[str, ...] = ()
    designates: str | None = None
    refuses_named: bool = False

    @property
    def refused(self) -> tuple[str, ...]:
        """Those whom this customer does not want."""
        return self.named if self.refuses_named else ()

    @property
    def claimants(self) -> tuple[str, ...]:
        """Those who may call this customer theirs, the strongest claim first, nobody twice."""
        named = () if self.refuses_named else self.named
        if self.designates is None:
            return named
        return (self.designates, *(name for name in named if name != self.designates))


@dataclass(frozen=True, slots=True)
class Finish(Event):
    kind = EventKind.FINISH
    visit: str


@dataclass(frozen=True, slots=True)
class Leave(Event):
    kind = EventKind.LEAVE
    visit: str


@dataclass(frozen=True, slots=True)
class Void(Event):
    kind = EventKind.VOID
    visit: str
    reason: VoidReason
    verified_by: str


@dataclass(frozen=True, slots=True)
class Cancel(Event):
    kind = EventKind.CANCEL
    visit: str


@dataclass(frozen=True, slots=True)
class Reassign(Event):
    """`owed` False: the consultant did not come, and the turn is spent."""

    kind = EventKind.REASSIGN
    visit: str
    to: str
    by: str
    why: str
    owed: bool = True


@dataclass(frozen=True, slots=True)
class HandBack(Event):
    kind = EventKind.HAND_BACK
    visit: str
    to: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Reorder(Event):
    kind = EventKind.REORDER
    order: tuple[str, ...]
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class RulesChange(Event):
    kind = EventKind.RULES
    rules: Rules


EVENTS: dict[EventKind, type[Event]] = {
    event.kind: event
    for event in (
        SignIn,
        SignOut,
        StepOut,
        StepIn,
        Arrive,
        Finish,
        Leave,
        Void,
        Cancel,
        Reassign,
        HandBack,
        Reorder,
        RulesChange,
    )
}


def _json(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return value.as_dict() if isinstance(value, Rules) else value
