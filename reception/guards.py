"""How the reception's rows are loaded: only through the member's office, and only by who may act on them."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from offices.models import Member
from reception.models import Reception, VoidRequest
from reception.roles import DESK


def load_visit(member: Member, visit: UUID) -> Reception:
    """A visit of the member's office. Raises Http404."""
    reception = (
        Reception.objects.filter(office_id=member.office_id, visit=visit)
        .select_related("office", "customer", "consultant", "contact", "day", "logged_by")
        .first()
    )
    if reception is None:
        raise Http404
    return reception


def load_own_visit(member: Member, visit: UUID) -> Reception:
    """A visit that the member may act on: their own, or any for the desk. Raises Http404, PermissionDenied."""
    reception = load_visit(member, visit)
    if reception.consultant_id != member.pk and not member.holds(*DESK):
        raise PermissionDenied
    return reception


def load_consultant(member: Member, pk: int) -> Member:
    """A consultant of the office whom the member may act for: themself, or anybody for the desk. Raises as above."""
    consultant = (
        Member.objects.filter(office_id=member.office_id, pk=pk)
        .working()
        .consultants()
        .select_related("office", "user")
        .first()
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
