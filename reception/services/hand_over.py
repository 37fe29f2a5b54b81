"""A running reception goes to another consultant: by the desk, by the manager, or back to whose customer it is."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.notices import tell
from reception.enums import Status
from reception.models import Reception
from reception.rotation import Decision, HandBack, Kind, Reassign, State
from reception.selectors.receivers import barred_from
from reception.services.effects import Effect, apply_promised, foretell
from reception.services.queue import LockedQueue, locked_queue
from reception.services.serving import about_visit, call, member_of, remember_entry, role_of, serve_waiting
from reception.services.visits import load_locked
from reception.targets import DID_NOT_COME, MANAGER_DECIDED, OWN_CONSULTANT_HERE
from visitors.enums import CorrectionKind
from visitors.services.contacts import correct_contact

HAND_BACK_CLAUSE = "floor-3.1"


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


def reassign(
    *, reception: Reception, to: Member, owed: bool, reason: str, promised: str, by: Member, now: datetime
) -> Reception:
    """The manager gives an open reception to a consultant of their choice (charter-11, A-39).

    ``owed``: the old consultant is owed a turn for one that counted; else that turn is spent. ``reason`` is kept beside
    the log, ``promised`` is the digest of the effect that was shown. Raises Refusal, EffectChanged.
    """
    event = _reassigning(reception, to, owed=owed, by=by)
    return _carry_out(event, reception, reason, promised, MANAGER_DECIDED, by, now)


def hand_back(
    *, reception: Reception, to: Member, reason: str, promised: str, by: Member, now: datetime
) -> Reception:
    """The customer's own consultant turned out to be here and receives (floor-3.1). Arguments as for reassign.

    Raises Refusal, EffectChanged.
    """
    event = _handing_back(reception, to, by=by)
    return _carry_out(event, reception, reason, promised, HAND_BACK_CLAUSE, by, now)


def effect_of_reassign(reception: Reception, *, to: Member, owed: bool, by: Member) -> Effect:
    """What giving the reception to that consultant will do to turns. Changes nothing."""
    return foretell(reception.office, lambda _state: [_reassigning(reception, to, owed=owed, by=by)])


def effect_of_hand_back(reception: Reception, *, to: Member, by: Member) -> Effect:
    """What handing the customer back will do to turns. Changes nothing."""
    return foretell(reception.office, lambda _state: [_handing_back(reception, to, by=by)])


def next_free(state: State, visit: Reception) -> str | None:
    """The first free one in the order who is neither the present consultant nor refused by the customer."""
    barred = barred_from(state, visit)
    return next((person.name for person in state.order if person.free and person.name not in barred), None)


def _reassigning(reception: Reception, to: Member, *, owed: bool, by: Member) -> Reassign:
    return Reassign(visit=str(reception.visit), to=to.code, by=by.code, why=MANAGER_DECIDED, owed=owed)


def _handing_back(reception: Reception, to: Member, *, by: Member) -> HandBack:
    return HandBack(visit=str(reception.visit), to=to.code, by=by.code, why=OWN_CONSULTANT_HERE)


def _carry_out(
    event: Reassign | HandBack,
    reception: Reception,
    note: str,
    promised: str,
    reason: str,
    by: Member,
    now: datetime,
) -> Reception:
    if not note.strip():
        raise Refusal(_("Say why in a few words."), field="reason")
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        decisions = apply_promised(queue, event, promised=promised, note=note)
        return _give(queue, visit, decisions, by, reason=reason)


def _give(
    queue: LockedQueue, visit: Reception, decisions: Sequence[Decision], by: Member, *, reason: str
) -> Reception:
    """Carry out that another consultant has the visit now; both are told, and the visitor's clock runs anew.

    ``met_at`` stays: it says how long the visitor waited on arrival (A-20).
    """
    decision, *others = decisions
    old = visit.consultant_id
    visit.consultant = member_of(queue.office, decision.consultant)
    visit.counts = decision.counts
    visit.record = queue.state.record(decision.visit) or {}
    visit.kind = visit.record.get("kind", visit.kind)
    visit.status = Status.CALLED
    visit.called_at = queue.now
    remember_entry(queue, visit)
    fields = ["consultant", "counts", "record", "entries", "kind", "status", "called_at"]
    if decision.kind == Kind.HAND_BACK:
        visit.clause = decision.clause
        fields.append("clause")
    if visit.met_at is not None:
        visit.warned_at = None
        fields.append("warned_at")
    visit.save(update_fields=fields)
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
