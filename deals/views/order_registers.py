"""The registers of orders: on the screen, on paper, as a spreadsheet."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from deals.enums import OrderStep
from deals.models import Building
from deals.roles import REGISTER_READERS
from deals.selectors.order_registers import OrderRegister, register_of
from offices.enums import AuditAction
from offices.guards import office_view
from offices.models import Member, Office
from offices.services.audit import keep
from offices.spreadsheets import CSV_TYPE, XLSX_TYPE, Sheet, csv_file, workbook

NAMES = {
    OrderStep.SMALL_DEPOSIT: "small",
    OrderStep.LARGE_DEPOSIT: "large",
    OrderStep.CONTRACT: "contract",
}


class RegisterFilter(forms.Form):
    """Which lines; what cannot be read is as good as not chosen."""

    since = forms.DateField(
        label=pgettext_lazy("days", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("days", "Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    closer = forms.ModelChoiceField(
        label=_("Consultant"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("all consultants"),
    )
    building = forms.ModelChoiceField(
        label=_("Building"), queryset=Building.objects.none(), required=False, empty_label=_("all buildings")
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("order", "State"),
        choices=[
            ("all", pgettext_lazy("orders", "all")),
            ("live", pgettext_lazy("orders", "live")),
            ("ended", pgettext_lazy("orders", "ended")),
        ],
        required=False,
    )

    def __init__(self, data, *, office: Office) -> None:
        super().__init__(data)
        self.fields["closer"].queryset = Member.objects.of(office).consultants()  # type: ignore[attr-defined]
        self.fields["building"].queryset = Building.objects.filter(office=office)  # type: ignore[attr-defined]

    def wanted(self) -> dict:
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        for name in ("closer", "building"):
            if name in chosen:
                chosen[name] = chosen[name].pk
        return chosen


@office_view(*REGISTER_READERS)
@require_GET
def small(request: HttpRequest) -> HttpResponse:
    return _register(request, OrderStep.SMALL_DEPOSIT)


@office_view(*REGISTER_READERS)
@require_GET
def large(request: HttpRequest) -> HttpResponse:
    return _register(request, OrderStep.LARGE_DEPOSIT)


@office_view(*REGISTER_READERS)
@require_GET
def contract(request: HttpRequest) -> HttpResponse:
    return _register(request, OrderStep.CONTRACT)


def _register(request: HttpRequest, step: OrderStep) -> HttpResponse:
    """``as`` in the address: print, xlsx, csv; else the page."""
    office = request.member.office
    chosen = RegisterFilter(request.GET, office=office)
    register = register_of(office, step, **chosen.wanted())
    form = request.GET.get("as", "")
    if form in ANSWERS:
        _keep_leaving(request, register, form)
        return ANSWERS[form](request, register)
    query = request.GET.copy()
    query.pop("as", None)
    context = {"register": register, "filter": chosen, "query": query.urlencode(), "here": NAMES[step]}
    return render(request, "deals/order_register.html", context)


def _printed(request: HttpRequest, register: OrderRegister) -> HttpResponse:
    context = {
        "register": register,
        "pages": register.pages(),
        "printed_at": timezone.now(),
        "back": f"deals:register_{NAMES[register.step]}",
    }
    return render(request, "deals/order_register_print.html", context)


def _xlsx(request: HttpRequest, register: OrderRegister) -> HttpResponse:
    return _file(request, register, workbook(_sheet(request, register)), "xlsx", XLSX_TYPE)


def _csv(request: HttpRequest, register: OrderRegister) -> HttpResponse:
    return _file(request, register, csv_file(_sheet(request, register)), "csv", CSV_TYPE)


def _sheet(request: HttpRequest, register: OrderRegister) -> Sheet:
    """With who took it out, and when: it names buyers."""
    office, member = request.member.office, request.member
    notice = _(
        "%(office)s, confidential: taken out by %(name)s (%(code)s) on %(when)s. Not to be passed on."
    ) % {
        "office": office.name,
        "name": member.name,
        "code": member.code,
        "when": f"{office.local(timezone.now()):%Y-%m-%d %H:%M}",
    }
    return Sheet(register.title, _heads(register), [row.cells for row in register.rows], str(notice))


def _heads(register: OrderRegister) -> list[str]:
    return [str(column.label) for column in register.columns]


def _file(
    request: HttpRequest, register: OrderRegister, content: bytes, ending: str, kind: str
) -> HttpResponse:
    office = request.member.office
    day: date = office.business_date(timezone.now())
    name = f"{office.slug}-{NAMES[register.step]}-{day:%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _keep_leaving(request: HttpRequest, register: OrderRegister, form: str) -> None:
    """Names that leave the house on paper or in a file leave a line."""
    keep(
        action=AuditAction.ORDERS_EXPORTED,
        record=f"register:{NAMES[register.step]}",
        details={"as": form, "orders": len(register.rows), "sum": register.checksum},
        by=request.member,
        now=timezone.now(),
    )


ANSWERS = {"print": _printed, "xlsx": _xlsx, "csv": _csv}
