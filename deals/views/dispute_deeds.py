"""What is done in a dispute with one press, and the manager's ruling."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deals.forms.disputes import RulingForm
from deals.guards import load_dispute
from deals.models import Dispute
from deals.roles import DECIDERS, DISPUTANTS
from deals.selectors.dispute_page import page_of
from deals.selectors.disputes import NOT_COVERED, precedents, shares_of
from deals.services import dispute_ends, disputes
from deals.services.dispute_evidence import is_whole
from deals.views.disputes import address_of, initial_of, sent
from offices.clauses import BY_ID, clause_for
from offices.errors import Refusal
from offices.guards import office_view
from offices.ids import read_id
from offices.models import Member
from offices.views.answers import act, once_for, refuse, say


@office_view(*DISPUTANTS)
@require_POST
def dispute_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A party agrees to the proposal on the page."""
    found = load_dispute(request.member, pk)
    proposal = _number(request, "proposal")
    return act(
        request,
        lambda: dispute_ends.confirm(dispute=found, proposal=proposal, by=request.member, now=timezone.now()),
        said=_("Confirmed."),
        back=address_of(found),
    )


@office_view(*DISPUTANTS)
@require_POST
def dispute_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person confirms the report, or does not."""
    found = load_dispute(request.member, pk)
    answer = request.POST.get("answer")
    if answer not in ("yes", "no"):
        return refuse(request, _("Say whether it was so."), back=address_of(found))
    step = _number(request, "report")
    return act(
        request,
        lambda: dispute_ends.answer_report(
            dispute=found, step=step, upheld=answer == "yes", by=request.member, now=timezone.now()
        ),
        said=_("The deal is the department's now.") if answer == "yes" else _("The dispute goes on."),
        back=address_of(found),
    )


@office_view(*DISPUTANTS)
@require_POST
def dispute_pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """To the supervisor, or to the manager."""
    found = load_dispute(request.member, pk)
    expected = request.POST.get("state", "")
    return act(
        request,
        lambda: disputes.pass_on(dispute=found, expected=expected, by=request.member, now=timezone.now()),
        said=_("Passed on; whoever has to decide is told."),
        back=address_of(found),
    )


@office_view(*DISPUTANTS)
@require_POST
def dispute_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever opened it withdraws it."""
    found = load_dispute(request.member, pk)
    return act(
        request,
        lambda: disputes.withdraw(dispute=found, by=request.member, now=timezone.now()),
        said=_("Withdrawn; the ruling stays as it was."),
        back=address_of(found),
    )


@office_view(*DECIDERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def dispute_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """The manager's ruling; what was ruled on the same clause before stands beside it."""
    found = load_dispute(request.member, pk)
    members = _payable(found)
    form = RulingForm(
        sent(request), members=members, given=shares_of(found.ruling), initial=initial_of(found)
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                once_for(
                    request,
                    lambda: dispute_ends.rule(
                        dispute=found,
                        shares=data["shares"],
                        credit=form.credited(),
                        clause=data["clause"],
                        explanation=data["explanation"],
                        unlike=data["unlike"],
                        by=request.member,
                        now=timezone.now(),
                    ),
                    answer=address_of(found),
                )
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                return say(
                    request, _("Ruled; the ledger follows, and the parties are told."), back=address_of(found)
                )
    chosen = request.GET.get("clause") or form["clause"].value() or found.ruling.clause
    clause = chosen if chosen in BY_ID else NOT_COVERED
    if request.method == "GET" and "clause" in request.GET:
        form.initial["clause"] = clause
    context = {
        "shown": page_of(found, by=request.member, now=timezone.now()),
        "dispute": found,
        "is_whole": is_whole(found.evidence),
        "form": form,
        "precedents": precedents(request.member.office, clause, but=found),
        "clause": clause_for(request.member.office, {clause})[clause] if clause != NOT_COVERED else None,
    }
    return render(request, "deals/dispute_rule.html", context, status=status)


def _payable(found: Dispute) -> list[Member]:
    return list(Member.objects.of(found.office).filter(pk__in=dispute_ends.may_be_paid(found)))


def _number(request: HttpRequest, name: str) -> int:
    return read_id(request.POST.get(name, "")) or 0
