"""The forms that come out of the printer: record, handling slip, opinion form, return-visit record and register."""

import hashlib
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from complaints.enums import StepKind
from complaints.guards import load_ticket
from complaints.models import Ticket
from complaints.roles import HANDLERS, TAKERS
from complaints.selectors.return_visits import DAY, half_of, return_visits
from complaints.selectors.ticket_page import Line, page_of
from offices.enums import AuditAction
from offices.guards import office_view
from offices.services.audit import keep

PAPERS = {
    "record": (_("Complaint record"), "complaints/print_record.html"),
    "slip": (_("Complaint handling slip"), "complaints/print_slip.html"),
    "opinion": (_("Customer opinion handling form"), "complaints/print_opinion.html"),
    "visit": (_("Return-visit record"), "complaints/print_visit.html"),
}
"""The papers (G-07, G-14, G-05, G-32) and their templates, by their word in the address."""
FIRST_YEAR = 2000


@office_view(*TAKERS)
@require_GET
def paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """One of the papers, filled in as far as the complaint has come; empty cells are for the pen."""
    if form not in PAPERS:
        raise Http404
    title, template = PAPERS[form]
    found, now = load_ticket(request.member, pk), timezone.now()
    page = page_of(found, by=request.member, now=now)
    details = {"form": form}
    keep(
        action=AuditAction.TICKET_PRINTED, record=f"ticket:{pk}", details=details, by=request.member, now=now
    )
    last = {kind: _last(page.lines, kind) for kind in StepKind.values}
    context = {
        "ticket": found,
        "shown": page,
        "title": title,
        "form": form,
        "last": last,
        "opened": page.lines[0],
        "promised": _promised(page.lines),
        "printed_at": now,
        "checksum": checksum(found, page.lines),
    }
    return render(request, template, context)


def _promised(lines: list[Line]) -> datetime | None:
    """By when the customer was told that they have an answer, the last time that somebody told them."""
    told = [line.step.details["until"] for line in lines if line.step.details.get("until")]
    return datetime.fromisoformat(told[-1]) if told else None


def checksum(ticket: Ticket, lines: list[Line]) -> str:
    """What tells this print from a later one: of the number and every step up to now."""
    steps = [f"{line.step.number}:{line.step.kind}:{line.step.at.isoformat()}" for line in lines]
    return hashlib.sha256("\n".join([ticket.label, *steps]).encode()).hexdigest()[:16]


def _last(lines: list[Line], kind: str) -> Line | None:
    return next((line for line in reversed(lines) if line.step.kind == kind), None)


@office_view(*HANDLERS)
@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """The return visits of half a month on paper (G-27): this half, or that of the day ``?on=2026-11-03``."""
    member, now = request.member, timezone.now()
    today = member.office.business_date(now)
    begin, end = half_of(_day(request.GET.get("on", ""), today))
    rows = return_visits(member, begin, end)
    keep(
        action=AuditAction.TICKET_PRINTED,
        record=f"return_visits:{begin}",
        details={"form": "visits", "rows": len(rows)},
        by=member,
        now=now,
    )
    context = {
        "rows": rows,
        "begin": begin,
        "end": end,
        "earlier": begin - DAY,
        "later": end + DAY if end < today else None,
        "printed_at": now,
    }
    return render(request, "complaints/print_visits.html", context)


def _day(typed: str, today: date) -> date:
    """The day that the address names; today where it names none, one to come, or one that no calendar reaches."""
    try:
        named = date.fromisoformat(typed)
    except ValueError:
        return today
    return named if named.year >= FIRST_YEAR and named <= today else today
