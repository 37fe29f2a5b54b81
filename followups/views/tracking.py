"""The tracking sheet of customers of grades A and B: read, checked by a leader, printed."""

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from followups.forms.calls import TrackingForm
from followups.models import TrackingCheck
from followups.roles import LEADERS
from followups.selectors.call_page import glance_of
from followups.selectors.team import colleagues
from followups.selectors.tracking import Tracked, tracked, tracked_one
from followups.services.team import check_tracking
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access import Action
from visitors.guards import load_for
from visitors.models import CustomerPhone
from visitors.selectors.aliases import files_by_id
from visitors.selectors.standing import closed_among
from visitors.selectors.timeline import timeline

ROWS_ON_PAGE = 8
CHECKS_SHOWN = 10


@office_view(*LEADERS)
@require_GET
def tracking(request: HttpRequest) -> HttpResponse:
    """Who is followed up how, by consultant."""
    owner, now = _chosen(request), timezone.now()
    office = request.member.office
    context = {
        "rows": _open_to(request, tracked(office, owner=owner, now=now), now),
        "owner": owner,
        "consultants": colleagues(office),
        "day": office.business_date(now),
    }
    return render(request, "followups/tracking.html", context)


@office_view(*LEADERS)
@require_GET
def tracking_print(request: HttpRequest) -> HttpResponse:
    """The sheets on paper: A4 across, one consultant's or everybody's."""
    owner, now = _chosen(request), timezone.now()
    office = request.member.office
    rows = _open_to(request, tracked(office, owner=owner, now=now), now)
    pages = [
        (owner_of, part[start : start + ROWS_ON_PAGE])
        for owner_of, part in _by_owner(rows)
        for start in range(0, len(part), ROWS_ON_PAGE)
    ]
    phones: dict[int, list[str]] = {}
    people = files_by_id(each.customer.pk for each in rows)
    held = CustomerPhone.objects.of(office).active().filter(customer__in=list(people))
    for phone in held.order_by("pk"):
        phones.setdefault(people[phone.customer_id], []).append(phone.masked)
    for each in rows:
        each.phones = phones.get(each.customer.pk, [])
    context = {"pages": pages, "printed_at": now, "count": len(rows), "checksum": _checksum(rows)}
    return render(request, "followups/tracking_print.html", context)


@office_view(*LEADERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def tracking_of(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer's sheet, and the leader's word on it."""
    customer, now = load_for(request, pk, Action.SEE_FILE), timezone.now()
    sheet = tracked_one(customer, now=now)
    form = TrackingForm(sent(request))
    back = reverse("followups:tracking", args=[request.member.office.slug])
    if is_done(request, form, lambda: _check(request, sheet, form, now), answer=back):
        return say(request, _("Checked."), back=back)
    context = {
        "sheet": sheet,
        "customer": customer,
        "form": form,
        "glance": glance_of(customer, now=now),
        "timeline": timeline(customer, limit=30),
        "checks": TrackingCheck.objects.filter(customer__in=customer.all_files).select_related("by")[
            :CHECKS_SHOWN
        ],
    }
    return render(request, "followups/tracking_of.html", context, status=status_of(request, form))


def _check(request: HttpRequest, sheet: Tracked, form: TrackingForm, now: datetime) -> TrackingCheck:
    return check_tracking(
        customer=sheet.customer,
        consultant=sheet.owner or request.member,
        is_fine=form.cleaned_data["fine"] == "yes",
        remark=form.cleaned_data["remark"],
        by=request.member,
        now=now,
    )


def _open_to(request: HttpRequest, rows: list[Tracked], now: datetime) -> list[Tracked]:
    """Those sheets that the table opens to the reader: of marked files fewer people read them."""
    shut = closed_among(request.member, [each.customer for each in rows], Action.SEE_FILE, now)
    return [each for each in rows if each.customer.pk not in shut]


def _chosen(request: HttpRequest) -> Member | None:
    """The consultant whose sheets are asked for; None for all."""
    text = request.GET.get("consultant", "")
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    return Member.objects.of(request.member.office).filter(pk=pk).first() if pk else None


def _by_owner(rows: list[Tracked]) -> list[tuple[Member | None, list[Tracked]]]:
    found: dict[Member | None, list[Tracked]] = {}
    for each in rows:
        found.setdefault(each.owner, []).append(each)
    return list(found.items())


def _checksum(rows: list[Tracked]) -> str:
    """Of what the sheets say of whom, in their order: two prints of one state carry the same."""
    told = [
        f"{each.customer.pk}:{each.customer.grade}:{each.owner.pk if each.owner else 0}:"
        + ",".join(str(contact.id) for contact in each.contacts)
        for each in rows
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]
