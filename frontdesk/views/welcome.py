"""Welcome plans: the list, a plan with its preparations, and the plan on paper."""

from collections.abc import Callable
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontdesk.enums import GuestKind, HostRank, WelcomeState
from frontdesk.forms.welcome import TaskForm, WelcomeForm
from frontdesk.guards import load_plan, load_task
from frontdesk.models import WelcomePlan
from frontdesk.roles import COST_APPROVERS, GATE, HOSTS, PLANNERS
from frontdesk.selectors.welcome import escorts_of, greeting_of, plans_of, rooms_of, sheet_of
from frontdesk.services import preparations
from frontdesk.services import welcome as services
from frontdesk.views.form_pages import FormPage, form_page
from offices.clauses import clause_for
from offices.enums import AuditAction
from offices.guards import office_view
from offices.models import Member
from offices.sealing import fingerprint
from offices.services.audit import keep
from offices.views.answers import act, refuse
from offices.views.form_answers import sent

DEEDS: dict[str, tuple[Callable, tuple, Promise]] = {
    "announce": (services.announce, PLANNERS, gettext_lazy("Announced: the gate and the posts know.")),
    "approve": (services.approve_cost, COST_APPROVERS, gettext_lazy("The cost is approved.")),
    "call_off": (services.call_off, PLANNERS, gettext_lazy("Called off; the rooms are free again.")),
    "end": (services.end_plan, PLANNERS, gettext_lazy("The plan is over.")),
}
TASK_DEEDS: dict[str, tuple[Callable, tuple, Promise]] = {
    "done": (preparations.tick, (*HOSTS, *GATE), gettext_lazy("Done.")),
    "undone": (preparations.untick, (*HOSTS, *GATE), gettext_lazy("Not done yet.")),
    "verify": (preparations.verify, HOSTS, gettext_lazy("Verified.")),
    "leave_out": (preparations.leave_out, PLANNERS, gettext_lazy("The plan is changed.")),
}
EXPECTED = {"guest_kind": GuestKind.DELEGATION, "host_rank": HostRank.DIRECTOR, "party_size": 2}
"""What the form of a new plan begins with."""
COPIED = (
    "guests",
    "guest_kind",
    "party_size",
    "bringer",
    "accompanies",
    "called",
    "arrives_at",
    "leaves_at",
    "meal_at",
    "needs",
    "plates",
    "host_rank",
    "host",
    "cost",
    "cost_reason",
    "note",
)


@office_view(*HOSTS)
@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """Who is coming, and how far we are. Who has just made a plan is led on to it, however often they clicked."""
    if "made" in request.GET:
        newest = WelcomePlan.objects.of(request.member.office).filter(made_by=request.member).order_by("-pk")
        if plan := newest.select_related("office").first():
            return redirect(_page_of(plan))
    live, past = plans_of(request.member.office, now=timezone.now())
    context = {"live": live, "past": past, "may_plan": request.member.holds(*PLANNERS)}
    return render(request, "frontdesk/welcome.html", context)


