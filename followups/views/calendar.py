"""The calendar of follow-ups: the project's milestones, the festivals on which customers are greeted, the holidays."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from followups.forms.days import FestivalForm, MilestoneForm
from followups.guards import load_day, load_milestone
from followups.roles import CALENDAR_READERS, LEADERS
from followups.selectors.calendar import known_until
from followups.selectors.year import coming_months
from followups.services import calendar as services
from offices.guards import office_view
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of


@office_view(*CALENDAR_READERS)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """What comes in the next fourteen months."""
    office = request.member.office
    official, lunar = known_until()
    context = {
        "months": coming_months(office, office.business_date(timezone.now())),
        "may_write": request.member.holds(*LEADERS),
        "official": official,
        "lunar": lunar,
    }
    return render(request, "followups/calendar.html", context)


@office_view(*LEADERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def milestone_new(request: HttpRequest) -> HttpResponse:
    """A day of the project more."""
    return _milestone_page(request, None)


@office_view(*LEADERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day, name or kind of a milestone."""
    return _milestone_page(request, load_milestone(request.member, pk))


@office_view(*LEADERS)
@require_POST
def milestone_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The milestone is off the calendar; a second click finds it gone, and its key says what became of it."""
    member = request.member
    return act(
        request,
        lambda: services.remove_milestone(
            milestone=load_milestone(member, pk), by=member, now=timezone.now()
        ),
        said=_("Off the calendar. Nobody will be told of it."),
        back=_home(request),
    )


@office_view(*LEADERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def festival_new(request: HttpRequest) -> HttpResponse:
    """A day of the office's own on which customers are greeted."""
    form = FestivalForm(sent(request), today=_today(request))
    if is_done(
        request,
        form,
        lambda: services.add_festival(
            office=request.member.office, by=request.member, now=timezone.now(), **form.cleaned_data
        ),
        answer=_home(request),
    ):
        return say(
            request, _("In the calendar. Every customer's plan follows within a minute."), back=_home(request)
        )
    context = {"form": form, "title": _("A festival of your own"), "milestone": None}
    return render(request, "followups/calendar_day.html", context, status=status_of(request, form))


@office_view(*LEADERS)
@require_POST
def day_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a festival out, or take it in again."""
    day = load_day(request.member, pk)
    on = request.POST.get("on") == "yes"
    return act(
        request,
        lambda: services.switch_day(
            office=request.member.office, day=day, on=on, by=request.member, now=timezone.now()
        ),
        said=_("Customers are greeted again.") if on else _("Left out: nobody is greeted that day."),
        back=_home(request),
    )


def _milestone_page(request: HttpRequest, found) -> HttpResponse:
    initial = {"on": found.on, "kind": found.kind, "name": found.name} if found else None
    form = MilestoneForm(sent(request), initial=initial, today=_today(request))
    if is_done(
        request,
        form,
        lambda: services.set_milestone(
            office=request.member.office,
            milestone=found,
            by=request.member,
            now=timezone.now(),
            **form.cleaned_data,
        ),
        answer=_home(request),
    ):
        return say(
            request, _("In the calendar. Every customer's plan follows within a minute."), back=_home(request)
        )
    title = _("Change a milestone") if found else _("A milestone of the project")
    context = {"form": form, "title": title, "milestone": found}
    return render(request, "followups/calendar_day.html", context, status=status_of(request, form))


def _today(request: HttpRequest) -> date:
    return request.member.office.business_date(timezone.now())


def _home(request: HttpRequest) -> str:
    return reverse("followups:calendar", args=[request.member.office.slug])
