"""The figures of the phone desk against its targets."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from offices.guards import office_view
from switchboard.roles import COUNTERS
from switchboard.selectors.figures import figures_of
from switchboard.selectors.rules import phone_rules_of
from switchboard.views.register import days_asked

WEEK = timedelta(days=6)


@office_view(*COUNTERS)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Of the days asked for; of the last seven where nothing was asked."""
    office = request.member.office
    today = office.business_date(timezone.now())
    first, last = days_asked(request) if request.GET.get("first") else (today - WEEK, today)
    found = figures_of(office, first=first, last=last, rules=phone_rules_of(office, last))
    return render(request, "switchboard/figures.html", {"figures": found, "first": first, "last": last})
