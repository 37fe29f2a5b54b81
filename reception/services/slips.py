"""After an outage: numbered slips are printed, and what was written on them is entered in their order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from reception.enums import SlipState, Status
from reception.models import Reception, Slip, SlipSheet
from reception.rotation import Cancel, Decision, Finish, Kind, Leave, Reassign
from reception.selectors.slips import SlipsNow, slips_now
from reception.services.arrivals import DAY_NOT_OPEN, Arrival, take_in
from reception.services.queue import LockedQueue, locked_queue
from reception.services.serving import CALLS, call, contact_of, member_of, remember_entry, serve_waiting
from reception.targets import FROM_PAPER, LATEST_SLIP, MOST_SLIPS


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipEntry:
    """What stands on a slip.

    ``received_by`` is the code of who received the visitor, None where the rotation decides; ``ended_at`` when the
    visit was over, None while it goes on; ``left`` where the visitor went without having been received.
    """

    number: int
    happened_at: datetime
    arrival: Arrival
    received_by: str | None = None
    ended_at: datetime | None = None
    left: bool = False


def print_slips(*, office: Office, count: int, by: Member, now: datetime) -> SlipSheet:
    """The next numbers of the office, without gap. Raises Refusal."""
    if not 1 <= count <= MOST_SLIPS:
        raise Refusal(_("Print 1 to %(most)s slips at a time.") % {"most": MOST_SLIPS}, field="count")
    with locked_queue(office, by=by, now=now) as queue:
        first = slips_now(office).printed + 1
        sheet = SlipSheet.objects.create(
            office=office, first=first, last=first + count - 1, printed_by=by, printed_at=queue.now
        )
        keep(
            action=AuditAction.SLIPS_PRINTED,
            record=f"slips:{sheet}",
            details={"first": sheet.first, "last": sheet.last},
            by=by,
            now=queue.now,
        )
    return sheet


def enter_slip(*, office: Office, entry: SlipEntry, by: Member, now: datetime) -> Slip:
    """Enter the visit on the next slip as if it came in now, with its own times beside. Raises Refusal.

    Clauses: charter-9, charter-11. Who received by the paper is charged the turn, and whom the rotation names instead
    is owed it (docs/decisions/0020).
    """
    with locked_queue(office, by=by, now=now) as queue:
        slips = slips_now(office)
        _check_number(slips, entry.number)
        _check_times(slips, entry, now)
        reception, decision = take_in(queue, entry.arrival, happened_at=entry.happened_at)
        reception.kind, reception.counts, reception.clause = decision.kind, decision.counts, decision.clause
        reception.warned_at = queue.now  # nobody is to be alarmed of a wait that is long over
        remember_entry(queue, reception)
        if decision.kind == Kind.UNAIDED:
            _note_unaided(reception, decision, entry)
        elif entry.left:
            _note_left(queue, reception, decision, entry)
        elif decision.kind in CALLS:
            _note_received(queue, reception, decision, entry)
        else:
            _leave_waiting(reception, entry)
        return _keep_slip(queue, entry, reception)


def spoil_slip(*, office: Office, number: int, by: Member, now: datetime) -> Slip:
    """The next slip was spoiled or never used: its number stands, and the one after it comes next. Raises Refusal."""
    with locked_queue(office, by=by, now=now) as queue:
        if queue.row.day is None:
            raise Refusal(DAY_NOT_OPEN)
        _check_number(slips_now(office), number)
        return Slip.objects.create(
            office=office,
            number=number,
            state=SlipState.SPOILED,
            day=queue.row.day,
            entered_by=by,
            entered_at=queue.now,
        )


def _check_number(slips: SlipsNow, number: int) -> None:
    if slips.next is None:
        raise Refusal(_("All printed slips are entered. Print new ones first."), field="number")
    if number > slips.printed:
        raise Refusal(
            _("The last printed slip is number %(last)s.") % {"last": slips.printed}, field="number"
        )
    if number > slips.next:
        raise Refusal(
            _("Slip %(next)s comes first: enter it, or note it as spoiled.") % {"next": slips.next},
            field="number",
        )
    if number < slips.next:
        raise Refusal(
            _("Slip %(number)s was entered already; slip %(next)s comes next.")
            % {"number": number, "next": slips.next},
            field="number",
        )


def _check_times(slips: SlipsNow, entry: SlipEntry, now: datetime) -> None:
    if entry.happened_at > now:
        raise Refusal(_("This time is yet to come. Type when the visitor came in."), field="happened_at")
    if entry.happened_at < now - LATEST_SLIP:
        raise Refusal(
            _("Slips are entered within %(days)s days.") % {"days": LATEST_SLIP // timedelta(days=1)},
            field="happened_at",
        )
    if slips.last_time and entry.happened_at < slips.last_time:
        raise Refusal(
            _("The slip before this one has a later time. Slips are filled in one after the other."),
            field="happened_at",
        )
    if entry.ended_at and not entry.happened_at <= entry.ended_at <= now:
        raise Refusal(
            _("The visit ends after it began, and not in the future."),
            field="ended_at",
        )


def _note_unaided(reception: Reception, decision: Decision, entry: SlipEntry) -> None:
    if entry.received_by:
        raise Refusal(_("For this purpose nobody receives. Leave “Received by” empty."), field="received_by")
    reception.status = Status.UNAIDED
    reception.record = decision.record()
    reception.ended_at = entry.ended_at or entry.happened_at


def _note_left(queue: LockedQueue, reception: Reception, decision: Decision, entry: SlipEntry) -> None:
    """Nobody received them: whoever the rotation would name today keeps the turn, and no turn is owed for it."""
    visit = str(reception.visit)
    event = Leave(visit=visit) if decision.kind == Kind.WAITING else Cancel(visit=visit)
    decided = queue.apply(event, note=_note(entry), happened_at=entry.ended_at or entry.happened_at)
    remember_entry(queue, reception)
    if decision.consultant:
        reception.consultant = member_of(queue.office, decision.consultant)
    reception.counts = False
    reception.record = queue.state.record(visit) or {}
    reception.status = Status.LEFT
    reception.ended_at = entry.ended_at or entry.happened_at
    serve_waiting(queue, decided)


def _note_received(queue: LockedQueue, reception: Reception, decision: Decision, entry: SlipEntry) -> None:
    visit = str(reception.visit)
    code = entry.received_by or decision.consultant
    others: list[Decision] = []
    if code != decision.consultant:
        event = Reassign(visit=visit, to=code, by=queue.by.code, why=FROM_PAPER, owed=True)
        given, *others = _to_whom_the_paper_names(queue, event, entry)
        remember_entry(queue, reception)
        reception.counts = given.counts
    reception.consultant = member_of(queue.office, code)
    reception.record = queue.state.record(visit) or {}
    reception.called_at = reception.met_at = entry.happened_at
    reception.contact = contact_of(queue, reception)
    if entry.ended_at is None:
        reception.status = Status.RECEIVING
        if entry.received_by is None:
            call(queue, reception)
    else:
        others += queue.apply(Finish(visit=visit), happened_at=entry.ended_at)
        reception.record = queue.state.record(visit) or reception.record
        reception.status = Status.FINISHED
        reception.ended_at = entry.ended_at
    serve_waiting(queue, others)


def _to_whom_the_paper_names(queue: LockedQueue, event: Reassign, entry: SlipEntry) -> list[Decision]:
    if event.to not in queue.known():
        queue.admit([event.to])
    try:
        return queue.apply(event, note=_note(entry), happened_at=entry.happened_at)
    except Refusal as refusal:
        raise Refusal(str(refusal), field="received_by") from refusal


def _leave_waiting(reception: Reception, entry: SlipEntry) -> None:
    """Nobody is free: possible only where nobody has received the visitor so far."""
    if entry.received_by or entry.ended_at:
        raise Refusal(
            _(
                "Somebody received this visitor, but nobody suitable is free in the queue. "
                "Finish the receptions that are over, or call back who is away, then enter the slip."
            ),
            field="received_by",
        )
    reception.status = Status.WAITING


def _keep_slip(queue: LockedQueue, entry: SlipEntry, reception: Reception) -> Slip:
    reception.save(force_insert=True)
    return Slip.objects.create(
        office=queue.office,
        number=entry.number,
        state=SlipState.ENTERED,
        day=queue.row.day,
        reception=reception,
        happened_at=entry.happened_at,
        entered_by=queue.by,
        entered_at=queue.now,
    )


def _note(entry: SlipEntry) -> str:
    """What the log's note says; the number of a piece of paper, in no language."""
    return f"slip {entry.number}"
