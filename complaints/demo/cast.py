"""Who acts in the demo's complaints, and what they say."""

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from complaints.models import Department, TicketCategory
from complaints.services.lists import SHIPPED, start_with_ours
from offices.enums import Role
from offices.models import Member, Office

TEXTS = Path(__file__).parent / "data" / "complaints.json"
HEADS = {
    "sales": (Role.SUPERVISOR, Role.MANAGER),
    "service": (Role.SERVICE, Role.MANAGER),
    "property": (Role.ASSISTANT, Role.DESK),
    "engineering": (Role.CONSULTANT,),
    "finance": (Role.FINANCE, Role.SERVICE),
}
"""Whose the shipped departments are, by their codes; the first of the first role that somebody holds."""


@dataclass(frozen=True, slots=True)
class Cast:
    """``about`` is the consultant whom complaints are about, ``director`` None where nobody directs.

    ``categories`` stand in the order of the shipped list.
    """

    office: Office
    clerk: Member
    service: Member
    consultant: Member
    about: Member
    leader: Member
    manager: Member
    director: Member | None
    categories: tuple[TicketCategory, ...]
    said: dict[str, Any]
    now: datetime

    def days_ago(self, days: int, hour: int = 10) -> datetime:
        """That hour of the office's clock, so many days ago."""
        day = self.office.business_date(self.now) - timedelta(days=days)
        return datetime.combine(day, time(hour), tzinfo=self.office.zone)


def texts(language: str) -> dict[str, Any]:
    """What the demo's customers say, in that language (zh-hans or en)."""
    read = json.loads(TEXTS.read_text(encoding="utf-8"))
    return read.get(language) or read["en"]


def start(office: Office, *, language: str, now: datetime) -> Cast | None:
    """Starts the office's lists; None where nobody receives, nobody leads or nobody stands at the desk."""
    members = list(Member.objects.of(office).working().select_related("office", "user").order_by("pk"))
    consultants = [each for each in members if each.holds(Role.CONSULTANT)]
    clerk, manager = first_of(members, Role.DESK), first_of(members, Role.MANAGER)
    if clerk is None or manager is None or not consultants:
        return None
    start_with_ours(office=office, language=language, by=manager, now=now)
    _name_heads(office, language, members)
    return Cast(
        office=office,
        clerk=clerk,
        service=first_of(members, Role.SERVICE) or manager,
        consultant=consultants[0],
        about=consultants[-1],
        leader=first_of(members, Role.SUPERVISOR) or manager,
        manager=manager,
        director=first_of(members, Role.DIRECTOR),
        categories=tuple(TicketCategory.objects.of(office).select_related("department").order_by("position")),
        said=texts(language),
        now=now,
    )


def _name_heads(office: Office, language: str, members: list[Member]) -> None:
    for each in json.loads(SHIPPED.read_text(encoding="utf-8"))["departments"]:
        head = first_of(members, *HEADS[each["code"]])
        Department.objects.of(office).filter(name=each["name"][language], head=None).update(head=head)


def first_of(members: list[Member], *roles: Role) -> Member | None:
    """The first who holds the first of these roles that somebody holds."""
    return next((member for role in roles for member in members if member.holds(role)), None)
