"""Complaints that tests start from. Everybody and everything is plainly invented."""

from datetime import UTC, datetime
from typing import Any

from complaints.enums import Channel
from complaints.models import Department, Ticket, TicketCategory
from complaints.services.opening import TicketEntry, open_ticket
from offices.models import Member

MONDAY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
"""10:00 on the harbour's clock; a week without holidays follows."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of that week's November on the harbour's clock."""
    return datetime(2026, 11, day, hour - 8, minute, tzinfo=UTC)


def department(by: Member, *, head: Member | None = None, name: str = "Repairs") -> Department:
    return Department.objects.create(office=by.office, name=name, head=head)


def category(by: Member, *, name: str = "Leaks", **fields: Any) -> TicketCategory:
    return TicketCategory.objects.create(office=by.office, name=name, **fields)


def taken(by: Member, *, now: datetime = MONDAY, **fields: Any) -> Ticket:
    """Somebody takes a complaint by telephone."""
    values: dict[str, Any] = {"channel": Channel.CALL, "text": "The lift stood still.\nTwice.", **fields}
    return open_ticket(office=by.office, entry=TicketEntry(**values), by=by, now=now)


def fresh(ticket: Ticket) -> Ticket:
    """The row as it stands, with its people."""
    return Ticket.objects.select_related(
        "office", "department", "answerable", "about_member", "customer"
    ).get(pk=ticket.pk)


def kinds(ticket: Ticket) -> list[str]:
    """What was done, in order."""
    return list(ticket.steps.order_by("number").values_list("kind", flat=True))
