"""What happens to a visit after its arrival: its end, and every correction."""

from reception.rotation_arrivals import settle
from reception.rotation_checks import Closed, any_visit, check_texts, given_over, open_visit
from reception.rotation_decision import Decision
from reception.rotation_events import Cancel, Finish, HandBack, Leave, Reassign, Void
from reception.rotation_records import Kind, Status, Undo, Visit, waiting_record
from reception.rotation_refusals import Refused
from reception.rotation_state import State
from reception.rotation_table import own, own_counts

# a reception that somebody without a claim received
_CAN_BE_HANDED_BACK = (Kind.TURN, Kind.MAKEUP, Kind.ASSIST)
_OVER = {Status.LEFT: "has_left", Status.VOID: "is_void", Status.CANCELLED: "is_cancelled"}


def finish(state: State, event: Finish, closed: Closed) -> list[Decision]:
    record = open_visit(state, event)
    state.ended(event.visit, record._replace(status=Status.FINISHED))
    return []


def leave(state: State, event: Leave, closed: Closed) -> list[Decision]:
    arrive = state.waiting.get(event.visit)
    if arrive is None:
        raise Refused("not_waiting", event="leave", visit=event.visit)
    after = waiting_record(arrive)._replace(status=Status.LEFT)
    state.ended(event.visit, after)
    return [changed(event.visit, Kind.LEFT, "charter-9", after)]


def void(state: State, event: Void, closed: Closed) -> list[Decision]:
    check_texts(event, "verified_by")
    record = any_visit(state, event, closed)
    if record.status in _OVER:
        raise Refused(_OVER[record.status], event="void", visit=event.visit)
    if not record.counts:
        raise Refused("not_counting", event="void", visit=event.visit)
    after = record._replace(status=Status.VOID, counts=False)
    state.ended(event.visit, after)
    state.share(record.sharers, state.holder(record), -1)
    state.owe(state.holder(record), "charter-6")
    state.undo = None
    return [changed(event.visit, Kind.VOID, "charter-6", after)]


def cancel(state: State, event: Cancel, closed: Closed) -> list[Decision]:
    record = any_visit(state, event, closed)
    if record.status in _OVER:
        raise Refused(_OVER[record.status], event="cancel", visit=event.visit)
    after = record._replace(status=Status.CANCELLED, counts=False)
    state.ended(event.visit, after)
    if record.counts:
        state.share(record.sharers, state.holder(record), -1)
        if state.undo and state.undo.visit == event.visit:
            _undo(state, state.undo)
        else:
            state.owe(state.holder(record), "charter-11")
    state.undo = None
    return [changed(event.visit, Kind.CANCEL, "charter-11", after)]


def _undo(state: State, undo: Undo) -> None:
    """Order, accounts and absences as before the last counted decision; nothing has touched them since."""
    state.order = undo.order
    for person, account in undo.accounts.items():
        person.account = account
    for person in undo.absences:
        person.earned = False


def reassign(state: State, event: Reassign, closed: Closed) -> list[Decision]:
    record, to = given_over(state, event)
    if record.counts and event.owed:
        old = state.holder(record)
        state.owe(old, "charter-11")
        state.charge(to)
        old.due += state.unit
        to.due -= state.unit
    after = record._replace(consultant=to.name, counts=record.counts and event.owed)
    state.released(record)
    state.opened(event.visit, after)
    state.undo = None
    return [changed(event.visit, Kind.REASSIGN, "charter-11", after)]


def hand_back(state: State, event: HandBack, closed: Closed) -> list[Decision]:
    record, to = given_over(state, event)
    if record.kind not in _CAN_BE_HANDED_BACK:
        raise Refused("no_hand_back", event="hand_back", visit=event.visit, kind=record.kind.value)
    state.released(record)
    if record.counts:
        state.share(record.sharers, state.holder(record), -1)
        state.owe(state.holder(record), "floor-3.1")
    # who handed it back is free again where this was all they had
    found = own(state, to, own_counts(state.rules, record.returning), "floor-3.1")
    if found.counts:
        settle(state, found)
    after = record._replace(consultant=to.name, kind=Kind.OWN, counts=found.counts, sharers=found.sharers)
    state.opened(event.visit, after)
    state.undo = None
    return [changed(event.visit, Kind.HAND_BACK, "floor-3.1", after, found.sharers)]


def changed(visit: str, kind: Kind, clause: str, after: Visit, sharers: tuple[str, ...] = ()) -> Decision:
    """The decision about a visit that was there before."""
    return Decision(visit, after.consultant, kind, after.counts, clause, (), sharers, after)
