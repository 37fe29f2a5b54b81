"""Buildings and releases: each form has an address of its own whose GET shows the page with that form open."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deals.forms.units import BuildingForm, NewBuildingForm, ReleaseForm
from deals.guards import load_building, load_release
from deals.models import Building, Release
from deals.roles import CONTROLLERS
from deals.services import units
from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import once_for, say


@office_view(*CONTROLLERS)
@require_GET
def setup(request: HttpRequest) -> HttpResponse:
    return _page(request)


@office_view(*CONTROLLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def add_building(request: HttpRequest) -> HttpResponse:
    return _write(
        request,
        "new_building",
        NewBuildingForm(_sent(request), auto_id="new-building-%s"),
        lambda data: units.add_building(
            office=request.member.office, by=request.member, now=timezone.now(), **data
        ),
    )


@office_view(*CONTROLLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def change_building(request: HttpRequest, pk: int) -> HttpResponse:
    building = load_building(request.member, pk)
    initial = {"name": building.name, "position": building.position}
    form = BuildingForm(_sent(request), auto_id=f"building-{pk}-%s", initial=initial)

    def work(data: dict) -> None:
        position = data["position"] or building.position
        units.change_building(
            building=building, name=data["name"], position=position, by=request.member, now=timezone.now()
        )

    return _write(request, f"building-{pk}", form, work)


@office_view(*CONTROLLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def add_release(request: HttpRequest) -> HttpResponse:
    return _write(
        request,
        "new_release",
        ReleaseForm(_sent(request), auto_id="new-release-%s"),
        lambda data: units.add_release(
            office=request.member.office, by=request.member, now=timezone.now(), **data
        ),
    )


@office_view(*CONTROLLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def change_release(request: HttpRequest, pk: int) -> HttpResponse:
    release = load_release(request.member, pk)
    initial = {"name": release.name, "opens_on": release.opens_on}
    return _write(
        request,
        f"release-{pk}",
        ReleaseForm(_sent(request), auto_id=f"release-{pk}-%s", initial=initial),
        lambda data: units.change_release(release=release, by=request.member, now=timezone.now(), **data),
    )


def _write(request: HttpRequest, opened: str, form: forms.Form, work: Callable[[dict], Any]) -> HttpResponse:
    if request.method == "GET":
        return _page(request, opened, form)
    if not form.is_valid():
        return _page(request, opened, form, status=422)
    back = reverse("deals:unit_setup", args=[request.member.office.slug])
    try:
        once_for(request, lambda: work(form.cleaned_data), answer=back)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, opened, form, status=422 if refusal.field else refusal.status)
    return say(request, _("Saved."), back=back)


def _page(
    request: HttpRequest, opened: str = "", form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """Both lists. ``opened`` names the form that stands open: new_building, building-7, new_release, release-3."""
    office = request.member.office
    buildings = Building.objects.filter(office=office).annotate(count=Count("units"))
    releases = Release.objects.filter(office=office).annotate(
        count=Count("units", distinct=True),
        waiting=Count("numbers", filter=Q(numbers__cancelled_at=None), distinct=True),
    )
    context = {
        "buildings": [(each, form if opened == f"building-{each.pk}" else None) for each in buildings],
        "releases": [(each, form if opened == f"release-{each.pk}" else None) for each in releases],
        "new_building": form if opened == "new_building" else NewBuildingForm(auto_id="new-building-%s"),
        "new_release": form if opened == "new_release" else ReleaseForm(auto_id="new-release-%s"),
    }
    return render(request, "deals/unit_setup.html", context, status=status)


def _sent(request: HttpRequest) -> Any:
    """What was posted, or what the session's end left behind; None for a form that was just opened."""
    return request.POST if request.method == "POST" else drafts.take(request)
