"""Whose deals they are: the rulings, one ruling with its reasons, and those that the rules leave to the manager."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.forms.attribution import ByHandForm
from deals.guards import load_ruling
from deals.models import Ruling
from deals.models.deal_days import days_of
from deals.roles import CONSULTANT, DECIDERS, RATE_SETTERS, RULING_READERS
from deals.selectors.dispute_page import parts_of
from deals.selectors.disputes import disputes_for, explanation_of, last_day_to_open
from deals.selectors.ruling_page import page_of, readable_by
from deals.selectors.rulings import may_rule_by_hand
from deals.services.disputes import may_open
from deals.services.rulings import awaits_manager, manager_rules, rule_again
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import act, refuse, say
from offices.views.form_answers import is_done, sent, status_of

SHOWN = 60
CLAUSE = "floor-3.13"


@office_view(*RULING_READERS)
@require_GET
def rulings(request: HttpRequest) -> HttpResponse:
    """The latest rulings that hold; a consultant sees those that concern them."""
    office = request.member.office
    rows = readable_by(request.member, Ruling.objects.filter(office=office, replaced_by=None))
    latest = rows.select_related("order__unit__building", "order__customer", "credit").order_by("-at", "-pk")[
        :SHOWN
    ]
    people = {each.pk: each for each in Member.objects.of(office)}
    waiting = [each for each in latest if awaits_manager(each)]
    context = {
        "rulings": [(each, parts_of(each, people)) for each in latest],
        "waiting": waiting,
        "own": request.member,
        "is_consultant": request.member.holds(*CONSULTANT),
    }
    return render(request, "deals/rulings.html", context)


@office_view(*RULING_READERS)
@require_GET
def ruling(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose deal it is, by which clause, on which evidence, and what would change it."""
    found = load_ruling(request.member, pk)
    about = list(disputes_for(request.member).filter(order=found.order_id))
    context = {
        "page": page_of(found),
        "ruling": found,
        "later": getattr(found, "replaced_by", None),
        "disputes": about,
        "explained": explanation_of(found) if about else None,
        "may_dispute": may_open(found, by=request.member, now=timezone.now()),
        "may_rule": may_rule_by_hand(found, request.member, timezone.now()),
        "until": last_day_to_open(found, days_of(found.office)),
        "may_rule_again": request.member.holds(*RATE_SETTERS)
        and not found.commission
        and found.source == "rules"
        and not hasattr(found, "replaced_by"),
    }
    return render(request, "deals/ruling.html", context)


@office_view(*RULING_READERS)
@require_GET
def ruling_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper: shares, clause, reasons, evidence."""
    found = load_ruling(request.member, pk)
    return render(request, "deals/ruling_print.html", {"page": page_of(found), "ruling": found})


@office_view(*DECIDERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def ruling_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """The rules leave this deal to the manager (floor-3.13)."""
    found = load_ruling(request.member, pk)
    back = reverse("deals:ruling", args=[request.member.office.slug, pk])
    if not awaits_manager(found) or hasattr(found, "replaced_by"):
        return refuse(request, _("This deal does not wait for the manager: it was ruled already."), back=back)
    if not may_rule_by_hand(found, request.member, timezone.now()):
        text = _("The manager decides it, or who stands in, and never on a matter of their own.")
        return refuse(request, text, back=back, status=403)
    members = list(Member.objects.of(found.office).working().consultants())
    form = ByHandForm(sent(request), members=members)

    def work() -> None:
        manager_rules(
            order=found.order,
            shares=form.shares(),
            credit=form.credited(),
            clause=CLAUSE,
            why=form.cleaned_data["why"],
            by=request.member,
            now=timezone.now(),
        )

    if is_done(request, form, work, answer=back):
        return say(request, _("Ruled; the ledger follows, and those concerned are told."), back=back)
    context = {"page": page_of(found), "ruling": found, "form": form}
    return render(request, "deals/ruling_by_hand.html", context, status=status_of(request, form))


@office_view(*RATE_SETTERS)
@require_POST
def ruling_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A deal that was ruled without a commission rate is ruled with today's."""
    found = load_ruling(request.member, pk)
    return act(
        request,
        lambda: rule_again(order=found.order, by=request.member, now=timezone.now()),
        said=_("Ruled again with the rate; the ledger follows."),
        back=reverse("deals:rulings", args=[request.member.office.slug]),
    )
