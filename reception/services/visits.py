"""What happens to a visit after it was taken: met, finished, left, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from deals.selectors.spoken import Spoken
from deals.services.circumstances import claim_once
from followups.services.appointments import came
from followups.services.reception_plans import agree_on_visit
from offices import live
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Office
from reception.enums import Status
from reception.models import Reception
from reception.rotation import Cancel, Finish, Leave
from reception.services.effects import Effect, apply_promised, closed_of, foretell
from reception.services.leaders import alarm_leaders
from reception.services.queue import LockedQueue, locked_queue
from reception.services.serving import remember_entry, serve_waiting
from reception.targets import MANY_UNITS
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
        visit.met_at = visit.met_at or queue.now  # handed over: the first meeting ended the wait on arrival
        visit.status = Status.RECEIVING
        visit.save(update_fields=["met_at", "status"])
        live.bump(queue.office.pk)


def finish(
    *,
    reception: Reception,
    outcome: OutcomeEntry | None,
    spoken: Spoken | None = None,
    by: Member,
    now: datetime,
) -> Ended:
    """The reception is over (A-47, A-53); the outcome may follow later from the consultant. Raises Refusal.

    Three units or more are told to the manager at once (A-38). ``spoken`` is what the customer said that bears on
    whose deal it is: a claim that a leader confirms.
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
        if visit.customer is not None:
            came(customer=visit.customer, office=queue.office, by=by, now=queue.now)
        if outcome is not None:
            _note_outcome(visit, outcome, by, queue.now)
            _claim(visit, spoken, by, queue.now)
        visit.save(update_fields=["status", "met_at", "ended_at", "record", "outcome_at"])
        return Ended(visit, serve_waiting(queue, decisions))


def add_outcome(
    *,
    reception: Reception,
    outcome: OutcomeEntry,
    spoken: Spoken | None = None,
    by: Member,
    now: datetime,
) -> None:
    """The outcome of a reception that is over already; a second one corrects the first. Raises Refusal.

    ``spoken`` as for finish.
    """
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        _refuse_others(visit, by)
        if visit.status != Status.FINISHED:
            raise Refusal(_("Only a finished reception takes an outcome."))
        _note_outcome(visit, outcome, by, queue.now)
        _claim(visit, spoken, by, queue.now)
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


def cancel(
    *, reception: Reception, note: str, promised: str | None = None, by: Member, now: datetime
) -> Reception:
    """The desk's own mistake (charter-11): the entry is taken back, or a turn is owed.

    ``promised`` is the digest of the effect that was shown. Raises Refusal, EffectChanged.
    """
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        key = str(visit.visit)
        decisions = apply_promised(
            queue, Cancel(visit=key), promised=promised, closed=closed_record(queue, visit), note=note
        )
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


def effect_of_cancel(reception: Reception) -> Effect:
    """What cancelling the entry will do to turns. Changes nothing."""
    return foretell(
        reception.office, lambda _state: [Cancel(visit=str(reception.visit))], closed_of(reception)
    )


def closed_record(queue: LockedQueue, visit: Reception) -> dict[str, dict]:
    """The stored record of a visit that the snapshot holds no longer."""
    key = str(visit.visit)
    return {} if queue.state.record(key) else {key: visit.record}


def _note_outcome(visit: Reception, outcome: OutcomeEntry, by: Member, now: datetime) -> None:
    visit.outcome_at = now
    if visit.contact is None:
        return
    record_outcome(contact=visit.contact, entry=outcome, by=by, now=now)
    if outcome.next_appointment is not None and visit.customer is not None:
        agree_on_visit(
            customer=visit.customer.file,
            at=outcome.next_appointment,
            people=None,
            plan="",
            by=visit.consultant or by,
            now=now,
        )
    if (outcome.units_wanted or 0) < MANY_UNITS:
        return
    alarm_leaders(kind=NoticeKind.MANY_UNITS, reception=visit, said={"units": outcome.units_wanted}, now=now)


def _claim(visit: Reception, spoken: Spoken | None, by: Member, now: datetime) -> None:
    """Said twice, it was claimed once: that never keeps anybody from finishing."""
    if spoken is None or visit.customer is None:
        return
    about = Member.objects.of(visit.office).get(pk=spoken.about) if spoken.about else None
    claim_once(customer=visit.customer.file, kind=spoken.kind, about=about, by=by, now=now)


def _refuse_others(visit: Reception, by: Member) -> None:
    """A consultant acts for their own visitors only; the desk and the leaders for everybody's."""
    if visit.consultant_id != by.pk and not by.holds(
        Role.DESK, Role.ASSISTANT, Role.SUPERVISOR, Role.MANAGER
    ):
        raise Refusal(_("This visitor is with a colleague."))
