"""Circumstances of deals: claimed by one who knows, confirmed by a leader whom they do not concern."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deals.enums import Decision
from deals.forms.attribution import FactForm
from deals.guards import load_fact
from deals.roles import CLAIMANTS, LEADERS
from deals.selectors.facts import (
    SHOWN,
    answered_facts,
    facts_of_customer,
    is_concerned,
    open_facts,
    visible_to,
)
from deals.services.facts import answer_fact, claim_fact
from offices.guards import office_view
from offices.views.answers import act, refuse, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access import Action
from visitors.guards import load_for


@office_view(*CLAIMANTS)
@require_GET
def facts(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, and what was answered: all for leaders, else what one said, or what is said of one."""
    member = request.member
    context = {
        "waiting": visible_to(member, open_facts(member.office))[:SHOWN],
        "answered": visible_to(member, answered_facts(member.office))[:SHOWN],
        "is_leader": member.holds(*LEADERS),
    }
    return render(request, "deals/facts.html", context)


@office_view(*CLAIMANTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def fact_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody says what happened with a customer."""
    customer = load_for(request, pk, Action.SEE_CARD)
    form = FactForm(sent(request), customer=customer)
    back = reverse("deals:facts", args=[request.member.office.slug])

    def work() -> None:
        data = form.cleaned_data
        claim_fact(
            customer=customer,
            kind=data["kind"],
            about=data["about"],
            event=data["event"],
            note=data["note"],
            order=data.get("order"),
            by=request.member,
            now=timezone.now(),
        )

    if is_done(request, form, work, answer=back):
        return say(request, _("Kept; a supervisor or manager is asked to confirm it."), back=back)
    known = visible_to(request.member, facts_of_customer(customer))
    context = {"customer": customer, "form": form, "known": known}
    return render(request, "deals/fact_new.html", context, status=status_of(request, form))


@office_view(*CLAIMANTS)
@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim; a leader whom it does not concern says whether it is so."""
    found = load_fact(request.member, pk)
    back = reverse("deals:fact", args=[request.member.office.slug, pk])
    if request.method == "POST":
        answer = request.POST.get("accept", "")
        if answer not in ("yes", "no"):
            return refuse(request, _("Say whether it is so or not."), back=back)
        return act(
            request,
            lambda: answer_fact(fact=found, accept=answer == "yes", by=request.member, now=timezone.now()),
            said=_("Answered; whoever said it is told."),
            back=back,
        )
    is_open = found.state == Decision.ASKED
    context = {
        "fact": found,
        "is_open": is_open,
        "is_own": is_concerned(found, request.member),
        "is_leader": request.member.holds(*LEADERS),
    }
    return render(request, "deals/fact.html", context)
