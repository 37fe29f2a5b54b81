"""What an event may name: people, visits, texts. Each check raises `Refused`; nothing is changed here."""

from collections.abc import Iterable, Mapping

from reception.rotation_events import (
    Cancel,
    Event,
    Finish,
    HandBack,
    Reassign,
    SignOut,
    StepIn,
    StepOut,
    Void,
)
from reception.rotation_records import Person, Visit, waiting_record
from reception.rotation_refusals import Refused
from reception.rotation_state import State

Closed = Mapping[str, Mapping]
"""Stored records of closed visits, by visit id: `State.record` or `Decision.record`."""


def known(state: State, event: Event, name: str) -> Person:
    person = state.people.get(name)
    if person is None:
        raise Refused("unknown_consultant", event=event.kind.value, consultant=name)
    return person


def on_duty(state: State, event: SignOut | StepOut | StepIn) -> Person:
    person = known(state, event, event.consultant)
    if not person.on_duty:
        raise Refused("not_in_order", event=event.kind.value, consultant=person.name)
    return person


def check_names(state: State, event: Event, names: Iterable[str]) -> None:
    seen = set()
    for name in names:
        known(state, event, name)
        if name in seen:
            raise Refused("name_twice", event=event.kind.value, consultant=name)
        seen.add(name)


def check_texts(event: Event, *fields: str) -> None:
    for field in fields:
        if not getattr(event, field):
            raise Refused("text_missing", event=event.kind.value, field=field)


def open_visit(state: State, event: Finish | Reassign | HandBack) -> Visit:
    record = state.open.get(event.visit)
    if record is None:
        raise Refused("not_open", event=event.kind.value, visit=event.visit)
    return record


def any_visit(state: State, event: Void | Cancel, closed: Closed) -> Visit:
    """The visit as this state knows it, or else as stored; one stored as open is finished by now."""
    visit = event.visit
    if visit in state.waiting:
        return waiting_record(state.waiting[visit])
    record = state.open.get(visit) or state.closed.get(visit)
    if record:
        return record
    if visit not in closed:
        raise Refused("visit_unknown", event=event.kind.value, visit=visit)
    stored = closed[visit]
    return Visit.from_dict(stored.get("after", stored))


def given_over(state: State, event: Reassign | HandBack) -> tuple[Visit, Person]:
    """The open reception, and another one who is here and whom its customer does not refuse."""
    check_texts(event, "by", "why")
    record = open_visit(state, event)
    to = known(state, event, event.to)
    if to.name == record.consultant:
        raise Refused("same_consultant", event=event.kind.value, visit=event.visit, consultant=to.name)
    if not to.here:
        raise Refused("not_here", event=event.kind.value, consultant=to.name)
    if to.name in record.refused:
        raise Refused("refused_by_customer", event=event.kind.value, visit=event.visit, consultant=to.name)
    return record, to
