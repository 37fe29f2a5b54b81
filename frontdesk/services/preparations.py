"""The tasks of a welcome plan: laid out from the table, ticked by whose duty they are, verified by somebody else."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frontdesk.enums import Duty, WelcomeNeed
from frontdesk.lead_times import Need, Task, Visit, WelcomeKind, tasks_for
from frontdesk.models import WelcomePlan, WelcomeTask
from frontdesk.roles import DUTY_ROLES, HOSTS
from frontdesk.selectors.hospitality_rules import house_hospitality_rules
from frontdesk.services.entry import one_of, said
from offices import live
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep

MOST_TASKS = 60


def lay_out(plan: WelcomePlan) -> None:
    """Make, move or drop the tasks that follow from the plan, inside the caller's transaction, under its lock.

    What was done stays, and so does what somebody left out or added.
    """
    wanted = {task.code: task for task in _wanted(plan)}
    standing = {task.code: task for task in plan.tasks.exclude(code="")}
    over = [task.pk for code, task in standing.items() if code not in wanted and task.done_at is None]
    plan.tasks.filter(pk__in=over).delete()
    for code, task in wanted.items():
        held = standing.get(code)
        if held is None:
            continue
        if held.done_at is None and held.due_at != task.due_at:
            held.due_at, held.reminded_at, held.climbed_at = task.due_at, None, None
            held.save(update_fields=["due_at", "reminded_at", "climbed_at"])
    WelcomeTask.objects.bulk_create(
        WelcomeTask(
            office_id=plan.office_id,
            plan=plan,
            code=task.code,
            duty=task.duty.value,
            clause=task.clause,
            due_at=task.due_at,
        )
        for code, task in wanted.items()
        if code not in standing
    )


def _wanted(plan: WelcomePlan) -> tuple[Task, ...]:
    office = plan.office
    local = office.local(plan.arrives_at)
    visit = Visit(
        kind=WelcomeKind(plan.kind),
        arrives_at=local,
        needs=frozenset(Need(need) for need in plan.needs if need in WelcomeNeed.values),
        meal_at=plan.meal_at,
        leaves_at=plan.leaves_at,
    )
    rules = house_hospitality_rules(office, local.date())
    return tasks_for(visit, asked_at=plan.made_at, rules=rules)


def may_tick(member: Member, duty: str) -> bool:
    """Whether the task is the member's: gate, door and show flat have their own, the house sees to all."""
    role = DUTY_ROLES.get(Duty(duty))
    return member.holds(*HOSTS) or (role is not None and member.holds(role))


@transaction.atomic
def tick(*, task: WelcomeTask, by: Member, now: datetime) -> None:
    """It is done. Raises Refusal."""
    held = _held(task)
    if not may_tick(by, held.duty):
        raise Refusal(_("This is seen to by somebody else."))
    if held.done_at is not None:
        raise Refusal(_("This is done already."))
    held.done_at, held.done_by = now, by
    held.save(update_fields=["done_at", "done_by"])
    _keep(held, "done", by, now)


@transaction.atomic
def untick(*, task: WelcomeTask, by: Member, now: datetime) -> None:
    """It was ticked by mistake, or turned out not to be in order: whoever verified it has to look again."""
    held = _held(task)
    if held.done_at is None:
        raise Refusal(_("This is not done yet."))
    if not (by.pk == held.done_by_id or by.holds(*HOSTS)):
        raise Refusal(_("This is seen to by somebody else."))
    held.done_at = held.done_by = held.verified_at = held.verified_by = None
    held.save(update_fields=["done_at", "done_by", "verified_at", "verified_by"])
    _keep(held, "undone", by, now)


@transaction.atomic
def verify(*, task: WelcomeTask, by: Member, now: datetime) -> None:
    """A second person has seen that it is done (H-40). Raises Refusal."""
    held = _held(task)
    if held.done_at is None:
        raise Refusal(_("This is not done yet."))
    if held.verified_at is not None:
        raise Refusal(_("This was verified already."))
    if by.pk == held.done_by_id:
        raise Refusal(_("Somebody else verifies what you have done."))
    held.verified_at, held.verified_by = now, by
    held.save(update_fields=["verified_at", "verified_by"])
    _keep(held, "verified", by, now)


@transaction.atomic
def add_task(
    *, plan: WelcomePlan, text: str, duty: str, due_at: datetime, by: Member, now: datetime
) -> WelcomeTask:
    """Something that only these guests need. Raises Refusal."""
    held = WelcomePlan.objects.live().select_for_update(of=("self",), no_key=True).filter(pk=plan.pk).first()
    if held is None:
        raise Refusal(_("This plan is over or called off."))
    if held.tasks.count() >= MOST_TASKS:
        raise Refusal(_("More than %(most)d tasks are not read.") % {"most": MOST_TASKS})
    if due_at <= now:
        raise Refusal(_("Say by when it is ready: a time ahead."), field="due_at")
    task = WelcomeTask.objects.create(
        office_id=held.office_id,
        plan=held,
        text=said(text, "text", 120),
        duty=one_of(duty, Duty, "duty"),
        due_at=due_at,
    )
    _keep(task, "added", by, now)
    return task


@transaction.atomic
def leave_out(*, task: WelcomeTask, by: Member, now: datetime) -> None:
    """These guests do not need it; once more, and they do after all. Raises Refusal for what is done."""
    held = _held(task, left_out=True)
    if held.done_at is not None:
        raise Refusal(_("This is done already."))
    held.left_out_at = None if held.left_out_at else now
    held.save(update_fields=["left_out_at"])
    _keep(held, "left_out" if held.left_out_at else "taken_in", by, now)


def _held(task: WelcomeTask, *, left_out: bool = False) -> WelcomeTask:
    """The task under its lock. Raises Refusal where its plan is over or it was left out."""
    rows = WelcomeTask.objects.select_related("plan").select_for_update(of=("self",), no_key=True)
    held = rows.filter(pk=task.pk).first()
    if held is None or not held.plan.is_live or (held.left_out_at is not None and not left_out):
        raise Refusal(_("This task is not on the plan any more. Look at the plan again."))
    return held


def _keep(task: WelcomeTask, did: str, by: Member, now: datetime) -> None:
    details = {"did": did, "plan": task.plan_id, "code": task.code}
    keep(action=AuditAction.WELCOME_TICKED, record=f"welcome_task:{task.pk}", details=details, by=by, now=now)
    live.bump(task.office_id)
