"""The doors to complaints: every row is loaded only for a member of the office that it belongs to.

Another office's id answers exactly like one that does not exist, and so does a complaint about oneself: Http404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from complaints.models import Analysis, ComplaintLink, Department, Measure, Ticket, TicketCategory
from complaints.selectors.people import may_read
from complaints.services.links import secret_print
from offices.models import Member

View = Callable[..., HttpResponse]
PEOPLE = ("office", "category", "department__head", "customer__merged_into", "answerable", "offered_to")


def load_ticket(member: Member, pk: int) -> Ticket:
    """A complaint that the member may read: handlers any, others what is or was with them. Raises Http404."""
    rows = Ticket.objects.of(member.office).select_related(*PEOPLE, "opened_by", "about_member", "repeats")
    ticket = rows.filter(pk=pk).first()
    if ticket is None or not may_read(member, ticket):
        raise Http404
    return ticket


def load_department(member: Member, pk: int) -> Department:
    """A department of the member's office. Raises Http404."""
    found = Department.objects.of(member.office).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_category(member: Member, pk: int) -> TicketCategory:
    """A category of the member's office. Raises Http404."""
    found = TicketCategory.objects.of(member.office).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_link(member: Member, pk: int) -> ComplaintLink:
    """A link of the member's office. Raises Http404."""
    found = ComplaintLink.objects.of(member.office).filter(pk=pk).select_related("office").first()
    if found is None:
        raise Http404
    return found


def load_analysis(member: Member, pk: int) -> Analysis:
    """An analysis of the member's office. Raises Http404."""
    people = ("office", "made_by", "handed_in_by", "reviewed_by", "approved_by")
    found = Analysis.objects.of(member.office).filter(pk=pk).select_related(*people).first()
    if found is None:
        raise Http404
    return found


def load_measure(member: Member, analysis: int, pk: int) -> Measure:
    """A measure of an analysis of the member's office. Raises Http404."""
    rows = Measure.objects.filter(office=member.office_id, analysis=analysis, pk=pk)
    found = rows.select_related("analysis", "department", "office").first()
    if found is None:
        raise Http404
    return found


def web_view(view: View) -> View:
    """The guard of the web form: a secret opens it until it is revoked; a wrong one looks like a revoked one."""

    @wraps(view)
    def guarded(request: HttpRequest, secret: str, **rest: Any) -> HttpResponse:
        links = ComplaintLink.objects.live().filter(fingerprint=secret_print(secret)).select_related("office")
        link = links.filter(office__is_active=True).first()
        with translation.override(_language_of(request)):
            if link is None:
                response = render(request, "complaints/link_ended.html", status=404)
            else:
                with timezone.override(link.office.zone):
                    response = view(request, link, secret=secret, **rest)
            response["Content-Language"] = translation.get_language()
        response["Cache-Control"] = "no-store, private"
        # Without a referrer the form would come with no origin, which the check against forged forms refuses.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    guarded.public = True  # type: ignore[attr-defined]
    return guarded


def _language_of(request: HttpRequest) -> str:
    """What ``?lang=`` says, where we speak it; else what the browser asks for."""
    try:
        return translation.get_supported_language_variant(request.GET.get("lang", ""))
    except LookupError:
        return translation.get_language()
