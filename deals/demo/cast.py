"""Who acts in the demo's deals: those of the office who may do what a deal needs."""

from dataclasses import dataclass

from offices.enums import Role
from offices.models import Member, Office


@dataclass(frozen=True, slots=True)
class Cast:
    """An office and its people by what they do. ``leaver`` is a consultant who left, ``director`` may be missing."""

    office: Office
    consultants: tuple[Member, ...]
    clerk: Member
    assistant: Member
    manager: Member
    supervisor: Member
    finance: Member
    director: Member | None
    leaver: Member | None

    def other_than(self, member: Member, step: int = 1) -> Member:
        """A colleague who sells as well, so many places further on."""
        places = [each.pk for each in self.consultants]
        return self.consultants[(places.index(member.pk) + step) % len(places)]


def cast_of(office: Office) -> Cast | None:
    """None where a role is missing that deals need: such an office has no units."""
    members = list(Member.objects.of(office).select_related("office", "user").order_by("pk"))
    working = [each for each in members if each.is_active and each.user.is_active]

    def first(role: Role) -> Member | None:
        return next((each for each in working if each.holds(role)), None)

    consultants = tuple(each for each in working if each.holds(Role.CONSULTANT))
    needed = [first(role) for role in (Role.DESK, Role.MANAGER, Role.SUPERVISOR, Role.FINANCE)]
    if None in needed or len(consultants) < 3:
        return None
    clerk, manager, supervisor, finance = needed
    return Cast(
        office=office,
        consultants=consultants,
        clerk=clerk,
        assistant=first(Role.ASSISTANT) or supervisor,
        manager=manager,
        supervisor=supervisor,
        finance=finance,
        director=first(Role.DIRECTOR),
        leaver=next((each for each in members if not each.is_active and each.holds(Role.CONSULTANT)), None),
    )
