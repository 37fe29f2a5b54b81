"""What happens to a visit after it was taken: met, finished, given on, left, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from offices import live
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.notices import tell
from reception.enums import Status
from reception.models import Queue, Reception
from reception.rotation import Cancel, Decision, Finish, Leave, Reassign, State
from reception.services.leaders import alarm_leaders
from reception.services.queue import LockedQueue, locked_queue
from reception.services.serving import (
    about_visit,
    call,
    member_of,
    remember_entry,
    role_of,
    serve_waiting,
)
from reception.targets import DID_NOT_COME, MANY_UNITS
from visitors.enums import CorrectionKind
from visitors.services.contacts import correct_contact
from visitors.services.outcomes import OutcomeEntry, record_outcome


@dataclass(frozen=True, slots=True)
class Ended:
    """A reception that is over, and those that the freed consultant was called to at once."""

    reception: Reception
    called: Sequence[Reception]


def load_locked(office: Office, visit: UUID) -> Reception:
    """The visit, to be changed by the caller who holds the queue's lock. Raises Refusal where there is none."""
    # get() and not first(): an ORDER BY can make the planner walk all of the office's visits instead.
    visits = Reception.objects.of(office).select_related("customer", "consultant", "contact")
    try:
        reception = visits.get(visit=visit)
    except Reception.DoesNotExist:
        raise Refusal(_("There is no such visit. Load the page again.")) from None
    reception.office = office
    return reception


def meet(*, reception: Reception, by: Member, now: datetime) -> None:
    """The consultant stands with the customer: the waiting clock stops (A-20). Raises Refusal."""
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        if visit.status != Status.CALLED:
            raise Refusal(_("This visitor is not waiting for a consultant any more."))
        _refuse_others(visit, by)
        visit.met_at = queue.now
        visit.status = Status.RECEIVING
        visit.save(update_fields=["met_at", "status"])
        live.bump(queue.office.pk)


def finish(*, reception: Reception, outcome: OutcomeEntry | None, by: Member, now: datetime) -> Ended:
    """The reception is over (A-47, A-53); the outcome may follow later from the consultant. Raises Refusal.

    Three units or more are told to the manager at once (A-38).
    """
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        _refuse_others(visit, by)
        decisions = queue.apply(Finish(visit=str(visit.visit)))
        visit.status = Status.FINISHED
        visit.met_at = visit.met_at or queue.now
        visit.ended_at = max(
            queue.now, visit.met_at
        )  # meeting leaves no entry whose stamp would hold time back
        visit.record = queue.state.record(str(visit.visit)) or visit.record
        if outcome is not None:
            _note_outcome(visit, outcome, by, queue.now)
        visit.save(update_fields=["status", "met_at", "ended_at", "record", "outcome_at"])
        return Ended(visit, serve_waiting(queue, decisions))


def add_outcome(*, reception: Reception, outcome: OutcomeEntry, by: Member, now: datetime) -> None:
    """The outcome of a reception that is over already; a second one corrects the first. Raises Refusal."""
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        _refuse_others(visit, by)
        if visit.status != Status.FINISHED:
            raise Refusal(_("Only a finished reception takes an outcome."))
        _note_outcome(visit, outcome, by, queue.now)
        visit.save(update_fields=["outcome_at"])
        live.bump(queue.office.pk)


def leave(*, reception: Reception, by: Member, now: datetime) -> Reception:
    """A waiting visitor gave up. Raises Refusal."""
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        decisions = queue.apply(Leave(visit=str(visit.visit)))
        remember_entry(queue, visit)
        visit.record = queue.state.record(str(visit.visit)) or {}
        visit.status = Status.LEFT
        visit.ended_at = queue.now
        visit.save(update_fields=["record", "entries", "status", "ended_at"])
        serve_waiting(queue, decisions)
    return visit


def give_to_next(*, reception: Reception, by: Member, now: datetime) -> Reception:
    """The called consultant did not come: the next free one takes the visitor, and no turn is owed (charter-11).

    Raises Refusal, also where nobody else is free.
    """
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        if visit.status != Status.CALLED:
            raise Refusal(_("The consultant is with the visitor already."))
        to = next_free(queue.state, visit)
        if to is None:
            raise Refusal(
                _("Nobody else is free. The visitor stays with %(name)s.") % {"name": visit.consultant}
            )
        event = Reassign(visit=str(visit.visit), to=to, by=by.code, why=DID_NOT_COME, owed=False)
        return _give(queue, visit, queue.apply(event), by, reason=DID_NOT_COME)


