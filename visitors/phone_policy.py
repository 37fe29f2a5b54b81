"""Who may see a whole telephone number, and how often. A pure table: facts in, yes or no out."""

from datetime import timedelta
from typing import Final

from offices.enums import Role
from offices.models import Member
from visitors.ownership import Ownership

CAPS: Final = ((timedelta(hours=1), 30), (timedelta(days=1), 100))
"""Within such a time a member sees at most so many numbers."""


def may_see_number(
    member: Member, ownership: Ownership, at_desk: bool, *, asked_to_call: bool = False
) -> bool:
    """The owner, a manager, the desk while it enters the visitor (``at_desk``), and who owes the customer a call."""
    if not member.is_active:
        return False
    owns = ownership.owner is not None and ownership.owner == member.pk
    return owns or asked_to_call or member.holds(Role.MANAGER) or (at_desk and member.holds(Role.DESK))
