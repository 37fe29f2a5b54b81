"""My turn: a consultant's own place in the order, on the phone."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from offices.guards import live_view, office_view
from offices.models import Member
from reception.enums import Status
from reception.models import Reception
from reception.roles import CONSULTANT
from reception.selectors.board import board_of
from reception.selectors.checklists import worksheets
from reception.selectors.register import unsigned
from reception.targets import SIGNED_AT_ONCE
from visitors.models import Customer
from visitors.selectors.likings import likings_of

OUTCOMES_SHOWN = 20


@office_view(*CONSULTANT)
@require_GET
def my_turn(request: HttpRequest) -> HttpResponse:
    return render(request, "reception/my_turn.html", _context(request.member, timezone.now()))


@live_view(*CONSULTANT)
@require_GET
def my_turn_live(request: HttpRequest, *, version: str, now: datetime) -> HttpResponse:
    return render(request, "reception/_my_turn.html", _context(request.member, now, version))


def _context(member: Member, now: datetime, version: str = "") -> dict:
    board = board_of(member.office, now=now, version=version)
    row = board.row_of(member)
    mine = row.visits if row else list(_mine_off_duty(member))
    to_sign = unsigned(member.office, consultant=member).order_by()[:SIGNED_AT_ONCE].count()
    likings = likings_of(_customers(mine), office=member.office)
    due = Reception.objects.of(member.office).owing_outcome(member).with_people()[:OUTCOMES_SHOWN]
    return {
        "board": board,
        "row": row,
        "mine": [(each, likings.get(each.customer.file_id if each.customer else 0, ())) for each in mine],
        "ahead": board.ahead_of(member),
        "outcome_due": due,
        "sheets": worksheets(each for each in mine if each.status == Status.RECEIVING),
        "to_sign": to_sign,
        "day": board.day,
    }


def _customers(mine: Iterable[Reception]) -> list[Customer]:
    return [each.customer for each in mine if each.customer]


def _mine_off_duty(member: Member):
    """Receptions that stayed with somebody who has signed out meanwhile."""
    return Reception.objects.of(member.office).open().filter(consultant=member).with_people()
