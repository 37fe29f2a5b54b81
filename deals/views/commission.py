"""Commission: everybody's account, statements by month, payments by finance, rates."""

import re
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.forms.attribution import RateForm
from deals.models import CommissionRate
from deals.roles import COMMISSION_READERS, FINANCE, RATE_SETTERS, RULING_READERS
from deals.selectors.balances import accounts_of
from deals.selectors.statement_sheet import sheet_of
from deals.selectors.statements import Statement, statement_of
from deals.services.ledger import pay, set_rate
from offices.guards import office_view
from offices.models import Member
from offices.spreadsheets import XLSX_TYPE, workbook
from offices.views.answers import act, refuse, say
from offices.views.form_answers import is_done, sent, status_of

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
AMOUNT = re.compile(r"[0-9]{1,11}\.[0-9]{2}", re.ASCII)
RATES_SHOWN = 100
DEPARTMENT = 0
SUMMED = ("accrued", "reversed", "paid", "held", "payable")


@office_view(*COMMISSION_READERS)
@require_GET
def commission(request: HttpRequest) -> HttpResponse:
    """Who has what: accrued, held back, payable, paid."""
    accounts = accounts_of(request.member.office)
    context = {
        "accounts": accounts,
        "sums": {name: sum(getattr(each, name) for each in accounts) for name in SUMMED},
        "may_pay": request.member.holds(*FINANCE),
        "may_set_rates": request.member.holds(*RATE_SETTERS),
    }
    return render(request, "deals/commission.html", context)


@office_view(*FINANCE)
@require_POST
def commission_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Finance has paid what is payable to one consultant, or to the department (0)."""
    consultant = _member(request, pk)
    back = reverse("deals:commission", args=[request.member.office.slug])
    text = request.POST.get("amount", "")
    if not AMOUNT.fullmatch(text):
        return refuse(request, _("Load the page again: the amount was lost."), back=back)

    name = consultant.name if consultant else _("the department")
    said = _("Entered as paid to %(name)s.") % {"name": name}

    def work() -> None:
        pay(consultant=consultant, amount=Decimal(text), by=request.member, now=timezone.now())

    return act(request, work, said=said, back=back)


@office_view(*RATE_SETTERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def rates(request: HttpRequest) -> HttpResponse:
    """The rates, and a new one."""
    office = request.member.office
    form = RateForm(
        sent(request), office=office, initial={"effective_from": office.business_date(timezone.now())}
    )

    def work() -> None:
        set_rate(office=office, **form.cleaned_data, by=request.member, now=timezone.now())

    if is_done(request, form, work, answer=request.path):
        return say(request, _("The rate holds for deals signed from that day on."), back=request.path)
    known = CommissionRate.objects.filter(office=office).select_related("release", "by")
    context = {"form": form, "rates": known[:RATES_SHOWN]}
    return render(request, "deals/rates.html", context, status=status_of(request, form))


@office_view(*RULING_READERS)
@require_GET
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A consultant's statement of a month."""
    found = _statement(request, pk)
    return render(request, "deals/statement.html", {"statement": found})


@office_view(*RULING_READERS)
@require_GET
def statement_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    found = _statement(request, pk)
    context = {"statement": found, "printed_at": timezone.now()}
    return render(request, "deals/statement_print.html", context)


@office_view(*RULING_READERS)
@require_GET
def statement_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a spreadsheet."""
    found = _statement(request, pk)
    whose = found.consultant.code if found.consultant else "department"
    name = f"commission-{found.month:%Y-%m}-{whose}.xlsx"
    return HttpResponse(
        workbook(sheet_of(found)),
        content_type=XLSX_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _statement(request: HttpRequest, pk: int) -> Statement:
    """Everybody reads their own; leaders, finance and the director all. Raises Http404, PermissionDenied."""
    consultant = _member(request, pk)
    if consultant != request.member and not request.member.holds(*COMMISSION_READERS):
        raise PermissionDenied
    return statement_of(request.member.office, consultant, _month(request))


def _member(request: HttpRequest, pk: int) -> Member | None:
    """Whose ledger it is; None for the department, whose pages have the number 0. Raises Http404."""
    if pk == DEPARTMENT:
        return None
    member = Member.objects.of(request.member.office).filter(pk=pk).first()
    if member is None:
        raise Http404
    return member


def _month(request: HttpRequest) -> date:
    """The month in the address, this one where there is none."""
    given = MONTH.fullmatch(request.GET.get("month", ""))
    if given:
        return date(int(given[1]), int(given[2]), 1)
    return request.member.office.business_date(timezone.now()).replace(day=1)
