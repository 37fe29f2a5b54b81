"""Arrivals, and the waiting visits that are tried again."""

from typing import cast

from reception.rotation_checks import Closed, check_names, known
from reception.rotation_decision import Decision
from reception.rotation_events import Arrive, History
from reception.rotation_records import Kind, Person, Status, Undo, Visit, waiting_record
from reception.rotation_refusals import Refused
from reception.rotation_state import State
from reception.rotation_table import Plan, plan


def arrive(state: State, event: Arrive, closed: Closed) -> list[Decision]:
    check_arrival(state, event, closed)
    return [_carry_out(state, event, plan(state, event))]


def check_arrival(state: State, event: Arrive, closed: Closed) -> None:
    visit = event.visit
    if visit in state.open or visit in state.waiting or visit in state.closed or visit in closed:
        raise Refused("visit_used", event="arrive", visit=visit)
    if event.named:
        check_names(state, event, event.named)
    if event.designates is not None:
        known(state, event, event.designates)
        if event.designates in event.refused:
            raise Refused("designates_refused", event="arrive", consultant=event.designates)
    if event.history is History.FIRST and (event.named or event.designates is not None):
        raise Refused("first_knows_nobody", event="arrive")
    if event.refuses_named and not event.named:
        raise Refused("refuses_nobody", event="arrive")


def decided(event: Arrive, found: Plan) -> Decision:
    """The decision that a plan amounts to; nothing is carried out yet."""
    consultant = found.taker.name if found.taker else None
    if found.kind is Kind.WAITING:
        after = waiting_record(event)
    else:
        status = Status.OPEN if found.taker else Status.UNAIDED
        returning = event.history is History.VISITED
        after = Visit(status, consultant, found.kind, found.counts, found.sharers, returning, event.refused)
    return Decision(
        event.visit, consultant, found.kind, found.counts, found.clause, found.passed, found.sharers, after
    )


def _carry_out(state: State, event: Arrive, found: Plan) -> Decision:
    decision = decided(event, found)
    if found.kind is Kind.WAITING:
        state.waiting[event.visit] = event
        return decision
    if found.taker is None:
        state.closed[event.visit] = decision.after
        return decision
    if found.counts:
        _remember(state, event.visit, found)
        settle(state, found)
    state.opened(event.visit, decision.after)
    return decision


def _remember(state: State, visit: str, found: Plan) -> None:
    """Keep what the counted decision is about to change; the one before can no longer be undone exactly."""
    accounts = {person: person.account for person in found.accounts} if found.accounts else {}
    state.undo = Undo(visit, state.order, accounts, found.absences)


def settle(state: State, found: Plan) -> None:
    """A counted decision becomes true: order, accounts, absences, shares."""
    if found.order is not None:
        state.order = found.order
    for person, account in (found.accounts or {}).items():
        person.account = account
    for person in found.absences:
        person.earned = True
    state.share(found.sharers, cast(Person, found.taker))


def tried_again(state: State, comer: str | None) -> list[Decision]:
    """The waiting visits in the order of arrival, each by the whole table.

    Where nobody is free, only a claim on the one who has come just now (`comer`) can still be met.
    """
    decisions = []
    anybody_free = bool(state.free())
    for event in state.waiting.values():
        if not anybody_free:
            if comer is None:
                break
            if comer != event.designates and comer not in event.named:
                continue
        found = plan(state, event)
        if found.kind is not Kind.WAITING:
            decisions.append(_carry_out(state, event, found))
            anybody_free = bool(state.free())
    for decision in decisions:
        del state.waiting[decision.visit]
    return decisions
