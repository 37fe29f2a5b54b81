"""Welcome plans with how far their preparations are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from frontdesk.enums import BookedFor
from frontdesk.hospitality import (
    GREETINGS,
    Escorts,
    Greeting,
    ReceptionClass,
    VenueKind,
    VipLevel,
    escorts_for,
    venue_is_fit,
)
from frontdesk.models import Booking, WelcomePlan, WelcomeTask
from offices.models import Member, Office

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Progress:
    """How many preparations there are, how many are done, how many a second person has seen, how many are late."""

    tasks: int
    done: int
    verified: int
    late: int

    @property
    def is_ready(self) -> bool:
        return self.tasks > 0 and self.verified == self.tasks


@dataclass(slots=True)
class PlanLine:
    plan: WelcomePlan
    progress: Progress


@dataclass(slots=True)
class TaskLine:
    """A preparation as a member sees it: what they may do with it."""

    task: WelcomeTask
    is_late: bool
    may_tick: bool
    may_untick: bool
    may_verify: bool


@dataclass(slots=True)
class Sheet:
    """Everything on the page of a plan."""

    tasks: list[TaskLine] = field(default_factory=list)
    left_out: list[WelcomeTask] = field(default_factory=list)
    progress: Progress = Progress(0, 0, 0, 0)


def plans_of(office: Office, *, now: datetime) -> tuple[list[PlanLine], list[WelcomePlan]]:
    """Those that are live, the next first, and the newest of those that are over: two queries."""
    live = lines_of(WelcomePlan.objects.of(office).live(), now=now, most=SHOWN)
    past = WelcomePlan.objects.of(office).exclude(pk__in=[line.plan.pk for line in live])
    return live, list(past.order_by("-arrives_at", "-pk")[:SHOWN])


def lines_of(plans: QuerySet[WelcomePlan], *, now: datetime, most: int) -> list[PlanLine]:
    """The first of these plans to come, with how far they are: one query."""
    kept = Q(tasks__left_out_at=None) & Q(tasks__isnull=False)
    rows = plans.annotate(
        task_count=Count("tasks", filter=kept),
        done_count=Count("tasks", filter=kept & Q(tasks__done_at__isnull=False)),
        verified_count=Count("tasks", filter=kept & Q(tasks__verified_at__isnull=False)),
        late_count=Count("tasks", filter=kept & Q(tasks__done_at=None, tasks__due_at__lt=now)),
    ).order_by("arrives_at", "pk")
    return [
        PlanLine(plan, Progress(plan.task_count, plan.done_count, plan.verified_count, plan.late_count))
        for plan in rows[:most]
    ]


def sheet_of(plan: WelcomePlan, member: Member, *, now: datetime, may_tick, is_host: bool) -> Sheet:
    """The preparations of a plan, by time. ``may_tick`` says of a duty whether it is this member's: one query."""
    tasks = list(plan.tasks.select_related("done_by", "verified_by"))
    sheet = Sheet(left_out=[task for task in tasks if task.left_out_at is not None])
    kept = [task for task in tasks if task.left_out_at is None]
    sheet.progress = progress_of(kept, now)
    sheet.tasks = [
        task_line(task, member, now=now, is_live=plan.is_live, may_tick=may_tick, is_host=is_host)
        for task in kept
    ]
    return sheet


def task_line(
    task: WelcomeTask, member: Member, *, now: datetime, is_live: bool, may_tick, is_host: bool
) -> TaskLine:
    is_done = task.done_at is not None
    return TaskLine(
        task,
        is_late=not is_done and task.due_at < now,
        may_tick=is_live and not is_done and may_tick(member, task.duty),
        may_untick=is_live and is_done and (is_host or task.done_by_id == member.pk),
        may_verify=is_live
        and is_host
        and is_done
        and task.verified_at is None
        and task.done_by_id != member.pk,
    )


def progress_of(tasks: Iterable[WelcomeTask], now: datetime) -> Progress:
    tasks = list(tasks)
    return Progress(
        len(tasks),
        sum(task.done_at is not None for task in tasks),
        sum(task.verified_at is not None for task in tasks),
        sum(task.done_at is None and task.due_at < now for task in tasks),
    )


def rooms_of(plan: WelcomePlan) -> list[tuple[Booking, bool]]:
    """What is booked for the guests, each with whether it is (no longer) when they come, or not for their class."""
    begin, end = plan.arrives_at, plan.leaves_at or plan.arrives_at
    rank = ReceptionClass(plan.reception_class)
    return [
        (booking, _is_wrong(booking, begin, end, rank))
        for booking in plan.bookings.standing().select_related("venue")
    ]


def _is_wrong(booking: Booking, begin: datetime, end: datetime, rank: ReceptionClass) -> bool:
    misses = booking.ends_at <= begin or booking.begins_at > end
    is_reception = booking.booked_for == BookedFor.RECEPTION
    return misses or (is_reception and not venue_is_fit(rank, VenueKind(booking.venue.kind)))


def escorts_of(plan: WelcomePlan) -> Escorts:
    return escorts_for(plan.party_size)


def greeting_of(plan: WelcomePlan) -> Greeting | None:
    """Who stands at the door; None for a group."""
    levels = {level.value: level for level in VipLevel}
    return GREETINGS.get(levels[plan.kind]) if plan.kind in levels else None
