"""The rotation: what every event does to the queue, and which decisions come of it.

Pure: values in, values out; no clock, no database, no settings. `apply`, `preview` and `replay` are here, and
everything that a caller needs can be imported from here. To read the rest, in this order:

- `rotation_rules`: the switches and presets;
- `rotation_events`, `rotation_reading`: what can happen, and how it is read;
- `rotation_records`, `rotation_state`: what is known between two events, and its snapshot;
- `rotation_table`: who takes an arrival;
- `rotation_arrivals`, `rotation_people`, `rotation_visits`: what each event does;
- `rotation_checks`, `rotation_refusals`: what an event may name, and why it cannot be.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from reception.rotation_arrivals import arrive, check_arrival, decided, tried_again
from reception.rotation_checks import Closed
from reception.rotation_decision import Decision
from reception.rotation_events import (
    EVENTS,
    Arrive,
    Away,
    Cancel,
    Event,
    EventKind,
    Finish,
    HandBack,
    History,
    Leave,
    Purpose,
    Reassign,
    Reorder,
    RulesChange,
    SignIn,
    SignOut,
    StepIn,
    StepOut,
    Void,
    VoidReason,
)
from reception.rotation_people import change_rules, reorder, sign_in, sign_out, step_in, step_out
from reception.rotation_reading import EventError, event_from, names_from
from reception.rotation_records import Kind, Status, Visit
from reception.rotation_refusals import REFUSALS, Refused
from reception.rotation_rules import (
    DEFAULT_PRESET,
    PRESETS,
    AssistBy,
    Makeup,
    Pick,
    Rules,
    RulesError,
    rules_from,
    shown,
)
from reception.rotation_state import State
from reception.rotation_table import Passed, Why, plan
from reception.rotation_visits import cancel, finish, hand_back, leave, reassign, void

__all__ = [
    "EVENTS",
    "PRESETS",
    "REFUSALS",
    "Arrive",
    "AssistBy",
    "Away",
    "Cancel",
    "Decision",
    "DocumentError",
    "Event",
    "EventError",
    "EventKind",
    "Finish",
    "HandBack",
    "History",
    "Kind",
    "Leave",
    "Makeup",
    "Passed",
    "Pick",
    "Purpose",
    "Reassign",
    "Refused",
    "Reorder",
    "Rules",
    "RulesChange",
    "RulesError",
    "SignIn",
    "SignOut",
    "State",
    "Status",
    "StepIn",
    "StepOut",
    "Visit",
    "Void",
    "VoidReason",
    "Why",
    "apply",
    "event_from",
    "preview",
    "replay",
    "rules_from",
]


Value = TypeVar("Value")


class DocumentError(ValueError):
    """A document that cannot be replayed; the text says which event (from 1) or field is wrong, and why."""


_EFFECTS: dict[type[Event], Callable[..., list[Decision]]] = {
    SignIn: sign_in,
    SignOut: sign_out,
    StepOut: step_out,
    StepIn: step_in,
    Arrive: arrive,
    Finish: finish,
    Leave: leave,
    Void: void,
    Cancel: cancel,
    Reassign: reassign,
    HandBack: hand_back,
    Reorder: reorder,
    RulesChange: change_rules,
}
_NO_HELP_TO_THE_WAITING = (Arrive, StepOut)


def apply(state: State, event: Event, closed: Closed | None = None) -> list[Decision]:
    """Let the event happen: change `state`, and return the decisions in the order they were made.

    The event's own decision comes first, then those of the waiting visits that it let through. `closed` holds
    stored records of visits that the state may have forgotten: it is asked for the visit of a `Void` or a
    `Cancel`, and for that of an `Arrive`, which must be new. Raises `Refused`, and then nothing has changed.
    """
    effect = _EFFECTS.get(type(event))
    if effect is None:
        raise Refused("unknown_event", event="", type=type(event).__name__)
    if event.at is not None and state.at is not None and event.at < state.at:
        raise Refused("time_goes_back", event=event.kind.value, at=event.at, last=state.at)
    decisions = effect(state, event, closed or {})
    if event.at is not None:
        state.at = event.at
    if state.waiting and not isinstance(event, _NO_HELP_TO_THE_WAITING):
        decisions += tried_again(state, event.consultant if isinstance(event, SignIn | StepIn) else None)
    return decisions


def preview(state: State, event: Arrive) -> Decision:
    """The decision that this arrival would get now. Changes nothing. Raises `Refused` as `apply` does."""
    check_arrival(state, event, {})
    return decided(event, plan(state, event))


def replay(document: object, rules: Rules | None = None) -> dict[str, object]:
    """All decisions of one document (the shape of `manage.py replay`) and the state at its end.

    `rules` win over those of the document. Raises `DocumentError`.
    """
    state, events = _opening(document, rules)
    decisions = []
    for number, value in enumerate(events, start=1):
        try:
            made = apply(state, event_from(value))
        except (EventError, Refused) as error:
            raise DocumentError(f"event {number}: {error}") from None
        decisions += [each.as_dict() for each in made]
    return {"decisions": decisions, "state": state.public()}


def _opening(document: object, rules: Rules | None) -> tuple[State, Sequence[object]]:
    """The state before the first event, and the events as they were written."""
    if not isinstance(document, Mapping):
        raise DocumentError(f"must be an object, not {shown(document)}")
    for name in document:
        if name not in ("rules", "staff", "order", "events"):
            raise DocumentError(f"unknown field {shown(name)}")
    given = {name: value for name, value in document.items() if value is not None}
    for name in ("order", "events"):
        if name not in given:
            raise DocumentError(f"{name!r} is missing")
    if not isinstance(given["events"], list | tuple):
        raise DocumentError(f"'events' must be a list, not {shown(given['events'])}")
    written = _field(given, "rules", rules_from) if "rules" in given else PRESETS[DEFAULT_PRESET]
    staff = _field(given, "staff", names_from) if "staff" in given else None
    try:
        return State.start(_field(given, "order", names_from), staff, rules or written), given["events"]
    except Refused as error:
        raise DocumentError(str(error)) from None


def _field(given: Mapping, name: str, read: Callable[[object], Value]) -> Value:
    try:
        return read(given[name])
    except (RulesError, EventError) as error:
        raise DocumentError(f"{name!r}: {error}") from None
