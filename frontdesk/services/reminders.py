"""Who is reminded of what is due at the desk. Every row remembers that it was told, so nobody hears of it twice."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from frontdesk.enums import BookedFor, Duty, Stage, WelcomeState
from frontdesk.models import (
    Booking,
    ChecklistItem,
    Loan,
    SelfCheck,
    SelfCheckReminder,
    WelcomePlan,
    WelcomeTask,
)
from frontdesk.roles import DESK, DUTY_ROLES
from frontdesk.selectors.hospitality_rules import house_hospitality_rules
from offices import live
from offices.enums import NoticeKind, Role
from offices.jobs import in_each
from offices.models import Member, Office
from offices.services.notices import tell

BEFORE = timedelta(minutes=30)
"""So long before a preparation is due its people hear of it."""
LATE = timedelta(minutes=10)
"""So long after it was due the leaders do."""
STAYED = timedelta(hours=12)
"""So long after the guests have left (or come, where nobody said when they leave) a plan is over by itself."""
CHECK_AFTER_OPENING = timedelta(hours=1)
MOST = 200
LEADERS = (Role.SUPERVISOR, Role.MANAGER)


def remind(*, now: datetime) -> int:
    """Everything that is due in every office; how many notices that were."""
    return in_each(Office.objects.all(), remind_in, now)


@transaction.atomic
def remind_in(office: Office, now: datetime) -> int:
    """The same in one office. Rows that another worker is telling of are passed over."""
    end_passed(office, now)
    told = (
        _preparations_due(office, now)
        + _preparations_late(office, now)
        + _rooms_due(office, now)
        + _loans_late(office, now)
        + _self_check_due(office, now)
    )
    if told:
        live.bump(office.pk)
    return told


def end_passed(office: Office, now: datetime) -> int:
    """Plans that nobody ended are over by themselves; returns how many."""
    rows = WelcomePlan.objects.of(office).announced()
    gone = [plan.pk for plan in rows if (plan.leaves_at or plan.arrives_at) + STAYED <= now]
    return rows.filter(pk__in=gone).update(state=WelcomeState.OVER, ended_at=now)


def _preparations_due(office: Office, now: datetime) -> int:
    """Those whose duty it is hear of a task half an hour before it is due (H-33, H-35 … H-37, H-41)."""
    tasks = list(_open_tasks(office).filter(due_at__lte=now + BEFORE, reminded_at=None)[:MOST])
    _mark(WelcomeTask, tasks, "reminded_at", now)
    by_role: dict[Role | None, list[WelcomeTask]] = defaultdict(list)
    for task in tasks:
        by_role[DUTY_ROLES.get(Duty(task.duty))].append(task)
    told = 0
    for role, found in by_role.items():
        able = _members(office, role) if role else []
        # Where nobody holds the post's role, the desk sees to it.
        told += _tell_of_tasks(
            office, able or _members(office, Role.DESK), found, NoticeKind.WELCOME_DUE, now
        )
    return told


def _preparations_late(office: Office, now: datetime) -> int:
    tasks = list(_open_tasks(office).filter(due_at__lte=now - LATE, climbed_at=None)[:MOST])
    _mark(WelcomeTask, tasks, "climbed_at", now)
    return _tell_of_tasks(office, _members(office, *LEADERS), tasks, NoticeKind.WELCOME_OVERDUE, now)


def _open_tasks(office: Office):
    return (
        WelcomeTask.objects.of(office)
        .open()
        .filter(plan__state=WelcomeState.ANNOUNCED)
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
    )


def _tell_of_tasks(
    office: Office, members: list[Member], tasks: list[WelcomeTask], kind: NoticeKind, now: datetime
) -> int:
    """One notice a plan to each."""
    told = 0
    for plan in sorted({task.plan_id for task in tasks}):
        about = {"plan": plan, "count": sum(task.plan_id == plan for task in tasks)}
        for member in members:
            path = _plan_page(office, member, plan)
            told += len(_tell(office, [member], kind, {**about, "path": path}, now))
    return told


def _plan_page(office: Office, member: Member, plan: int) -> str:
    if member.is_at_gate:
        return reverse("frontdesk:gate", args=[office.slug])
    return reverse("frontdesk:welcome_plan", args=[office.slug, plan])


def _rooms_due(office: Office, now: datetime) -> int:
    """The desk sets a room up before a meeting begins (H-02)."""
    ready = house_hospitality_rules(office, office.business_date(now)).ready
    rows = (
        Booking.objects.of(office)
        .standing()
        .filter(booked_for=BookedFor.MEETING, prepared_at=None, reminded_at=None)
        .filter(period__startswith__lte=now + ready, period__endswith__gt=now)
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
    )
    bookings = list(rows[:MOST])
    _mark(Booking, bookings, "reminded_at", now)
    if not bookings:
        return 0
    path = reverse("frontdesk:venues", args=[office.slug])
    about = {"path": path, "count": len(bookings)}
    return len(_tell(office, _members(office, *DESK), NoticeKind.MEETING_DUE, about, now))


def _loans_late(office: Office, now: datetime) -> int:
    rows = Loan.objects.of(office).out().filter(due_at__lte=now, reminded_at=None)
    loans = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True)[:MOST])
    _mark(Loan, loans, "reminded_at", now)
    if not loans:
        return 0
    path = reverse("frontdesk:loans", args=[office.slug])
    about = {"path": path, "count": len(loans)}
    return len(_tell(office, _members(office, Role.DESK), NoticeKind.LOAN_OVERDUE, about, now))


def _self_check_due(office: Office, now: datetime) -> int:
    """An hour after opening, where the daily list is not through (H-07)."""
    local = office.local(now)
    opened = local.replace(hour=office.opens_at.hour, minute=office.opens_at.minute, second=0, microsecond=0)
    if local < opened + CHECK_AFTER_OPENING or local.time() >= office.closes_at:
        return 0
    items = ChecklistItem.objects.of(office).in_use().filter(checklist__stage=Stage.DAILY)
    wanted = {item.pk for item in items.select_related("checklist") if item.is_to_do}
    answered = SelfCheck.objects.of(office).filter(on=local.date()).values_list("item", flat=True)
    if not wanted - set(answered):
        return 0
    _reminder, is_first = SelfCheckReminder.objects.get_or_create(
        office=office, on=local.date(), defaults={"at": now}
    )
    if not is_first:
        return 0
    about = {"path": reverse("frontdesk:self_check", args=[office.slug])}
    return len(_tell(office, _members(office, Role.DESK), NoticeKind.SELF_CHECK_DUE, about, now))


def _mark(model, rows: Iterable, field: str, now: datetime) -> None:
    model.objects.filter(pk__in=[row.pk for row in rows]).update(**{field: now})


def _members(office: Office, *roles: Role) -> list[Member]:
    return list(Member.objects.of(office).working().holding(*roles).order_by("pk"))


def _tell(office: Office, members: list[Member], kind: NoticeKind, about: dict, now: datetime) -> list:
    ids = [member.pk for member in members]
    return tell(office_id=office.pk, member_ids=ids, kind=kind, about=about, now=now)
