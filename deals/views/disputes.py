"""Disputes about deals: the list, the page with both sides beside each other, and what people do there."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deals.enums import DisputeState, StepKind
from deals.forms.disputes import ProposalForm, ReportForm, StatementForm
from deals.guards import load_dispute, load_disputed
from deals.models import Dispute
from deals.models.deal_days import days_of
from deals.roles import CONSULTANT, DISPUTANTS
from deals.selectors.dispute_page import page_of, parts_of
from deals.selectors.disputes import (
    NEGOTIABLE,
    disputes_for,
    last_day_to_open,
    shares_of,
)
from deals.selectors.ruling_page import because_of
from deals.services import dispute_ends, disputes
from deals.services.dispute_evidence import is_whole
from offices import drafts
from offices.clauses import clause_for
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import once_for, say

A_PAGE = 50
OPEN = "open"


@office_view(*DISPUTANTS)
@require_GET
def disputes_list(request: HttpRequest) -> HttpResponse:
    """Those that may still move first; others by state."""
    state = request.GET.get("state", OPEN)
    found = disputes_for(request.member).prefetch_related("parties__member")
    found = found.filter(state=state) if state in DisputeState.values else found.open()
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "states": [(OPEN, _("Not closed yet")), *DisputeState.choices],
        "state": state if state in DisputeState.values else OPEN,
        "now": timezone.now(),
    }
    return render(request, "deals/disputes.html", context)


@office_view(*CONSULTANT, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def dispute_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A consultant disagrees with a ruling."""
    ruling = load_disputed(request.member, pk)
    form = StatementForm(request.POST if request.method == "POST" else drafts.take(request))
    refusal, status = _why_not(ruling, request.member), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            answer = reverse("deals:disputes", args=[request.member.office.slug])
            try:
                once_for(
                    request,
                    lambda: disputes.open_dispute(
                        ruling=ruling,
                        statement=form.cleaned_data["text"],
                        by=request.member,
                        now=timezone.now(),
                    ),
                    answer=answer,
                )
            except Refusal as error:
                form.add_error(None, str(error))
            else:
                return say(
                    request, _("The dispute is open; everybody concerned is told."), back=_newest(request, pk)
                )
    members = {each.pk: each for each in Member.objects.of(request.member.office)}
    context = {
        "ruling": ruling,
        "parts": parts_of(ruling, members),
        "form": form if status == 422 or not refusal else None,
        "refusal": refusal,
        "until": last_day_to_open(ruling, days_of(request.member.office)),
        "clause": clause_for(ruling.office, {ruling.clause} - {""}).get(ruling.clause),
        "because": because_of(ruling),
    }
    return render(request, "deals/dispute_new.html", context, status=status)


@office_view(*DISPUTANTS)
@require_GET
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """One dispute."""
    return _page(request, load_dispute(request.member, pk))


@office_view(*DISPUTANTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def dispute_state(request: HttpRequest, pk: int) -> HttpResponse:
    """A party adds to their side."""
    found = load_dispute(request.member, pk)
    form = StatementForm(sent(request))
    return _write(
        request,
        found,
        "statement",
        form,
        lambda data: disputes.state_case(
            dispute=found, text=data["text"], by=request.member, now=timezone.now()
        ),
        said=_("Both sides can read it now."),
    )


@office_view(*DISPUTANTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def dispute_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """A party proposes a settlement."""
    found = load_dispute(request.member, pk)
    form = _proposal_form(found, sent(request))
    return _write(
        request,
        found,
        "proposal",
        form,
        lambda data: dispute_ends.propose(
            dispute=found,
            shares=data["shares"],
            credit=int(data["credit"]),
            by=request.member,
            now=timezone.now(),
        ),
        said=_("Proposed; the other parties are told."),
    )


@office_view(*DISPUTANTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def dispute_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody reports a quarrel, or after the ruling that it is not obeyed."""
    found = load_dispute(request.member, pk)
    kind = StepKind.QUARREL if found.state in NEGOTIABLE else StepKind.DISOBEYED
    form = ReportForm(sent(request))
    return _write(
        request,
        found,
        "report",
        form,
        lambda data: dispute_ends.report(
            dispute=found, kind=kind, text=data["text"], by=request.member, now=timezone.now()
        ),
        said=_("Reported. A second person confirms it, or does not."),
    )


def _write(
    request: HttpRequest,
    found: Dispute,
    which: str,
    form: forms.Form,
    work: Callable[[dict], Any],
    *,
    said: str,
) -> HttpResponse:
    """One of the page's forms: done once, or shown again where it stands with what was typed."""
    if request.method == "GET":
        return _page(request, found, **{which: form})
    if not form.is_valid():
        return _page(request, found, status=422, **{which: form})
    try:
        once_for(request, lambda: work(form.cleaned_data), answer=address_of(found))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, found, status=422 if refusal.field else refusal.status, **{which: form})
    return say(request, said, back=address_of(found))


def _page(request: HttpRequest, found: Dispute, *, status: int = 200, **written: forms.Form) -> HttpResponse:
    shown = page_of(found, by=request.member, now=timezone.now())
    context = {
        "shown": shown,
        "dispute": found,
        "is_whole": is_whole(found.evidence),
        "statement": StatementForm(),
        "proposal_form": written.get("proposal") or _proposal_form(found, None),
        "report": ReportForm(),
        "opened": next(iter(written), ""),
        **{name: form for name, form in written.items() if name != "proposal"},
    }
    return render(request, "deals/dispute.html", context, status=status)


def _proposal_form(found: Dispute, data: Any) -> ProposalForm:
    members = [party.member for party in found.parties.all()]
    return ProposalForm(data, members=members, given=shares_of(found.ruling), initial=initial_of(found))


def initial_of(found: Dispute) -> dict:
    credit = found.ruling.credit_id
    return {"credit": str(credit) if credit else "", "clause": found.ruling.clause}


def sent(request: HttpRequest) -> Any:
    """What was posted, or was kept while somebody logged in again."""
    return request.POST if request.method == "POST" else drafts.take(request)


def _why_not(ruling: Any, member: Member) -> str:
    try:
        disputes.refuse_opening(ruling, by=member, now=timezone.now())
    except Refusal as refusal:
        return str(refusal)
    return ""


def _newest(request: HttpRequest, ruling: int) -> str:
    """The dispute about that ruling; a second click finds the first one's."""
    opened = Dispute.objects.of(request.member.office).filter(ruling=ruling).order_by("-pk").first()
    return address_of(opened) if opened else reverse("deals:disputes", args=[request.member.office.slug])


def address_of(found: Dispute) -> str:
    return reverse("deals:dispute", args=[found.office.slug, found.pk])
