"""The price sheet of a unit: price, discounts, payment plan, loan. Nothing is stored: the address holds it all."""

from datetime import date
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from deals.forms.price_sheet import USUAL, PriceSheetForm
from deals.guards import load_unit
from deals.instalments import Due, Part, PlanError, split
from deals.models import PaymentPlan, Unit
from deals.pricing import FEN, Level, Plan, Price, price_of
from deals.roles import SELLERS
from deals.selectors.price_lines import lines_of
from offices.guards import office_view
from offices.ids import read_id


@office_view(*SELLERS)
@require_GET
def price_sheet(request: HttpRequest) -> HttpResponse:
    """For the unit in the address; ``as=print`` is the sheet that the customer takes home."""
    unit = _unit(request)
    asked = {name: request.GET[name] for name in PriceSheetForm.base_fields if name in request.GET}
    form = PriceSheetForm(request.GET if asked else USUAL, office=unit.office)
    form.is_valid()
    price, today = _price(unit, form), unit.office.business_date(timezone.now())
    loan = form.loan(price.total)
    context = {
        "unit": unit,
        "form": form,
        "price": price,
        "lines": lines_of(price.as_json()),
        "per_metre": (price.total / unit.area).quantize(FEN),
        "plan": form.cleaned_data.get("plan"),
        "instalments": _instalments(form.cleaned_data.get("plan"), price.total, today),
        "amount": loan[0] if loan else None,
        "loan": loan[1] if loan else None,
        "own": price.total - loan[0] if loan else None,
        "today": today,
        "query": request.GET.urlencode(),
    }
    is_print = request.GET.get("as") == "print"
    return render(request, "deals/price_sheet_print.html" if is_print else "deals/price_sheet.html", context)


def _unit(request: HttpRequest) -> Unit:
    pk = read_id(request.GET.get("unit", ""))
    if pk is None:
        raise Http404
    return load_unit(request.member, pk)


def _price(unit: Unit, form: PriceSheetForm) -> Price:
    level, plan = form.cleaned_data.get("level"), form.cleaned_data.get("plan")
    return price_of(
        unit.list_price,
        levels=[Level(level.name, level.percent)] if level else [],
        plan=Plan(plan.name, plan.percent_off) if plan else None,
    )


def _instalments(plan: PaymentPlan | None, total: Decimal, today: date) -> list[tuple[Part, Due]]:
    """The plan's parts with their amounts, which add up to the price, and the days on which they fall due."""
    if plan is None:
        return []
    parts = [Part(each["label"], Decimal(each["percent"]), each["days"]) for each in plan.parts]
    try:
        return list(zip(parts, split(total, parts, today), strict=True))
    except PlanError:
        return []
