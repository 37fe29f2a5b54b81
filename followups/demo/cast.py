"""Who acts in the demo's calls and texts, and when: the people of an office by what they do, and its days and hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from offices.enums import Role
from offices.models import Member, Office


@dataclass(frozen=True, slots=True)
class Cast:
    """``writer`` makes batches that ``manager`` approves.

    ``now`` is the moment up to which everything is told.
    """

    office: Office
    consultants: tuple[Member, ...]
    manager: Member
    supervisor: Member
    administrator: Member
    writer: Member
    now: datetime

    @property
    def writes(self) -> bool:
        """Whether there are two of them, as batches need it: else this office writes to nobody."""
        return self.writer.pk != self.manager.pk

    @property
    def today(self) -> date:
        return self.office.business_date(self.now)

    def day(self, ahead: int) -> date:
        """So many days from today; past ones are negative."""
        return self.today + timedelta(days=ahead)

    def moment(self, ahead: int, clock: str) -> datetime:
        """That time of the office's day, so many days from today."""
        there = datetime.combine(self.day(ahead), time.fromisoformat(clock), tzinfo=self.office.zone)
        return there.astimezone(UTC)


def cast_of(office: Office, *, now: datetime) -> Cast | None:
    """None where nobody receives or nobody leads."""
    members = Member.objects.of(office).select_related("office", "user").order_by("pk")
    working = [each for each in members if each.is_active and each.user.is_active]

    def first(*roles: Role) -> Member | None:
        return next((each for role in roles for each in working if each.holds(role)), None)

    consultants = tuple(each for each in working if each.holds(Role.CONSULTANT))
    manager = first(Role.MANAGER)
    if manager is None or not consultants:
        return None
    return Cast(
        office=office,
        consultants=consultants,
        manager=manager,
        supervisor=first(Role.SUPERVISOR) or manager,
        administrator=first(Role.ADMINISTRATOR) or manager,
        writer=first(Role.ASSISTANT, Role.SERVICE) or manager,
        now=now,
    )
