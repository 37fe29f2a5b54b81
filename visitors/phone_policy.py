"""Who may see a whole telephone number, and how often. A pure table: facts in, yes or no out."""

from datetime import UTC, datetime, timedelta
from typing import Final

from offices.enums import Role
from offices.models import Member
from visitors.access import Action, FileFacts, Party, Viewer, may
from visitors.access_approvals import Mark
from visitors.ownership import Ownership

CAPS: Final = ((timedelta(hours=1), 30), (timedelta(days=1), 100))
"""Within such a time a member sees at most so many numbers."""
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""No request opens a number, so that the table's answer does not depend on the time."""


def may_see_number(
    member: Member,
    ownership: Ownership,
    at_desk: bool,
    *,
    asked_to_call: bool = False,
    mark: Mark = Mark.NONE,
    keeps: bool = False,
) -> bool:
    """What the table says of Action.REVEAL: the owner, a manager, who owes the customer a call, and the desk while it
    enters the visitor (``at_desk``). Of a marked file also who ``keeps`` it, of a top secret one not the owner.
    """
    parties = {Party(role) for role in member.roles}
    if ownership.owner is not None and ownership.owner == member.pk:
        parties.add(Party.OWNER)
    if at_desk and member.holds(Role.DESK):
        parties.add(Party.AT_ENTRY)
    if asked_to_call:
        parties.add(Party.CALLER)
    if keeps:
        parties.add(Party.CUSTODIAN)
    viewer = Viewer(frozenset(parties), working=member.is_active)
    return may(Action.REVEAL, viewer, FileFacts(mark), ANY_TIME).allowed