def cancel(*, reception: Reception, note: str, by: Member, now: datetime) -> Reception:
    """The desk's own mistake (charter-11): the entry is taken back, or a turn is owed. Raises Refusal."""
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        key = str(visit.visit)
        decisions = queue.apply(Cancel(visit=key), closed=closed_record(queue, visit), note=note)
        remember_entry(queue, visit)
        visit.record = queue.state.record(key) or visit.record
        visit.status = Status.CANCELLED
        visit.counts = False
        visit.ended_at = visit.ended_at or queue.now
        visit.save(update_fields=["record", "entries", "status", "counts", "ended_at"])
        if visit.contact is not None:
            correct_contact(contact=visit.contact, kind=CorrectionKind.CANCELLED, by=by, now=queue.now)
        serve_waiting(queue, decisions)
    return visit


def closed_record(queue: LockedQueue, visit: Reception) -> dict[str, dict]:
    """The stored record of a visit that the snapshot holds no longer."""
    key = str(visit.visit)
    return {} if queue.state.record(key) else {key: visit.record}


def next_free(state: State, visit: Reception) -> str | None:
    """The first free one in the order who is neither the present consultant nor refused by the customer."""
    record = state.record(str(visit.visit)) or {"refused": []}
    barred = {*record["refused"], f"m{visit.consultant_id}"}
    return next((person.name for person in state.order if person.free and person.name not in barred), None)


def _give(
    queue: LockedQueue, visit: Reception, decisions: Sequence[Decision], by: Member, *, reason: str
) -> Reception:
    """Carry out that another consultant has the visit now; both are told."""
    decision, *others = decisions
    old = visit.consultant_id
    visit.consultant = member_of(queue.office, decision.consultant)
    visit.counts = decision.counts
    visit.record = queue.state.record(decision.visit) or {}
    visit.kind = visit.record.get("kind", visit.kind)
    visit.status = Status.CALLED
    visit.called_at = queue.now
    visit.met_at = None
    remember_entry(queue, visit)
    visit.save(
        update_fields=["consultant", "counts", "record", "entries", "kind", "status", "called_at", "met_at"]
    )
    if visit.contact is not None:
        correct_contact(
            contact=visit.contact,
            kind=CorrectionKind.REASSIGNED,
            to=visit.consultant,
            role=role_of(visit.kind),
            counted=visit.counts,
            reason=reason,
            by=by,
            now=queue.now,
        )
    call(queue, visit)
    about = about_visit(visit)
    tell(office_id=queue.office.pk, member_ids=[old], kind=NoticeKind.TAKEN_AWAY, about=about, now=queue.now)
    serve_waiting(queue, others)
    return visit


def _note_outcome(visit: Reception, outcome: OutcomeEntry, by: Member, now: datetime) -> None:
    visit.outcome_at = now
    if visit.contact is None:
        return
    record_outcome(contact=visit.contact, entry=outcome, by=by, now=now)
    if (outcome.units_wanted or 0) < MANY_UNITS:
        return
    alarm_leaders(kind=NoticeKind.MANY_UNITS, reception=visit, said={"units": outcome.units_wanted}, now=now)


def _refuse_others(visit: Reception, by: Member) -> None:
    """A consultant acts for their own visitors only; the desk and the leaders for everybody's."""
    if visit.consultant_id != by.pk and not by.holds(
        Role.DESK, Role.ASSISTANT, Role.SUPERVISOR, Role.MANAGER
    ):
        raise Refusal(_("This visitor is with a colleague."))


def effect_of_cancel(reception: Reception) -> str:
    """What cancelling would do to turns, as a code: ``none``, ``undo`` or ``owed`` (charter-11). Changes nothing."""
    if not reception.counts:
        return "none"
    queue = Queue.objects.get(pk=reception.office_id)
    undo = queue.state.get("undo")
    return "undo" if undo and undo.get("visit") == str(reception.visit) else "owed"
