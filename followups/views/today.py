"""Today: whom do I call next? The consultant's list, and a call beside the plan."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from followups.enums import FollowUpChannel
from followups.forms.calls import PlanCallForm
from followups.models import FollowUp
from followups.roles import CALLERS
from followups.selectors.today import today_of
from followups.services.follow_ups import plan_call
from offices.guards import office_view
from offices.views.answers import say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access import Action
from visitors.guards import load_for
from visitors.models import Customer


@office_view(*CALLERS)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What the member owes by tonight, the next call first."""
    return render(request, "followups/today.html", {"today": today_of(request.member, now=timezone.now())})


@office_view(*CALLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def call_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Call this customer now or on a day, whatever the plan says; today leads on to the call."""
    customer, now = load_for(request, pk, Action.SEE_CARD), timezone.now()
    form = PlanCallForm(sent(request), office=request.member.office, now=now)
    back = reverse("followups:today", args=[request.member.office.slug])
    if is_done(request, form, lambda: _plan(request, customer, form, now), answer=back):
        if form.cleaned_data["on"] > request.member.office.business_date(now):
            return say(request, _("Planned. It stands on your list on that day."), back=back)
        return say(request, _("It stands on your list."), back=_call_today(request, customer) or back)
    return render(
        request,
        "followups/call_plan.html",
        {"form": form, "customer": customer},
        status=status_of(request, form),
    )


def _plan(request: HttpRequest, customer: Customer, form: PlanCallForm, now: datetime) -> FollowUp:
    return plan_call(
        customer=customer,
        on=form.cleaned_data["on"],
        purpose=form.cleaned_data["purpose"],
        agreed_at=form.moment(),
        by=request.member,
        now=now,
    )


def _call_today(request: HttpRequest, customer: Customer) -> str:
    """The page of today's call with this customer, where it is the member's own."""
    day = request.member.office.business_date(timezone.now())
    rows = FollowUp.objects.owned_by(request.member).due().filter(channel=FollowUpChannel.CALL)
    found = rows.filter(customer__in=customer.all_files, on=day).first()
    return reverse("followups:call", args=[request.member.office.slug, found.pk]) if found else ""
