"""The doors to the checklists and the desk's services: loaded only for a member of the office they belong to."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from frontdesk.enums import WelcomeState
from frontdesk.models import (
    Booking,
    Checklist,
    ChecklistItem,
    GateTick,
    Gift,
    Incident,
    Loan,
    LoanItem,
    Mail,
    Venue,
    WelcomePlan,
    WelcomeTask,
)
from frontdesk.roles import DUTY_ROLES
from offices.models import Member


def load_checklist(member: Member, pk: int) -> Checklist:
    """A list of the member's office. Raises Http404."""
    checklist = Checklist.objects.of(member.office).select_related("office").filter(pk=pk).first()
    if checklist is None:
        raise Http404
    return checklist


def load_item(member: Member, pk: int) -> ChecklistItem:
    """An item of a list of the member's office. Raises Http404."""
    item = ChecklistItem.objects.of(member.office).select_related("checklist", "office").filter(pk=pk).first()
    if item is None:
        raise Http404
    return item


def _load(rows: QuerySet, pk: int) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_venue(member: Member, pk: int) -> Venue:
    """A venue of the member's office. Raises Http404, as do all below."""
    return _load(Venue.objects.of(member.office).select_related("office"), pk)


def load_booking(member: Member, pk: int) -> Booking:
    return _load(Booking.objects.of(member.office).select_related("office", "venue", "plan"), pk)


def load_plan(member: Member, pk: int) -> WelcomePlan:
    rows = WelcomePlan.objects.of(member.office)
    return _load(rows.select_related("office", "made_by", "cost_approved_by"), pk)


def load_announced_plan(member: Member, pk: int) -> WelcomePlan:
    """A plan that everybody knows of: what is still being made is not there for the gate."""
    return _load(WelcomePlan.objects.of(member.office).announced().select_related("office"), pk)


def load_task(member: Member, pk: int) -> WelcomeTask:
    """A preparation; for whoever stands at the gate alone, one of an announced plan that is their duty."""
    rows = WelcomeTask.objects.of(member.office).select_related("office", "plan")
    if member.is_at_gate:
        mine = [duty for duty, role in DUTY_ROLES.items() if member.holds(role)]
        rows = rows.filter(plan__state=WelcomeState.ANNOUNCED, duty__in=mine)
    return _load(rows, pk)


def load_tick(member: Member, pk: int) -> GateTick:
    return _load(GateTick.objects.of(member.office).select_related("office"), pk)


def load_loan(member: Member, pk: int) -> Loan:
    return _load(Loan.objects.of(member.office).select_related("office", "item"), pk)


def load_loan_item(member: Member, pk: int) -> LoanItem:
    return _load(LoanItem.objects.of(member.office).select_related("office"), pk)


def load_mail(member: Member, pk: int) -> Mail:
    return _load(Mail.objects.of(member.office).select_related("office"), pk)


def load_gift(member: Member, pk: int) -> Gift:
    return _load(Gift.objects.of(member.office).select_related("office", "asked_by"), pk)


def load_incident(member: Member, pk: int) -> Incident:
    return _load(Incident.objects.of(member.office).select_related("office", "reported_by", "closed_by"), pk)
