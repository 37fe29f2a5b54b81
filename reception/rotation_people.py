"""Who is on duty, in which sequence, and by which rules."""

from reception.rotation_checks import Closed, check_names, check_texts, known, on_duty
from reception.rotation_decision import Decision
from reception.rotation_events import Reorder, RulesChange, SignIn, SignOut, StepIn, StepOut
from reception.rotation_refusals import Refused
from reception.rotation_state import State


def sign_in(state: State, event: SignIn, closed: Closed) -> list[Decision]:
    if state.listed:
        known(state, event, event.consultant)
    elif not event.consultant:
        raise Refused("text_missing", event="sign_in", field="consultant")
    person = state.people.get(event.consultant)
    if person and person.on_duty:
        raise Refused("already_in_order", event="sign_in", consultant=event.consultant)
    person = person or state.person(event.consultant)
    person.on_duty = True
    state.order = [*state.order, person]
    state.undo = None
    return []


def sign_out(state: State, event: SignOut, closed: Closed) -> list[Decision]:
    person = on_duty(state, event)
    person.on_duty = False
    person.away, person.earned = None, False
    state.order = [other for other in state.order if other is not person]
    state.undo = None
    return []


def step_out(state: State, event: StepOut, closed: Closed) -> list[Decision]:
    person = on_duty(state, event)
    if person.away:
        raise Refused("already_away", event="step_out", consultant=person.name)
    person.away, person.earned = event.reason, False
    return []


def step_in(state: State, event: StepIn, closed: Closed) -> list[Decision]:
    person = on_duty(state, event)
    if not person.away:
        raise Refused("not_away", event="step_in", consultant=person.name)
    person.away, person.earned = None, False
    return []


def reorder(state: State, event: Reorder, closed: Closed) -> list[Decision]:
    check_texts(event, "by", "why")
    check_names(state, event, event.order)
    if {person.name for person in state.order} != set(event.order):
        raise Refused("other_consultants", event="reorder")
    state.order = [state.people[name] for name in event.order]
    state.undo = None
    return []


def change_rules(state: State, event: RulesChange, closed: Closed) -> list[Decision]:
    state.rules = event.rules
    if not event.rules.keeps_balances:
        for person in state.people.values():
            person.account = 0, ()
    state.undo = None
    return []
