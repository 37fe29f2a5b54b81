"""The day, its visits, what needs the manager, and the house rules."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import BusinessDay, HouseRules
from offices.services.house_rules import choose_preset
from offices.views.answers import act, once_for, say
from reception.enums import VoidState
from reception.filters import VisitFilter
from reception.forms.day import OpenDayForm
from reception.forms.rules import PresetForm
from reception.models import Reception, VoidRequest
from reception.roles import DESK, LEADERS, RULES_CHOOSERS, RULES_READERS
from reception.selectors.board import board_of
from reception.services.day import close_day, expected_order, open_day
from reception.tables import VisitTable

VISITS_A_PAGE = 50
ANSWERED_SHOWN = 20


@office_view()
@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """The visits of a day, today's where none is named."""
    office = request.member.office
    day = _day_of(request)
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
    """Open the day with those present in their order; close it when nobody is left."""
    office = request.member.office
    expected = expected_order(office)
    if request.method == "POST" and request.POST.get("do") == "close":
        return act(
            request,
            lambda: close_day(office=office, by=request.member, now=timezone.now()),
            said=_("The day is closed. See you tomorrow."),
            back=reverse("reception:day", args=[office.slug]),
        )
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
    context = {
        "form": form,
        "board": board_of(office, now=timezone.now()),
        "today": office.business_date(timezone.now()),
    }
    return render(request, "reception/day.html", context, status=status)


@office_view(*LEADERS)
@require_GET
def manager(request: HttpRequest) -> HttpResponse:
    """What waits for a decision."""
    office = request.member.office
    asked = VoidRequest.objects.filter(office=office).select_related(
        "reception__office", "reception__customer", "reception__consultant", "asked_by", "answered_by"
    )
    context = {
        "voids": asked.filter(state=VoidState.ASKED),
        "answered": asked.exclude(state=VoidState.ASKED)[:ANSWERED_SHOWN],
        "board": board_of(office, now=timezone.now()),
    }
    return render(request, "reception/manager.html", context)


@office_view(*RULES_READERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The versions of the house rules; an administrator chooses the preset from a day on."""
    office, now = request.member.office, timezone.now()
    today = office.business_date(now)
    first_day = (
        today + timedelta(days=1) if BusinessDay.objects.of(office).filter(date=today).exists() else today
    )
    may_choose = request.member.holds(*RULES_CHOOSERS)
    is_sent = request.method == "POST"
    if is_sent and not may_choose:
        raise Refusal(_("Only an administrator chooses the house rules. Ask one to do it."))
    form = PresetForm(
        request.POST if is_sent else None,
        first_day=first_day,
        initial=None if is_sent else drafts.take(request),
    )
    if is_sent and form.is_valid():
        try:
            once_for(
                request,
                lambda: choose_preset(office=office, by=request.member, now=now, **form.cleaned_data),
                answer=request.path,
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect(request.path)
    context = {
        "form": form if may_choose else None,
        "versions": HouseRules.objects.of(office).select_related("approved_by"),
        "in_force": HouseRules.objects.of(office).in_force_on(today).first(),
    }
    return render(request, "reception/rules.html", context, status=422 if form.errors else 200)


def _day_of(request: HttpRequest) -> BusinessDay | None:
    days = BusinessDay.objects.of(request.member.office).order_by("-date")
    try:
        return days.filter(date=date.fromisoformat(request.GET.get("day", ""))).first()
    except ValueError:
        return days.first()
