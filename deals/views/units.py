"""The unit control board, a unit's page, and what master unit control writes there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.enums import BoardState
from deals.filters import UnitFilter
from deals.forms.units import FilingForm, HoldForm, UnitForm
from deals.guards import load_unit
from deals.models import Hold, Unit
from deals.roles import CONTROLLERS, FILERS, REGISTER_READERS, SELLERS
from deals.selectors.unit_board import UnitBoard, board_of, board_state, holder_of
from deals.services import holds, units
from deals.views.links import address_of
from offices import drafts
from offices.errors import Refusal
from offices.guards import live_view, office_view
from offices.models import Member, Office
from offices.views.answers import act, once_for, say

FIELDS = ("number", "floor", "line", "layout", "area", "facing", "list_price", "release")


@office_view()
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The whole board; the filter stands in the address."""
    chosen = UnitFilter(request.GET)
    found = _board(request.member.office, chosen, timezone.now())
    chosen.offer(found.layouts, found.releases)
    context = {
        "board": found,
        "filter": chosen,
        "may_control": request.member.holds(*CONTROLLERS),
        "reads_orders": request.member.holds(*REGISTER_READERS),
    }
    return render(request, "deals/units.html", context)


@live_view()
@require_GET
def board_live(request: HttpRequest, *, version: str, now: datetime) -> HttpResponse:
    """The grids alone."""
    chosen = UnitFilter(request.GET)
    context = {
        "board": _board(request.member.office, chosen, now, version),
        "may_control": request.member.holds(*CONTROLLERS),
    }
    return render(request, "deals/_unit_board.html", context)


@office_view()
@require_GET
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: may it be sold, what does it cost, and the next step."""
    return _unit_page(request, load_unit(request.member, pk))


@office_view(*CONTROLLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A single unit; many come by the import."""
    office, by = request.member.office, request.member
    form = UnitForm(_sent(request), office=office, is_new=True)
    home = reverse("deals:units", args=[office.slug])

    def work(data: dict) -> None:
        units.add_unit(**data, by=by, now=timezone.now())

    return _write(request, form, work, said=_("The unit is on the board."), back=home, cancel=home)


@office_view(*CONTROLLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = load_unit(request.member, pk)
    initial = {name: getattr(found, name) for name in FIELDS}
    form = UnitForm(_sent(request), office=request.member.office, is_new=False, initial=initial)

    def work(data: dict) -> None:
        units.change_unit(unit=found, **data, by=request.member, now=timezone.now())

    page = _page_of(found)
    return _write(request, form, work, said=_("Saved."), back=page, cancel=page, unit=found)


@office_view(*CONTROLLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Withhold the unit from sale."""
    found = load_unit(request.member, pk)

    def work(data: dict) -> None:
        holds.withhold(unit=found, **data, by=request.member, now=timezone.now())

    return _on_unit(
        request,
        found,
        "hold_form",
        HoldForm(_sent(request)),
        work,
        said=_("%(unit)s is withheld from sale.") % {"unit": found},
    )


@office_view(*CONTROLLERS)
@require_POST
def end_hold(request: HttpRequest, pk: int) -> HttpResponse:
    found = load_unit(request.member, pk)
    return act(
        request,
        lambda: holds.end_hold(unit=found, by=request.member, now=timezone.now()),
        said=_("%(unit)s is back on sale.") % {"unit": found},
        back=_page_of(found),
    )


@office_view(*FILERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The date of the online filing."""
    found = load_unit(request.member, pk)

    def work(data: dict) -> None:
        units.file_unit(unit=found, **data, by=request.member, now=timezone.now())

    initial = {"filed_on": found.filed_on or request.member.office.business_date(timezone.now())}
    form = FilingForm(_sent(request), initial=initial)
    return _on_unit(request, found, "filing_form", form, work, said=_("Saved."))


def _board(office: Office, chosen: UnitFilter, now: datetime, version: str = "") -> UnitBoard:
    return board_of(
        office,
        now=now,
        wants=chosen.wants,
        chosen=chosen.state_chosen,
        others=chosen.query_without_state(),
        version=version,
    )


def _on_unit(
    request: HttpRequest,
    found: Unit,
    place: str,
    form: forms.Form,
    work: Callable[[dict], Any],
    *,
    said: str,
) -> HttpResponse:
    """A form that stands on the unit's page: show it open, or do what was sent once."""
    if request.method == "GET":
        return _unit_page(request, found, **{place: form})
    if not form.is_valid():
        return _unit_page(request, found, status=422, **{place: form})
    try:
        once_for(request, lambda: work(form.cleaned_data), answer=_page_of(found))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        status = 422 if refusal.field else refusal.status
        return _unit_page(request, load_unit(request.member, found.pk), status=status, **{place: form})
    return say(request, said, back=_page_of(found))


def _write(
    request: HttpRequest,
    form: UnitForm,
    work: Callable[[dict], Any],
    *,
    said: str,
    back: str,
    cancel: str,
    unit: Unit | None = None,
) -> HttpResponse:
    """The form on a page of its own."""
    context = {"form": form, "unit": unit, "cancel": cancel}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "deals/unit_form.html", context, status=status)
    try:
        where = once_for(request, lambda: work(form.cleaned_data), answer=back)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        status = 422 if refusal.field else refusal.status
        return render(request, "deals/unit_form.html", context, status=status)
    return say(request, said, back=where)


def _unit_page(
    request: HttpRequest,
    found: Unit,
    *,
    hold_form: HoldForm | None = None,
    filing_form: FilingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    member, office = request.member, request.member.office
    state = board_state(found, office.business_date(timezone.now()))
    held = holder_of(found)
    context = {
        "unit": found,
        "state": state,
        "hold": held if isinstance(held, Hold) else None,
        "order": held if not isinstance(held, Hold) else None,
        "former": found.holds.exclude(ended_at=None).select_related("by", "ended_by")[:10],
        "reads_orders": member.holds(*REGISTER_READERS),
        "order_url": _order_url(member, found, state),
        "price_url": address_of("deals:price_sheet", office, unit=found.pk) if member.holds(*SELLERS) else "",
        "may_control": member.holds(*CONTROLLERS),
        "may_file": member.holds(*FILERS) and state == BoardState.CONTRACTED,
        "hold_form": hold_form or HoldForm(),
        "is_withholding": hold_form is not None,
        "filing_form": filing_form or FilingForm(initial={"filed_on": found.filed_on}),
        "is_filing": filing_form is not None,
    }
    return render(request, "deals/unit.html", context, status=status)


def _order_url(member: Member, found: Unit, state: BoardState) -> str:
    """Where this unit is ordered; empty where it is not for sale, or the member sells nothing."""
    if state != BoardState.FOR_SALE or not member.holds(*SELLERS):
        return ""
    return address_of("deals:order_new", member.office, unit=found.pk)


def _sent(request: HttpRequest) -> Any:
    """What was posted, or what the session's end left behind; None for a form that was just opened."""
    return request.POST if request.method == "POST" else drafts.take(request)


def _page_of(found: Unit) -> str:
    return reverse("deals:unit", args=[found.office.slug, found.pk])
