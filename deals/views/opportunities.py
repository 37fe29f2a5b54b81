"""Opportunities that are given up, why others were won, and the office's list of reasons."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deals.enums import OpportunityState
from deals.forms.opportunities import LoseForm, ReasonForm, listed
from deals.guards import load_order, load_reason
from deals.models import Opportunity, Reason
from deals.roles import REASON_KEEPERS, SELLERS
from deals.selectors.opportunities import follow_ups_of
from deals.services import opportunities as services
from offices.guards import office_view
from offices.ids import read_id
from offices.selectors.deputies import may_decide
from offices.views.answers import act, refuse, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access import Action
from visitors.guards import load_for


@office_view(*SELLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def opportunity_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a customer up, with a reason from the list."""
    customer, now = load_for(request, pk, Action.SEE_CONTACTS), timezone.now()
    form = LoseForm(sent(request), office=request.member.office)
    answer = reverse("reception:customer", args=[request.member.office.slug, customer.pk])
    if is_done(
        request,
        form,
        lambda: services.lose(customer=customer, by=request.member, now=now, **form.cleaned_data),
        answer=answer,
    ):
        return say(request, _("Closed as lost."), back=answer)
    context = {
        "customer": customer,
        "form": form,
        "follow_ups": follow_ups_of(customer, now=now),
        "decides": may_decide(request.member, now),
        "earlier": Opportunity.objects.filter(customer__in=customer.all_files)
        .exclude(state=OpportunityState.OPEN)
        .select_related("reason", "closed_by", "order"),
        "has_reasons": form.fields["reason"].queryset.exists(),
        "may_keep": request.member.holds(*REASON_KEEPERS),
    }
    return render(request, "deals/opportunity_close.html", context, status=status_of(request, form))


@office_view(*SELLERS)
@require_POST
def order_reason(request: HttpRequest, pk: int) -> HttpResponse:
    """Why the opportunity of this order was won."""
    order = load_order(request.member, pk)
    back = reverse("deals:order", args=[order.office.slug, order.pk])
    chosen = read_id(request.POST.get("reason", ""))
    reason = listed(order.office, OpportunityState.WON).filter(pk=chosen).first()
    if reason is None:
        return refuse(request, _("Choose a reason from the list."), back=back)
    return act(
        request,
        lambda: services.give_reason(order=order, reason=reason, by=request.member, now=timezone.now()),
        said=_("Noted."),
        back=back,
    )


@office_view(*REASON_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def reasons(request: HttpRequest) -> HttpResponse:
    """The reasons with how often each was given; a new one at the end."""
    office = request.member.office
    form = ReasonForm(sent(request))
    if is_done(
        request,
        form,
        lambda: services.add_reason(
            office=office, by=request.member, now=timezone.now(), **form.cleaned_data
        ),
        answer=request.path,
    ):
        return say(request, _("Added to the list."), back=request.path)
    given = Reason.objects.filter(office=office).annotate(times=Count("opportunities"))
    lists = [
        (label, [each for each in given if each.state == state])
        for state, label in ReasonForm.base_fields["state"].choices
    ]
    return render(
        request, "deals/reasons.html", {"form": form, "lists": lists}, status=status_of(request, form)
    )


@office_view(*REASON_KEEPERS)
@require_POST
def reason_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the list, or on it again."""
    reason = load_reason(request.member, pk)
    back = reverse("deals:reasons", args=[request.member.office.slug])
    do = request.POST.get("do")
    if do not in ("on", "off"):
        return refuse(request, _("Say what to do with it."), back=back)
    return act(
        request,
        lambda: services.switch_reason(reason=reason, on=do == "on", by=request.member, now=timezone.now()),
        said=_("Noted."),
        back=back,
    )
