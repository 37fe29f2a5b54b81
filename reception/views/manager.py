"""The manager's page: what needs them, the day's numbers, and the log in words."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from offices.guards import live_view, office_view
from offices.models import BusinessDay, Member
from offices.selectors.deputies import may_decide
from reception.enums import VoidState
from reception.filters import LogFilter
from reception.models import VoidRequest
from reception.roles import LEADERS
from reception.selectors.board import board_of
from reception.selectors.log import log_of
from reception.selectors.numbers import numbers_of, wishes_of_many
from reception.selectors.register import unsigned
from reception.views.days import DAYS_OFFERED, day_of

ANSWERED_SHOWN = 20


@office_view(*LEADERS)
@require_GET
def manager(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and how the day stands."""
    return render(request, "reception/manager.html", _context(request.member, timezone.now()))


@live_view(*LEADERS)
@require_GET
def manager_live(request: HttpRequest, *, version: str, now: datetime) -> HttpResponse:
    """The same without the frame, whenever something changed."""
    return render(request, "reception/_manager.html", _context(request.member, now, version))


@office_view(*LEADERS)
@require_GET
def queue_log(request: HttpRequest) -> HttpResponse:
    """The log of a day in words, beside the order as it stands."""
    office, now = request.member.office, timezone.now()
    day = day_of(request)
    chosen = LogFilter(request.GET, office=office)
    consultant, kind = chosen.wanted()
    found = (
        log_of(day, number=request.GET.get("page", "1"), consultant=consultant, kind=kind) if day else None
    )
    context = {
        "board": board_of(office, now=now),
        "day": day,
        "days": BusinessDay.objects.of(office).order_by("-date")[:DAYS_OFFERED],
        "filter": chosen,
        "log": found,
        "query": chosen.query(),
        "may_decide": may_decide(request.member, now),
    }
    return render(request, "reception/queue_log.html", context)


def _context(member: Member, now: datetime, version: str = "") -> dict:
    office = member.office
    board = board_of(office, now=now, version=version)
    asked = VoidRequest.objects.filter(office=office).select_related(
        "reception__office", "reception__customer", "reception__consultant", "asked_by", "answered_by"
    )
    return {
        "board": board,
        "voids": asked.filter(state=VoidState.ASKED),
        "answered": asked.exclude(state=VoidState.ASKED)[:ANSWERED_SHOWN],
        "numbers": numbers_of(board.day),
        "wishes": wishes_of_many(board.day),
        "unsigned": unsigned(office, day=board.day).order_by().count() if board.day else 0,
        "may_decide": may_decide(member, now),
    }
