"""A visitor who was none of ours: the consultant says so, the manager verifies it with the visitor (charter-6)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from offices import live
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.notices import tell
from reception.enums import Status, VoidState
from reception.models import Reception, VoidRequest
from reception.rotation import Void, VoidReason
from reception.services.effects import Effect, apply_promised, closed_of, foretell
from reception.services.leaders import alarm_leaders
from reception.services.queue import LockedQueue, locked_queue
from reception.services.serving import about_visit, remember_entry, serve_waiting
from reception.services.visits import closed_record, load_locked
from visitors.enums import CorrectionKind
from visitors.services.contacts import correct_contact


def ask_void(*, reception: Reception, reason: str, note: str, by: Member, now: datetime) -> VoidRequest:
    """The consultant asks the manager to verify that this was no customer (A-35, A-36). Raises Refusal."""
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        if visit.consultant_id != by.pk:
            raise Refusal(_("Only the consultant who received the visitor can ask for this."))
        if not visit.counts:
            raise Refusal(_("This reception does not count as a turn, so there is nothing to make void."))
        if visit.void_requests.filter(state=VoidState.ASKED).exists():
            raise Refusal(_("You asked for this already; it waits for the manager."))
        asked = VoidRequest.objects.create(
            office=visit.office,
            reception=visit,
            reason=reason,
            note=note,
            asked_by=by,
            asked_at=queue.now,
        )
        alarm_leaders(kind=NoticeKind.VOID_ASKED, reception=visit, said={"void": asked.pk}, now=queue.now)
        live.bump(visit.office_id)
    return asked


def answer_void(
    *,
    asked: VoidRequest,
    accept: bool,
    note: str = "",
    promised: str | None = None,
    by: Member,
    now: datetime,
) -> VoidRequest:
    """The manager verifies the void, or does not accept it. Raises Refusal, EffectChanged.

    Verified, the reception counts no longer and its consultant is owed a turn, charter-6. ``note`` is what the manager
    saw, ``promised`` the digest of the effect that was shown.
    """
    if asked.asked_by_id == by.pk:
        raise Refusal(_("Nobody verifies their own void. Ask another manager or supervisor."))
    with locked_queue(asked.office, by=by, now=now) as queue:
        asked = VoidRequest.objects.select_related("office", "reception__office").get(pk=asked.pk)
        if asked.state != VoidState.ASKED:
            raise Refusal(_("This was answered already."))
        asked.state = VoidState.VERIFIED if accept else VoidState.REFUSED
        asked.answered_by = by
        asked.answered_at = queue.now
        asked.answer = note
        asked.save(update_fields=["state", "answered_by", "answered_at", "answer"])
        if accept:
            _make_void(queue, asked, by, promised)
        about = about_visit(asked.reception)
        kind = NoticeKind.VOID_VERIFIED if accept else NoticeKind.VOID_REFUSED
        tell(office_id=queue.office.pk, member_ids=[asked.asked_by_id], kind=kind, about=about, now=queue.now)
        live.bump(queue.office.pk)
    return asked


def effect_of_void(asked: VoidRequest, *, by: Member) -> Effect:
    """What verifying this will do to turns. Changes nothing."""
    reception = asked.reception
    return foretell(reception.office, lambda _state: [_event(asked, by)], closed_of(reception))


def _event(asked: VoidRequest, by: Member) -> Void:
    return Void(visit=str(asked.reception.visit), reason=VoidReason(asked.reason), verified_by=by.code)


def _make_void(queue: LockedQueue, asked: VoidRequest, by: Member, promised: str | None) -> None:
    visit = load_locked(queue.office, asked.reception.visit)
    key = str(visit.visit)
    decisions = apply_promised(
        queue,
        _event(asked, by),
        promised=promised,
        closed=closed_record(queue, visit),
        note=asked.answer,
    )
    visit.record = queue.state.record(key) or visit.record
    visit.status = Status.VOID
    visit.counts = False
    visit.ended_at = visit.ended_at or queue.now
    remember_entry(queue, visit)
    visit.save(update_fields=["record", "entries", "status", "counts", "ended_at"])
    if visit.contact is not None:
        correct_contact(contact=visit.contact, kind=CorrectionKind.VOID, by=by, now=queue.now)
    serve_waiting(queue, decisions)
