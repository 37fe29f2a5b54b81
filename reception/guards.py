"""How the reception's rows are loaded: only through the member's office, and only by who may act on them."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from offices.models import BusinessDay, Deputy, Member
from reception.enums import LinkKind
from reception.models import CheckIn, PublicLink, Reception, SlipSheet, VoidRequest
from reception.roles import DESK
from reception.services.links import secret_print

LARGEST_NUMBER = 2**31 - 1
GONE = "X-Link-Gone"
"""Header by which a page that stands open tells a revoked link from a server that is being changed."""

# A page without referrer sends its forms with no origin either, which the check against forged forms would refuse.
REFERRERS = {LinkKind.WALL: "no-referrer", LinkKind.CHECK_IN: "same-origin"}

View = Callable[..., HttpResponse]


def load_visit(member: Member, visit: UUID) -> Reception:
    """A visit of the member's office. Raises Http404."""
    visits = Reception.objects.of(member.office).select_related(
        "customer", "consultant", "contact", "day", "logged_by"
    )
    try:
        reception = visits.get(visit=visit)  # not first(): see reception.services.visits.load_locked
    except Reception.DoesNotExist:
        raise Http404 from None
    reception.office = member.office
    return reception


def load_own_visit(member: Member, visit: UUID) -> Reception:
    """A visit that the member may act on: their own, or any for the desk. Raises Http404, PermissionDenied."""
    reception = load_visit(member, visit)
    if reception.consultant_id != member.pk and not member.holds(*DESK):
        raise PermissionDenied
    return reception


def load_consultant(member: Member, pk: int) -> Member:
    """A member of the office whom this one may act for: themself, or anybody for the desk. Raises as above.

    Also one who was switched off or is a consultant no longer: while in the order, they must be signed out.
    """
    consultant = (
        Member.objects.filter(office_id=member.office_id, pk=pk).select_related("office", "user").first()
    )
    if consultant is None:
        raise Http404
    if consultant.pk != member.pk and not member.holds(*DESK):
        raise PermissionDenied
    return consultant


def load_void(member: Member, pk: int) -> VoidRequest:
    """A void of the member's office. Raises Http404."""
    asked = (
        VoidRequest.objects.filter(office_id=member.office_id, pk=pk)
        .select_related("office", "reception", "asked_by")
        .first()
    )
    if asked is None:
        raise Http404
    return asked


def load_deputy(member: Member, pk: int) -> Deputy:
    """Somebody who was named in the member's office. Raises Http404."""
    named = Deputy.objects.of(member.office).filter(pk=pk).select_related("supervisor").first()
    if named is None:
        raise Http404
    return named


def load_check_in(member: Member, pk: int) -> CheckIn:
    """A visitor's own entry in the member's office. Raises Http404."""
    found = CheckIn.objects.of(member.office).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.office = member.office
    return found


def load_public_link(member: Member, pk: int, *kinds: LinkKind) -> PublicLink:
    """A link of the member's office, of one of the kinds where some are named. Raises Http404."""
    links = PublicLink.objects.of(member.office).filter(pk=pk)
    found = (links.filter(kind__in=kinds) if kinds else links).first()
    if found is None:
        raise Http404
    found.office = member.office
    return found


def load_link(secret: str, kind: LinkKind) -> PublicLink | None:
    """The live link with this secret, with its office: one query. None for a revoked, wrong or unknown one alike."""
    links = PublicLink.objects.live().select_related("office")
    return links.filter(fingerprint=secret_print(secret), kind=kind, office__is_active=True).first()


def load_day(member: Member, text: str) -> BusinessDay:
    """A day of the member's office that was closed and has its sheet, by its date. Raises Http404."""
    try:
        day = (
            BusinessDay.objects.of(member.office)
            .select_related("closed_by")
            .get(date=date.fromisoformat(text))
        )
    except (ValueError, BusinessDay.DoesNotExist):
        raise Http404 from None
    if day.closed_at is None or "hash" not in day.sheet:
        raise Http404
    return day


def load_slip_sheet(member: Member, first: int) -> SlipSheet:
    """The slips of the member's office that begin with this number. Raises Http404."""
    if first > LARGEST_NUMBER:
        raise Http404
    sheet = SlipSheet.objects.filter(office=member.office, first=first).select_related("printed_by").first()
    if sheet is None:
        raise Http404
    return sheet


def public_view(kind: LinkKind) -> Callable[[View], View]:
    """The door of a page that is opened by a secret in its address, without a log-in.

    The view is called as ``view(request, link, **rest)``, in the language of ``?lang=`` or else of the browser, on the
    office's clock. No page of these is kept by a browser or a search engine, or names its address to another host.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, secret: str, **rest: Any) -> HttpResponse:
            link = load_link(secret, kind)
            with translation.override(_language_of(request)):
                if link is None:
                    response = render(request, "reception/link_gone.html", status=404)
                    response[GONE] = "1"
                else:
                    with timezone.override(link.office.zone):
                        response = view(request, link, **rest)
                response["Content-Language"] = translation.get_language()
            response["Cache-Control"] = "no-store, private"
            response["Referrer-Policy"] = REFERRERS[kind]
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        guarded.public = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def _language_of(request: HttpRequest) -> str:
    """What ``?lang=`` says, where we speak it; else what the browser asks for."""
    try:
        return translation.get_supported_language_variant(request.GET.get("lang", ""))
    except LookupError:
        return translation.get_language()
