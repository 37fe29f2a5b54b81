"""What ties a member to a customer for a while: each app registers the ties that it knows of, so that this floor needs
to know none of the calls, complaints and visits above it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from offices.models import Member
from visitors.access import Party
from visitors.models import Customer

Finder = Callable[[Member, Customer, datetime], bool]
"""Whether the member has this tie to the person (the file and its aliases) at that moment: one query at most."""

_finders: dict[Party, list[Finder]] = defaultdict(list)


def register(party: Party, finder: Finder) -> None:
    """Ask this one too; the same one again changes nothing."""
    if finder not in _finders[party]:
        _finders[party].append(finder)


def ties_of(member: Member, customer: Customer, now: datetime, wanted: Iterable[Party]) -> frozenset[Party]:
    """Those of the ties wanted that the member has; stops asking for each at the first yes."""
    return frozenset(
        party for party in wanted if any(finder(member, customer, now) for finder in _finders[party])
    )
