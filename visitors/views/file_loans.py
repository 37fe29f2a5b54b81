"""Papers of files that are out: the lending register, handing out, signing, taking back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from offices.enums import AuditAction
from offices.guards import office_view
from offices.models import Office
from offices.services.audit import keep
from offices.views.answers import act
from visitors.guards import load_access_request, load_customer, load_file_loan
from visitors.models import FileLoan
from visitors.roles import ARCHIVISTS, LOAN_READERS
from visitors.services import file_loans as services

SHOWN = 200


@office_view(*LOAN_READERS)
@require_GET
def file_loans(request: HttpRequest) -> HttpResponse:
    """What is out, the most overdue first; what came back."""
    return render(request, "visitors/file_loans.html", _register(request))


@office_view(*LOAN_READERS)
@require_GET
def file_loans_print(request: HttpRequest) -> HttpResponse:
    """The lending register on paper (I-16)."""
    context = _register(request)
    keep(
        action=AuditAction.LOANS_PRINTED,
        record="file_loans",
        details={"loans": len(context["out"]) + len(context["back"])},
        by=request.member,
        now=context["now"],
    )
    return render(request, "visitors/file_loans_print.html", context)


@office_view(*ARCHIVISTS)
@require_POST
def file_lend(request: HttpRequest, pk: int, customer: int) -> HttpResponse:
    """Hand out the papers of one of the request's files."""
    member = request.member
    found, file = load_access_request(member, pk), load_customer(member, customer)
    return act(
        request,
        lambda: services.hand_over_papers(request=found, customer=file, by=member, now=timezone.now()),
        said=_("Handed out. The borrower signs for it."),
        back=reverse("visitors:access_request", args=[member.office.slug, pk]),
    )


@office_view()
@require_POST
def loan_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The borrower has it."""
    loan = load_file_loan(request.member, pk)
    return act(
        request,
        lambda: services.sign_for(loan=loan, by=request.member, now=timezone.now()),
        said=_("Signed."),
        back=reverse("visitors:access", args=[request.member.office.slug]),
    )


@office_view(*ARCHIVISTS)
@require_POST
def loan_return(request: HttpRequest, pk: int) -> HttpResponse:
    loan = load_file_loan(request.member, pk)
    return act(
        request,
        lambda: services.take_back_papers(loan=loan, by=request.member, now=timezone.now()),
        said=_("Taken back: the line is cancelled."),
        back=reverse("visitors:file_loans", args=[request.member.office.slug]),
    )


def _register(request: HttpRequest) -> dict:
    office: Office = request.member.office
    now = timezone.now()
    rows = FileLoan.objects.of(office).select_related("customer", "borrower", "out_by", "returned_to")
    return {
        "out": list(rows.out().order_by("due_on", "pk")),
        "back": list(rows.exclude(returned_at=None).order_by("-returned_at", "-pk")[:SHOWN]),
        "today": office.business_date(now),
        "takes": request.member.holds(*ARCHIVISTS),
        "now": now,
    }
