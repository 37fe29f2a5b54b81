"""What the credit owner sees to after a deal, with dates (D-34 … D-37, C-05)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from deals.enums import TaskKind
from deals.models import AfterSaleTask, Order
from deals.models.deal_days import days_of
from deals.roles import LEADERS
from offices import live
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.notices import tell


def plan_tasks(*, order: Order, owner: Member, now: datetime) -> list[AfterSaleTask]:
    """The tasks of a deal that counts, each once, due so many days from today as the office gives. Done twice, once.

    Whoever has the credit sees to them; the caller hands the closer where the department has it.
    """
    days, today = days_of(order.office), order.office.business_date(now)
    AfterSaleTask.objects.bulk_create(
        (
            AfterSaleTask(
                office_id=order.office_id,
                order=order,
                owner=owner,
                kind=kind,
                due_on=today + timedelta(days=getattr(days, kind.value)),
            )
            for kind in TaskKind
        ),
        ignore_conflicts=True,
    )
    return list(AfterSaleTask.objects.filter(order=order))


def hand_tasks(*, order: Order, owner: Member) -> int:
    """The open tasks of a deal go to whoever has the credit now; returns how many."""
    return AfterSaleTask.objects.filter(order=order, done_at=None).exclude(owner=owner).update(owner=owner)


@transaction.atomic
def finish_task(*, task: AfterSaleTask, note: str = "", by: Member, now: datetime) -> AfterSaleTask:
    """The owner, or a leader, has seen to it. Raises Refusal."""
    task = AfterSaleTask.objects.select_for_update(of=("self",), no_key=True).get(pk=task.pk)
    if task.owner_id != by.pk and not by.holds(*LEADERS):
        raise Refusal(_("This task belongs to a colleague."))
    if task.done_at is not None:
        raise Refusal(_("This task is done already."))
    task.done_at, task.done_by, task.note = now, by, note.strip()[:200]
    task.save(update_fields=["done_at", "done_by", "note"])
    return task


def tell_of_overdue(*, now: datetime) -> int:
    """Each task whose day is over is told once to its owner and the supervisors; returns how many. Harmless twice."""
    offices = Office.objects.filter(pk__in=AfterSaleTask.objects.open().filter(told_at=None).values("office"))
    return sum(_tell_of_overdue(office, now) for office in offices)


@transaction.atomic
def _tell_of_overdue(office: Office, now: datetime) -> int:
    late = (
        AfterSaleTask.objects.open()
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(office=office, told_at=None, due_on__lt=office.business_date(now))
        .order_by("pk")
    )
    tasks = list(late)
    if not tasks:
        return 0
    AfterSaleTask.objects.filter(pk__in=[task.pk for task in tasks]).update(told_at=now)
    page = reverse("deals:tasks", args=[office.slug])
    leaders = Member.objects.of(office).working().holding(Role.SUPERVISOR, Role.MANAGER)
    for members, count in (
        *(({owner}, sum(task.owner_id == owner for task in tasks)) for owner in {t.owner_id for t in tasks}),
        (set(leaders.values_list("pk", flat=True)), len(tasks)),
    ):
        about = {"path": page, "count": count}
        tell(office_id=office.pk, member_ids=members, kind=NoticeKind.TASK_OVERDUE, about=about, now=now)
    live.bump(office.pk)
    return len(tasks)
