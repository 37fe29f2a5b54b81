"""The day, and its visits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import BusinessDay
from offices.views.answers import once_for, say
from reception.filters import VisitFilter
from reception.forms.day import OpenDayForm
from reception.models import Reception
from reception.roles import DESK
from reception.selectors.board import board_of
from reception.selectors.closing import last_closed, left_open
from reception.services.day import expected_order, open_day
from reception.tables import VisitTable
from reception.views.days import day_of

VISITS_A_PAGE = 50


@office_view()
@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """The visits of a day, today's where none is named."""
    office = request.member.office
    day = day_of(request)
    shown = VisitFilter(
        request.GET,
        queryset=Reception.objects.of(office).on(day).with_people().select_related("office"),
        office=office,
    )
    table = VisitTable(shown.qs)
    RequestConfig(request, paginate=False).configure(table)
    table.paginate(per_page=VISITS_A_PAGE)
    table.page = table.paginator.get_page(request.GET.get("page"))
    days = BusinessDay.objects.of(office).order_by("-date")[:31]
    return render(
        request, "reception/visits.html", {"table": table, "filter": shown, "day": day, "days": days}
    )


@office_view(*DESK, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def day(request: HttpRequest) -> HttpResponse:
    """Open the day with those present in their order; what the last one left open stands beside."""
    office = request.member.office
    expected = expected_order(office)
    if request.method == "POST":
        form = OpenDayForm(request.POST, expected=expected)
        if form.is_valid():
            answer = reverse("reception:desk", args=[office.slug])
            try:
                once_for(
                    request,
                    lambda: open_day(
                        office=office, present=form.present(), by=request.member, now=timezone.now()
                    ),
                    answer=answer,
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return say(request, _("The day is open."), back=answer)
        return _day_page(request, form, status=422)
    return _day_page(request, OpenDayForm(draft=drafts.take(request), expected=expected))


def _day_page(request: HttpRequest, form: OpenDayForm, status: int = 200) -> HttpResponse:
    office = request.member.office
    board, last = board_of(office, now=timezone.now()), last_closed(office)
    context = {
        "form": form,
        "board": board,
        "today": office.business_date(timezone.now()),
        "last": last,
        "left": left_open(office, last) if last and not board.day else None,
    }
    return render(request, "reception/day.html", context, status=status)
