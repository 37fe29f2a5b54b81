"""What the credit owner sees to after the deal, and the days that the office gives for it."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.forms.after_sale import DealDaysForm, NoteForm
from deals.guards import load_task
from deals.models import AfterSaleTask
from deals.models.deal_days import days_of
from deals.roles import DAYS_KEEPERS, LEADERS, TASK_KEEPERS
from deals.services.after_sale import finish_task
from deals.services.deal_days import set_days
from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import act, once_for, refuse, say

SOON = timedelta(days=14)
SHOWN = 200
DONE_SHOWN = 20


@office_view(*TASK_KEEPERS)
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """The consultant's own tasks by their day; a leader sees everybody's with ``?all=1``."""
    member = request.member
    leads = member.holds(*LEADERS)
    everybody = leads and request.GET.get("all", "1") == "1"
    rows = AfterSaleTask.objects.filter(office=member.office).select_related(
        "order__customer", "order__unit__building", "owner", "done_by"
    )
    mine = rows if everybody else rows.filter(owner=member)
    today = member.office.business_date(timezone.now())
    todo = list(mine.open()[:SHOWN])
    context = {
        "late": [task for task in todo if task.due_on < today],
        "soon": [task for task in todo if today <= task.due_on <= today + SOON],
        "later": [task for task in todo if task.due_on > today + SOON],
        "done": mine.exclude(done_at=None).order_by("-done_at")[:DONE_SHOWN],
        "everybody": everybody,
        "leads": leads,
        "today": today,
    }
    return render(request, "deals/tasks.html", context)


@office_view(*TASK_KEEPERS)
@require_POST
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Seen to."""
    task = load_task(request.member, pk)
    back = reverse("deals:tasks", args=[request.member.office.slug])
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refuse(request, " ".join(form.errors["note"]), back=back)
    return act(
        request,
        lambda: finish_task(task=task, note=form.cleaned_data["note"], by=request.member, now=timezone.now()),
        said=_("Done."),
        back=back,
    )


@office_view(*DAYS_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def deal_days(request: HttpRequest) -> HttpResponse:
    """How many days the office gives for each step of a dispute and each task."""
    office = request.member.office
    form = DealDaysForm(
        request.POST if request.method == "POST" else drafts.take(request), instance=days_of(office)
    )
    if request.method == "POST" and form.is_valid():
        back = reverse("deals:deal_days", args=[office.slug])
        try:
            once_for(
                request,
                lambda: set_days(days=form.instance, by=request.member, now=timezone.now()),
                answer=back,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return say(request, _("Saved. What is under way keeps its day."), back=back)
    status = 422 if request.method == "POST" else 200
    return render(request, "deals/deal_days.html", {"form": form}, status=status)
