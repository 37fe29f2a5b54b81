"""Complaints of the demo: one of each sort, told by the same services that people use. Everybody is invented."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from complaints.enums import Channel, ConfirmedHow, Satisfaction, TicketKind, VisitWay
from complaints.models import Department, Ticket, TicketCategory
from complaints.services import closing, deeds, handing_over
from complaints.services.clock import climb
from complaints.services.lists import start_with_ours
from complaints.services.opening import TicketEntry, open_ticket
from offices.enums import Role
from offices.models import Member, Office
from visitors.models import Customer

TEXTS = Path(__file__).parent / "data" / "complaints.json"
HOUR = timedelta(hours=1)


def texts(language: str) -> dict[str, Any]:
    """What the demo's customers say, in that language (zh-hans or en)."""
    read = json.loads(TEXTS.read_text(encoding="utf-8"))
    return read.get(language) or read["en"]


def tell_complaints(
    office: Office,
    *,
    members: Sequence[Member],
    customers: Sequence[Customer],
    language: str,
    now: datetime,
) -> list[Ticket]:
    """Six complaints of the last days: archived, replied, explained, major, late, one from the web form.

    ``members`` hold among them the desk, customer service and a consultant, who heads the departments. Returns the
    complaints. Where there are categories already those are used.
    """
    clerk, service = _first(members, Role.DESK), _first(members, Role.SERVICE, Role.MANAGER)
    head = _first(members, Role.CONSULTANT)
    if not TicketCategory.objects.of(office).exists():
        start_with_ours(office=office, language=language, by=service, now=now)
    Department.objects.of(office).filter(head=None).update(head=head)
    said = texts(language)
    told = _Story(office, clerk, service, head, list(customers), said)
    tickets = [
        told.archived(now - timedelta(days=9)),
        told.replied(now - timedelta(days=2)),
        told.explained(now - timedelta(days=3)),
        told.major(now - 3 * HOUR),
        told.late(now - timedelta(days=6)),
        told.from_the_web(now - HOUR),
    ]
    climb(now=now)
    return tickets


class _Story:
    """Who plays, and what they say."""

    def __init__(
        self,
        office: Office,
        clerk: Member,
        service: Member,
        head: Member,
        customers: list[Customer],
        said: dict[str, Any],
    ) -> None:
        self.office, self.clerk, self.service, self.head, self.said = office, clerk, service, head, said
        self.customers = iter(customers)
        rows = TicketCategory.objects.of(office).in_use().select_related("department")
        self.usual = list(rows.filter(is_major=False))
        self.grave = list(rows.filter(is_major=True))

    def taken(self, name: str, at: datetime, *, by: Member | None, **more: Any) -> Ticket:
        entry: dict[str, Any] = {"channel": Channel.CALL, "text": self.said[name], **more}
        entry.setdefault("customer", next(self.customers, None))
        return open_ticket(office=self.office, entry=TicketEntry(**entry), by=by, now=at)

    def assigned(self, ticket: Ticket, at: datetime) -> Ticket:
        department = ticket.category.department if ticket.category else None
        chosen = department or Department.objects.of(self.office).in_use().first()
        return deeds.assign(ticket=ticket, department=chosen, by=self.clerk, now=at)

    def archived(self, at: datetime) -> Ticket:
        ticket = self.taken("repair", at, by=self.clerk, category=self.usual[8 % len(self.usual)])
        self.assigned(ticket, at + HOUR / 4)
        deeds.handle(ticket=ticket, text=self.said["mended"], by=self.service, now=at + 4 * HOUR)
        deeds.take_back(ticket=ticket, by=self.service, now=at + 5 * HOUR)
        deeds.reply(ticket=ticket, text=self.said["told"], by=self.clerk, now=at + 6 * HOUR)
        closing.confirm(ticket=ticket, how=ConfirmedHow.PHONE, by=self.clerk, now=at + 26 * HOUR)
        closing.call_back(
            ticket=ticket,
            way=VisitWay.PHONE,
            satisfaction=Satisfaction.SATISFIED,
            by=self.service,
            now=at + 74 * HOUR,
        )
        return closing.archive(ticket=ticket, by=self.service, now=at + 75 * HOUR)

    def replied(self, at: datetime) -> Ticket:
        ticket = self.taken("noise", at, by=self.clerk, category=self.usual[6 % len(self.usual)])
        return deeds.reply(ticket=ticket, text=self.said["quiet"], by=self.clerk, now=at + HOUR)

    def explained(self, at: datetime) -> Ticket:
        ticket = self.taken("handover", at, by=self.clerk, kind=TicketKind.WRITTEN, channel=Channel.LETTER)
        until = at + timedelta(days=10)
        text = self.said["why"]
        return deeds.explain(ticket=ticket, text=text, until=until, by=self.clerk, now=at + 2 * HOUR)

    def major(self, at: datetime) -> Ticket:
        ticket = self.taken(
            "flood",
            at,
            by=self.clerk,
            category=self.grave[2 % len(self.grave)],
            households=4,
            agitated=True,
            reply_by=at + timedelta(hours=30),
        )
        return self.assigned(ticket, at + HOUR / 6)

    def late(self, at: datetime) -> Ticket:
        ticket = self.taken("receipt", at, by=self.clerk, category=self.usual[3 % len(self.usual)])
        handing_over.offer(ticket=ticket, to=self.service, by=self.clerk, now=at + HOUR)
        return handing_over.accept(ticket=ticket, by=self.service, now=at + 2 * HOUR)

    def from_the_web(self, at: datetime) -> Ticket:
        return self.taken("lift", at, by=None, channel=Channel.WEB, customer=None, caller=self.said["name"])


def _first(members: Sequence[Member], *roles: Role) -> Member:
    """The first who holds one of the roles, the earlier ones first; else the first of all."""
    for role in roles:
        found = next((member for member in members if member.holds(role)), None)
        if found is not None:
            return found
    return members[0]
