"""Requests for customer data: asked, answered, ended, printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices.enums import AuditAction
from offices.guards import office_view
from offices.models import Member
from offices.services.audit import keep
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access_approvals import ABOUT_FILES, Ask
from visitors.forms.access import AnswerForm, AskForm
from visitors.guards import load_access_request, load_customer
from visitors.models import AccessRequest, FileLoan
from visitors.roles import ARCHIVISTS, KEEPERS
from visitors.selectors.access_requests import (
    decided_requests,
    own_requests,
    request_page,
    requests_waiting,
)
from visitors.selectors.file_rules import house_file_rules
from visitors.services import access_requests as services
from visitors.views.form_pages import FormPage, form_page

ABOUT_FIGURES = [Ask.STATISTICS, Ask.REPORT]


@office_view()
@require_GET
def access(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I asked for, what I have borrowed; for those who answer also what others wait for."""
    member, now = request.member, timezone.now()
    waiting = requests_waiting(member, now)
    answers = member.holds(*KEEPERS)
    context = {
        "mine": [line for line in waiting if line.mine],
        "others": [line for line in waiting if not line.mine] if answers else [],
        "asked": own_requests(member, now),
        "decided": decided_requests(member, now) if answers else [],
        "loans": FileLoan.objects.of(member.office).out().filter(borrower=member).select_related("customer"),
        "keeps": answers,
        "today": member.office.business_date(now),
    }
    return render(request, "visitors/access.html", context)


@office_view(keeps_draft=True)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for something of one customer's file."""
    member, now = request.member, timezone.now()
    customer = load_customer(member, pk)
    kinds = [kind for kind in Ask if kind in ABOUT_FILES]
    initial = {"kind": request.GET.get("kind", Ask.VIEW.value)}
    form = AskForm(sent(request), initial=initial, office=member.office, kinds=kinds)
    page = FormPage(
        _("Ask for access"),
        _("Ask"),
        _home(member),
        hint=_(
            "Whoever may allow it is told at once; you are told the answer. What you read then is logged."
        ),
        about=customer.display_name,
    )
    return form_page(
        request,
        form,
        lambda: services.ask_for(
            kind=form.cleaned_data["kind"], customers=[customer], wish=form.wish(), by=member, now=now
        ),
        page=page,
        said=_("Asked. You are told what came of it."),
    )


@office_view(keeps_draft=True)
@require_http_methods(["GET", "POST"])
def ask_figures(request: HttpRequest) -> HttpResponse:
    """Ask for statistics, or for handing out a report."""
    member, now = request.member, timezone.now()
    form = AskForm(sent(request), office=member.office, kinds=ABOUT_FIGURES)
    page = FormPage(
        _("Ask for figures about customers"),
        _("Ask"),
        _home(member),
        hint=_("Statistics: the manager reviews, then the director approves. Reports: two review them."),
    )
    return form_page(
        request,
        form,
        lambda: services.ask_for(
            kind=form.cleaned_data["kind"], customers=[], wish=form.wish(), by=member, now=now
        ),
        page=page,
        said=_("Asked. You are told what came of it."),
    )


@office_view()
@require_GET
def access_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, for who asked and for those who answer."""
    found = load_access_request(request.member, pk)
    return _page(request, found, _answer_form(request, found), 200)


@office_view()
@require_POST
def access_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A word of somebody whose word it takes; the service says whether it does."""
    member, now = request.member, timezone.now()
    found = load_access_request(member, pk)
    form = _answer_form(request, found)
    if is_done(
        request,
        form,
        lambda: services.answer(
            request=found,
            yes=form.cleaned_data["yes"] == "yes",
            reason=form.cleaned_data["reason"],
            days=form.cleaned_data["days"],
            by=member,
            now=now,
        ),
        answer=_home(member),
    ):
        return say(request, _("Answered."), back=_home(member))
    return _page(request, found, form, status_of(request, form))


@office_view()
@require_POST
def access_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = load_access_request(request.member, pk)
    return act(
        request,
        lambda: services.end_request(request=found, by=request.member, now=timezone.now()),
        said=_("Ended."),
        back=_home(request.member),
    )


@office_view()
@require_GET
def access_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The request as the paper form was, with its words in place of stamps (I-09, I-10)."""
    member, now = request.member, timezone.now()
    found = load_access_request(member, pk)
    keep(
        action=AuditAction.LOANS_PRINTED,
        record=f"access_request:{found.pk}",
        details={"kind": found.kind},
        by=member,
        now=now,
    )
    context = {"page": request_page(found, member, now), "found": found, "printed_at": now}
    return render(request, "visitors/access_print.html", context)


def _answer_form(request: HttpRequest, found: AccessRequest) -> AnswerForm:
    office = request.member.office
    most = house_file_rules(office, office.business_date(timezone.now())).view_days
    return AnswerForm(request.POST if request.method == "POST" else None, most_days=most)


def _page(request: HttpRequest, found: AccessRequest, form: AnswerForm, status: int) -> HttpResponse:
    member, now = request.member, timezone.now()
    context = {
        "page": request_page(found, member, now),
        "found": found,
        "form": form,
        "lends": member.holds(*ARCHIVISTS) and found.asked_by_id != member.pk,
        "own": found.asked_by_id == member.pk,
    }
    return render(request, "visitors/access_request.html", context, status=status)


def _home(member: Member) -> str:
    return reverse("visitors:access", args=[member.office.slug])
