"""Who acts at the demo's desk, when, and what they say."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.demo.texts import texts_in
from offices.enums import Role
from offices.models import Member, Office


@dataclass(frozen=True, slots=True)
class Desk:
    """``guard`` is the clerk where the office has no guard."""

    office: Office
    clerk: Member
    manager: Member
    consultant: Member
    guard: Member
    texts: dict
    now: datetime

    @property
    def by_clerk(self) -> dict:
        return {"by": self.clerk, "now": self.now}

    @property
    def by_manager(self) -> dict:
        return {"by": self.manager, "now": self.now}

    @property
    def midnight(self) -> datetime:
        """With which the office's today has begun."""
        return self.at(0, 0)

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """That hour, so many days from today, on the office's clock."""
        here = self.office.local(self.now) + timedelta(days=days)
        return here.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def ago(self, minutes: int) -> datetime:
        return self.now - timedelta(minutes=minutes)


def desk_of(office: Office, *, language: str, now: datetime) -> Desk | None:
    """None where the office has no clerk, no manager or no consultant."""
    clerk, manager, consultant = (_first(office, role) for role in (Role.DESK, Role.MANAGER, Role.CONSULTANT))
    if not (clerk and manager and consultant):
        return None
    guard = _first(office, Role.GUARD) or clerk
    return Desk(office, clerk, manager, consultant, guard, texts_in(language), now)


def _first(office: Office, role: Role) -> Member | None:
    return Member.objects.of(office).working().holding(role).order_by("pk").first()
