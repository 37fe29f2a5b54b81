"""Finance closes its day; the closed ones stay as they were printed."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deals.forms.cash_days import CloseForm
from deals.guards import load_cash_day
from deals.models import CashDay
from deals.roles import FINANCE, MONEY
from deals.selectors.cash import digest_of, figures_of, first_open, rows_by_member, rows_by_way
from deals.services.cash_days import close_cash_day
from offices.guards import office_view
from offices.views.answers import say
from offices.views.form_answers import is_done, status_of

DAYS_SHOWN = 60


@office_view(*FINANCE)
@require_http_methods(["GET", "POST"])
def cash_day(request: HttpRequest) -> HttpResponse:
    """The day that is to be closed next, with all that came in, and the button that closes it."""
    office, now = request.member.office, timezone.now()
    today = office.business_date(now)
    day = first_open(office, today)
    figures = figures_of(office, day)
    closed = CashDay.objects.filter(office=office).select_related("by").order_by("-date").first()
    seen = figures.document()["digest"]
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"day": day, "seen": seen})
    if is_done(
        request,
        form,
        lambda: close_cash_day(office=office, by=request.member, now=now, **form.cleaned_data),
        answer=_sheet(office.slug, form.cleaned_data.get("day")) if form.is_valid() else "",
    ):
        back = _sheet(office.slug, form.cleaned_data["day"])
        return say(request, _("The day is closed. Print the sheet and sign it."), back=back)
    fresh = CloseForm(initial={"day": day, "seen": seen})
    context = {
        "form": form,
        "fresh": fresh,
        "figures": figures,
        "ways": rows_by_way(figures),
        "members": rows_by_member(figures),
        "is_closed": closed is not None and closed.date >= day,
        "closed": closed,
        "today": today,
    }
    return render(request, "deals/cash_day.html", context, status=status_of(request, form))


@office_view(*MONEY)
@require_GET
def cash_days(request: HttpRequest) -> HttpResponse:
    """The days that finance closed, the latest first."""
    office = request.member.office
    days = CashDay.objects.filter(office=office).select_related("by").order_by("-date")[:DAYS_SHOWN]
    context = {"days": days, "closes": request.member.holds(*FINANCE)}
    return render(request, "deals/cash_days.html", context)


@office_view(*MONEY)
@require_GET
def cash_day_print(request: HttpRequest, date: str) -> HttpResponse:
    """The sheet of a closed day, on A4."""
    day = load_cash_day(request.member, date)
    figures = figures_of(day.office, day.date)
    context = {
        "day": day,
        "figures": figures,
        "ways": rows_by_way(figures),
        "members": rows_by_member(figures),
        "digest": day.totals["digest"],
        "is_intact": digest_of(day.date, day.totals) == day.totals["digest"],
    }
    return render(request, "deals/cash_day_print.html", context)


def _sheet(slug: str, day: date | None) -> str:
    return reverse("deals:cash_day_print", args=[slug, day.isoformat() if day else "x"])
