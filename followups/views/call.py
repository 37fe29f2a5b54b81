"""One call: who it is, what to say, what came of it; and the number, dialled with one tap."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.selectors.opportunities import follow_ups_of
from followups.enums import CallCode, CallOccasion, FollowUpPurpose, FollowUpState
from followups.forms.call import CallForm
from followups.guards import load_call
from followups.models import FollowUp
from followups.roles import CALLERS
from followups.selectors.call_page import (
    contacts_of,
    glance_of,
    questions_for,
    script_for,
    type_of,
)
from followups.selectors.today import along_with, in_order, today_of
from followups.services.calls import record_call
from followups.services.dialing import number_to_dial
from followups.services.follow_ups import may_plan_call, may_take_off, take_off
from offices.errors import Refusal
from offices.guards import office_view
from offices.phones import national
from offices.selectors.deputies import may_decide
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access import Action
from visitors.guards import load_for, may_do
from visitors.models import Customer, CustomerPhone
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import described

DUE_SHOWN = 4
OCCASIONS = {
    FollowUpPurpose.MILESTONE: CallOccasion.MILESTONE,
    FollowUpPurpose.FESTIVAL: CallOccasion.FESTIVAL,
    FollowUpPurpose.BIRTHDAY: CallOccasion.FESTIVAL,
    FollowUpPurpose.COMPLAINT: CallOccasion.QUESTION,
}
"""With what a call of that purpose begins by itself."""


@office_view(*CALLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """The call's page; sent, it is written down and the list comes back."""
    follow_up, now = load_call(request.member, pk), timezone.now()
    office, customer = follow_up.office, _customer_of(request, follow_up)
    questions = questions_for(office, type_of(customer, now=now))
    glance = glance_of(customer, now=now)
    form = CallForm(
        sent(request),
        office=office,
        now=now,
        grade=customer.grade,
        questions=questions,
        initial=_initial(follow_up, glance.appointment),
    )
    back = reverse("followups:today", args=[office.slug])
    if is_done(
        request,
        form,
        lambda: record_call(follow_up=follow_up, entry=form.entry(), by=request.member, now=now),
        answer=back,
    ):
        return say(request, _said(request), back=back)
    [row] = in_order([follow_up], office=office, now=now)
    rules = house_validity_rules(office, office.business_date(now))
    [match] = described([customer], office=office, now=now, rules=rules)
    context = {
        "follow_up": follow_up,
        "row": row,
        "customer": customer,
        "match": match,
        "form": form,
        "glance": glance,
        "reads": may_do(request.member, customer, Action.SEE_CONTACTS).allowed,
        "contacts": contacts_of(customer),
        "script": script_for(follow_up, caller=request.member, appointment=glance.appointment, now=now),
        "is_due": follow_up.state == FollowUpState.DUE,
        "may_take_off": may_take_off(follow_up, by=request.member),
        "along": [
            each.get_purpose_display() for each in along_with(follow_up, day=office.business_date(now))
        ],
        "missing": follow_ups_of(customer, now=now).missing,
        "decides": may_decide(request.member, now),
    }
    return render(request, "followups/call.html", context, status=status_of(request, form))


@office_view(*CALLERS)
@require_POST
def dial(request: HttpRequest, pk: int, phone: int) -> HttpResponse:
    """The whole number, kept in the log first: to dial.js as JSON, else on a page with a link that dials."""
    follow_up = load_call(request.member, pk)
    customer = follow_up.customer.file
    found = (
        CustomerPhone.objects.of(follow_up.office)
        .active()
        .filter(customer__in=customer.all_files, pk=phone)
        .first()
    )
    if found is None:
        raise Http404
    found.customer = customer
    try:
        number = number_to_dial(follow_up=follow_up, phone=found, by=request.member, now=timezone.now())
    except Refusal as refusal:
        return _dialled(request, follow_up, {"refusal": str(refusal)}, refusal.status)
    return _dialled(request, follow_up, {"number": number, "national": national(number)})


@office_view(*CALLERS)
@require_POST
def call_take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """The call is left out, such as one that was entered by mistake."""
    follow_up = load_call(request.member, pk)
    return act(
        request,
        lambda: take_off(follow_up=follow_up, by=request.member, now=timezone.now()),
        said=_("The call is off the list."),
        back=reverse("followups:today", args=[request.member.office.slug]),
    )


@office_view(*CALLERS)
@require_GET
def calls_of(request: HttpRequest, pk: int) -> HttpResponse:
    """A customer's calls: what came of each, what was answered, what leaders said, and what is due next."""
    customer, office, now = load_for(request, pk, Action.SEE_FILE), request.member.office, timezone.now()
    due = FollowUp.objects.of(office).due().filter(customer__in=customer.all_files).select_related("owner")
    context = {
        "customer": customer,
        "glance": glance_of(customer, now=now),
        "may_plan": may_plan_call(customer, by=request.member, now=now),
        "due": list(due.order_by("on", "pk")[:DUE_SHOWN]),
    }
    return render(request, "followups/calls_of.html", context)


def _customer_of(request: HttpRequest, follow_up: FollowUp) -> Customer:
    """Who owes the call sends what came of it, by a second click also when it is settled; else the table decides."""
    if request.method == "POST" and follow_up.owner_id == request.member.pk:
        return follow_up.customer.file
    return load_for(request, follow_up.customer_id, Action.FOLLOW_UP)


def _initial(follow_up: FollowUp, appointment) -> dict:
    initial: dict = {"occasion": OCCASIONS.get(FollowUpPurpose(follow_up.purpose), "")}
    if appointment is not None:
        at = follow_up.office.local(appointment.at)
        plan = getattr(appointment, "plan", None)
        initial |= {
            "coming_on": at.date(),
            "coming_time": at.time(),
            "people": plan.people if plan else None,
            "plan": plan.text if plan else "",
        }
    return initial


def _said(request: HttpRequest) -> str:
    """What was done, and how much is left."""
    left = today_of(request.member, now=timezone.now()).left
    if request.POST.get("code") == CallCode.NOT_CONVENIENT:
        return _("Noted: you call again at that time.")
    if not left:
        return _("Written down. That was the last one for today.")
    return ngettext(
        "Written down. %(n)d call is left today.", "Written down. %(n)d calls are left today.", left
    ) % {"n": left}


def _dialled(request: HttpRequest, follow_up: FollowUp, said: dict, status: int = 200) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(said, status=status)
    context = {**said, "follow_up": follow_up, "customer": follow_up.customer.file}
    return render(request, "followups/dial.html", context, status=status)
