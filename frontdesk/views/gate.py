"""The gate's page: who comes today, with which car; what this post ticks."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from followups.guards import load_appointment
from frontdesk.guards import load_announced_plan, load_tick
from frontdesk.roles import DESK, GATE_READERS, HOSTS
from frontdesk.selectors.gate import gate_of
from frontdesk.services import gate as services
from frontdesk.services.preparations import may_tick
from offices.guards import live_view, office_view
from offices.models import Member
from offices.views.answers import act


@office_view(*GATE_READERS)
@require_GET
def gate(request: HttpRequest) -> HttpResponse:
    return render(request, "frontdesk/gate.html", _context(request.member, timezone.now()))


@live_view(*GATE_READERS)
@require_GET
def gate_live(request: HttpRequest, *, version: str, now: datetime) -> HttpResponse:
    """The same without the frame, whenever something changed."""
    context = _context(request.member, now, version)
    return render(request, "frontdesk/_gate.html", {**context, "office": request.member.office})


@office_view(*GATE_READERS)
@require_POST
def gate_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """A customer with an appointment was seen."""
    found = load_appointment(request.member, pk)
    return _do(request, lambda **said: services.tick_appointment(appointment=found, **said))


@office_view(*GATE_READERS)
@require_POST
def gate_guests(request: HttpRequest, pk: int) -> HttpResponse:
    """Announced guests were seen."""
    found = load_announced_plan(request.member, pk)
    return _do(request, lambda **said: services.tick_plan(plan=found, **said))


@office_view(*GATE_READERS)
@require_POST
def gate_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The tick was a slip."""
    tick = load_tick(request.member, pk)
    return act(
        request,
        lambda: services.take_back(tick=tick, by=request.member, now=timezone.now()),
        said=_("Taken back."),
        back=_home(request.member),
    )


def _do(request: HttpRequest, work: Callable[..., Any]) -> HttpResponse:
    mark = request.POST.get("mark", "")
    return act(
        request,
        lambda: work(mark=mark, by=request.member, now=timezone.now()),
        said=_("Ticked."),
        back=_home(request.member),
    )


def _context(member: Member, now: datetime, version: str = "") -> dict:
    found = gate_of(
        member,
        now=now,
        version=version,
        marks=services.marks_for(member),
        may_tick=may_tick,
        is_desk=member.holds(*DESK),
        is_host=member.holds(*HOSTS),
    )
    return {"gate": found, "is_host": member.holds(*HOSTS)}


def _home(member: Member) -> str:
    return reverse("frontdesk:gate", args=[member.office.slug])
