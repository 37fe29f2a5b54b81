"""Who is expected today, as the gate, the door and the show flat see it: names, cars, times; no file, no number."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from followups.enums import AppointmentState
from followups.models import Appointment
from frontdesk.enums import GateMark
from frontdesk.models import GateTick, WelcomePlan, WelcomeTask
from frontdesk.selectors.welcome import TaskLine, task_line
from offices import live
from offices.models import Member, Office

MOST = 200


@dataclass(slots=True)
class Guest:
    """Somebody who comes today. ``buttons`` are the marks that this member may still set (who
    has not come does not leave); ``ticks`` those that stand,
    each with whether they may take it back.
    """

    at: datetime
    name: str
    people: int | None
    plates: list[str]
    with_whom: str
    appointment: Appointment | None = None
    plan: WelcomePlan | None = None
    ticks: list[tuple[GateTick, bool]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_come(self) -> bool:
        return any(tick.mark != GateMark.LEFT for tick, _ in self.ticks)

    @property
    def has_left(self) -> bool:
        return any(tick.mark == GateMark.LEFT for tick, _ in self.ticks)


@dataclass(slots=True)
class GateDay:
    version: str
    ahead: list[Guest]
    here: list[Guest]
    gone: list[Guest]
    tasks: list[TaskLine]

    @property
    def is_empty(self) -> bool:
        return not (self.ahead or self.here or self.gone or self.tasks)


def gate_of(
    member: Member, *, now: datetime, version: str = "", marks, may_tick, is_desk: bool, is_host: bool
) -> GateDay:
    """Today's guests and, for a post, its preparations: four queries. ``marks`` are those the member may set."""
    office = member.office
    today = office.local(now).date()
    begin = datetime.combine(today, time(0), tzinfo=office.zone)
    end = begin + timedelta(days=1)
    guests = [*_appointments(office, begin, end), *_plans(office, begin, end)]
    _add_ticks(guests, member, office, begin, marks, is_desk=is_desk)
    guests.sort(key=lambda guest: (guest.at, guest.name))
    return GateDay(
        version or live.version(office.pk, now),
        ahead=[guest for guest in guests if not guest.has_come and not guest.has_left],
        here=[guest for guest in guests if guest.has_come and not guest.has_left],
        gone=[guest for guest in guests if guest.has_left],
        tasks=_tasks(member, begin, end, now, may_tick, is_host=is_host),
    )


def _appointments(office: Office, begin: datetime, end: datetime) -> list[Guest]:
    rows = Appointment.objects.of(office).filter(at__gte=begin, at__lt=end)
    rows = rows.exclude(state__in=[AppointmentState.CANCELLED, AppointmentState.MISSED])
    found = rows.select_related("customer__merged_into", "plan", "by").order_by("at", "pk")[:MOST]
    return [
        Guest(
            at=each.at,
            name=each.customer.file.display_name,
            people=each.plan.people if hasattr(each, "plan") else None,
            plates=each.customer.file.licence_plate.split(),
            with_whom=each.by.name,
            appointment=each,
        )
        for each in found
    ]


def _plans(office: Office, begin: datetime, end: datetime) -> list[Guest]:
    rows = WelcomePlan.objects.of(office).announced().arriving(begin, end)
    return [
        Guest(
            at=plan.arrives_at,
            name=plan.guests,
            people=plan.party_size,
            plates=plan.plate_list,
            with_whom=plan.host,
            plan=plan,
        )
        for plan in rows.select_related("office")[:MOST]
    ]


def _add_ticks(
    guests: list[Guest], member: Member, office: Office, begin: datetime, marks, *, is_desk: bool
) -> None:
    by_visit: dict[tuple[str, int], Guest] = {}
    for guest in guests:
        key = ("plan", guest.plan.pk) if guest.plan else ("appointment", guest.appointment.pk)
        by_visit[key] = guest
    ticks = GateTick.objects.of(office).standing().filter(at__gte=begin).select_related("by")
    for tick in ticks.order_by("at", "pk"):
        key = ("plan", tick.plan_id) if tick.plan_id else ("appointment", tick.appointment_id)
        if key in by_visit:
            by_visit[key].ticks.append((tick, is_desk or tick.by_id == member.pk))
    for guest in guests:
        standing = {tick.mark for tick, _ in guest.ticks}
        able = [mark for mark in marks if guest.has_come or mark != GateMark.LEFT]
        guest.buttons = [(mark.value, str(mark.label)) for mark in able if mark not in standing]


def _tasks(member: Member, begin: datetime, end: datetime, now: datetime, may_tick, *, is_host: bool) -> list:
    """The preparations of today's plans that are this post's own; the house has its plans for that."""
    if is_host:
        return []
    rows = (
        WelcomeTask.objects.of(member.office)
        .kept()
        .filter(plan__in=WelcomePlan.objects.announced().arriving(begin, end))
        .select_related("plan", "done_by", "verified_by")
    )
    return [
        task_line(task, member, now=now, is_live=True, may_tick=may_tick, is_host=False)
        for task in rows
        if may_tick(member, task.duty)
    ]
