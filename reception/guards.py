"""How the reception's rows are loaded: only through the member's office, and only by who may act on them."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from offices.models import Member
from reception.models import Reception, VoidRequest
from reception.roles import DESK


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