@office_view(*PLANNERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def welcome_new(request: HttpRequest) -> HttpResponse:
    member, now = request.member, timezone.now()
    form = WelcomeForm(sent(request), initial=EXPECTED)
    page = FormPage(_("Guests are expected"), _("Make the plan"), _list(member), hint=_hint())
    return form_page(
        request,
        form,
        lambda: services.make_plan(entry=form.entry(), by=member, now=now),
        page=page,
        said=_("The plan is made. Look at what is to be prepared, then announce the guests."),
        done=f"{_list(member)}?made=1",
    )


@office_view(*PLANNERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def welcome_change(request: HttpRequest, pk: int) -> HttpResponse:
    member, now = request.member, timezone.now()
    plan = load_plan(member, pk)
    form = WelcomeForm(sent(request), initial={name: getattr(plan, name) for name in COPIED})
    back = _page_of(plan)
    return form_page(
        request,
        form,
        lambda: services.change_plan(plan=plan, entry=form.entry(), by=member, now=now),
        page=FormPage(_("Change the plan"), _("Save"), back, hint=_hint(), about=plan.guests),
        said=_("Saved; what is to be prepared follows."),
    )


@office_view(*HOSTS)
@require_GET
def welcome_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: what is next stands first."""
    return render(request, "frontdesk/welcome_plan.html", _context(request, load_plan(request.member, pk)))


@office_view(*dict.fromkeys((*PLANNERS, *COST_APPROVERS)))
@require_POST
def welcome_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Announce, approve the cost, call off, end."""
    plan = load_plan(request.member, pk)
    if deed not in DEEDS:
        raise Http404
    work, roles, said = DEEDS[deed]
    if not request.member.holds(*roles):
        return refuse(request, _("Somebody else decides this."), back=_page_of(plan), status=409)
    return act(
        request,
        lambda: work(plan=plan, by=request.member, now=timezone.now()),
        said=str(said),
        back=_page_of(plan),
    )


@office_view(*PLANNERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def welcome_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Something that only these guests need."""
    member, now = request.member, timezone.now()
    plan = load_plan(member, pk)
    form = TaskForm(sent(request), initial={"due_at": max(plan.arrives_at - timedelta(hours=1), now)})
    return form_page(
        request,
        form,
        lambda: preparations.add_task(plan=plan, by=member, now=now, **form.cleaned_data),
        page=FormPage(_("Prepare something more"), _("Add"), _page_of(plan), about=plan.guests),
        said=_("Added."),
    )


@office_view(*HOSTS, *GATE)
@require_POST
def task_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Done, not done after all, verified, left out."""
    member = request.member
    task = load_task(member, pk)
    back = reverse("frontdesk:gate", args=[member.office.slug])
    if not member.is_at_gate:
        back = f"{_page_of(task.plan)}#task-{task.pk}"
    if deed not in TASK_DEEDS:
        raise Http404
    work, roles, said = TASK_DEEDS[deed]
    if not member.holds(*roles):
        return refuse(request, _("Somebody else decides this."), back=back, status=409)
    return act(request, lambda: work(task=task, by=member, now=timezone.now()), said=str(said), back=back)


@office_view(*HOSTS)
@require_GET
def welcome_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan on paper: who does what by when, with boxes for both signatures."""
    plan, now = load_plan(request.member, pk), timezone.now()
    context = _context(request, plan)
    lines = context["sheet"].tasks
    told = [f"{line.task.pk}:{line.task.due_at.isoformat()}:{line.task.duty}" for line in lines]
    context |= {
        "printed_at": now,
        "checksum": fingerprint("welcome", str(plan.pk), *told)[:16],
    }
    details = {"tasks": len(lines), "checksum": context["checksum"]}
    keep(
        action=AuditAction.WELCOME_PRINTED,
        record=f"welcome:{plan.pk}",
        details=details,
        by=request.member,
        now=now,
    )
    return render(request, "frontdesk/welcome_print.html", context)


def _context(request: HttpRequest, plan: WelcomePlan) -> dict:
    member, now = request.member, timezone.now()
    cost = services.cost_of(plan)
    greeting = greeting_of(plan)
    sheet = sheet_of(plan, member, now=now, may_tick=preparations.may_tick, is_host=True)
    asked = {"A-62", "A-63", "H-11", "H-13", *(greeting.clauses if greeting else ())}
    may_plan = member.holds(*PLANNERS) and plan.is_live
    waits = plan.is_live and cost.is_over and plan.cost_approved_at is None
    return {
        "plan": plan,
        "cost": cost,
        "cost_waits": waits,
        "escorts": escorts_of(plan),
        "greeting": greeting,
        "clauses": sorted(clause_for(plan.office, asked).values(), key=lambda each: each.id),
        "sheet": sheet,
        "bookings": rooms_of(plan),
        "gifts": plan.gifts.all(),
        "may_plan": may_plan,
        "may_announce": may_plan and plan.state == WelcomeState.DRAFT and not waits,
        "may_approve": waits and member.holds(*COST_APPROVERS) and member.pk != plan.made_by_id,
        "may_end": may_plan and plan.state == WelcomeState.ANNOUNCED and plan.arrives_at <= now,
    }


def _hint() -> str:
    return _("The class, the level of the welcome, and what is prepared by when follow from this.")


def _list(member: Member) -> str:
    return reverse("frontdesk:welcome", args=[member.office.slug])


def _page_of(plan: WelcomePlan) -> str:
    return reverse("frontdesk:welcome_plan", args=[plan.office.slug, plan.pk])
