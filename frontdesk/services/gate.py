"""What the gate, the door and the show flat tick: who came in, who left."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from followups.enums import AppointmentState
from followups.models import Appointment
from followups.roles import GREETERS
from frontdesk.enums import GateMark, WelcomeState
from frontdesk.models import GateTick, WelcomePlan
from frontdesk.roles import DESK
from frontdesk.services.entry import one_of
from offices import live
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell

MARKS_OF: dict[Role, tuple[GateMark, ...]] = {
    Role.GUARD: (GateMark.DROVE_IN, GateMark.LEFT),
    Role.DOORMAN: (GateMark.AT_DOOR, GateMark.LEFT),
    Role.SHOW_FLAT: (GateMark.IN_FLAT,),
}
ARRIVALS = (GateMark.DROVE_IN, GateMark.AT_DOOR)


def marks_for(member: Member) -> tuple[GateMark, ...]:
    """What this member ticks: each post its own, the desk everything."""
    if member.holds(*DESK, Role.SERVICE):
        return tuple(GateMark)
    return tuple(mark for mark in GateMark if any(mark in MARKS_OF[role] for role in _posts(member)))


def _posts(member: Member) -> Iterable[Role]:
    return [role for role in MARKS_OF if member.holds(role)]


@transaction.atomic
def tick_appointment(*, appointment: Appointment, mark: str, by: Member, now: datetime) -> GateTick:
    """The customer of this appointment was seen. Whoever agreed on it is told once they are here. Raises Refusal."""
    rows = Appointment.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("office", "by").get(pk=appointment.pk)
    if held.state == AppointmentState.CANCELLED:
        raise Refusal(_("This visit was called off. Look at the list again."))
    _check_day(held.office.business_date(held.at), by, now)
    made = _tick(GateTick(office_id=held.office_id, appointment=held), mark, by, now)
    if made.mark in ARRIVALS and not _seen_before(made, held.gate_ticks.standing()):
        # Customer service may have agreed on it, and has no page of who is expected.
        sees_list = held.by.holds(*GREETERS)
        path = reverse("followups:expected", args=[held.office.slug]) if sees_list else ""
        _tell(made, [held.by], path, now)
    return made


@transaction.atomic
def tick_plan(*, plan: WelcomePlan, mark: str, by: Member, now: datetime) -> GateTick:
    """Announced guests were seen: who made the plan and the leaders are told once they are here. Raises Refusal."""
    rows = WelcomePlan.objects.select_for_update(of=("self",), no_key=True).select_related("office")
    held = rows.get(pk=plan.pk)
    if held.state != WelcomeState.ANNOUNCED:
        raise Refusal(_("These guests are not expected any more. Look at the list again."))
    _check_day(held.office.business_date(held.arrives_at), by, now)
    made = _tick(GateTick(office_id=held.office_id, plan=held), mark, by, now)
    if made.mark in ARRIVALS and not _seen_before(made, held.gate_ticks.standing()):
        leaders = Member.objects.of(held.office).working().holding(Role.MANAGER, Role.DIRECTOR)
        path = reverse("frontdesk:welcome_plan", args=[held.office.slug, held.pk])
        _tell(made, [held.made_by, *leaders], path, now)
    return made


@transaction.atomic
def take_back(*, tick: GateTick, by: Member, now: datetime) -> None:
    """The tick was a slip: whoever set it takes it back, or the desk. Raises Refusal."""
    rows = GateTick.objects.standing().select_for_update(of=("self",), no_key=True)
    held = rows.filter(pk=tick.pk).first()
    if held is None:
        raise Refusal(_("This was taken back already."))
    if held.by_id != by.pk and not by.holds(*DESK):
        raise Refusal(_("Only whoever ticked it or the desk takes it back."))
    held.taken_back_at, held.taken_back_by = now, by
    held.save(update_fields=["taken_back_at", "taken_back_by"])
    _keep(held, "taken_back", by, now)


def _check_day(day: object, by: Member, now: datetime) -> None:
    if day != by.office.business_date(now):
        raise Refusal(_("Only who is expected today is ticked."))


def _tick(row: GateTick, mark: str, by: Member, now: datetime) -> GateTick:
    """Write the tick. Raises Refusal where it stands already or is not this member's."""
    row.mark, row.at, row.by = one_of(mark, GateMark, "mark"), now, by
    if row.mark not in marks_for(by):
        raise Refusal(_("This is ticked by somebody else."))
    standing = GateTick.objects.standing().filter(
        appointment_id=row.appointment_id, plan_id=row.plan_id, mark=row.mark
    )
    if standing.exists():
        raise Refusal(_("This was ticked already."))
    row.save(force_insert=True)
    _keep(row, "ticked", by, now)
    return row


def _seen_before(made: GateTick, standing: Iterable[GateTick]) -> bool:
    return any(each.pk != made.pk and each.mark in ARRIVALS for each in standing)


def _tell(made: GateTick, members: Iterable[Member], path: str, now: datetime) -> None:
    told = sorted({member.pk for member in members} - {made.by_id})
    about = {"path": path, "tick": made.pk}
    tell(office_id=made.office_id, member_ids=told, kind=NoticeKind.GUESTS_ARRIVED, about=about, now=now)


def _keep(tick: GateTick, did: str, by: Member, now: datetime) -> None:
    details = {"did": did, "mark": tick.mark, "appointment": tick.appointment_id, "plan": tick.plan_id}
    keep(action=AuditAction.GATE_TICKED, record=f"gate_tick:{tick.pk}", details=details, by=by, now=now)
    live.bump(tick.office_id)
