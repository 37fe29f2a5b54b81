"""Guests by rank: which class they are received in, by whom, where, at what cost, and with how many escorts.

Pure: plain values in, an answer with its clause out. What an office may set otherwise stands in hospitality_rules.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from frontdesk.hospitality_rules import HospitalityRules


class ReceptionClass(StrEnum):
    """The rank of a guest (A-62); not the grade, which says how likely a customer is to buy."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"


class GuestKind(StrEnum):
    """Who the guests are."""

    LEADERS = "leaders"  # guests of the company's top management
    IMPORTANT = "important"  # important customers of the company
    FOREIGN = "foreign"
    DELEGATION = "delegation"
    AUTHORITY = "authority"
    MEDIA = "media"
    BUSINESS = "business"  # customers of marketing
    ORDINARY = "ordinary"


class HostRank(IntEnum):
    """Who receives; a higher rank may always stand in for a lower one."""

    STAFF = 1
    HEAD = 2
    MANAGER = 3
    DIRECTOR = 4
    TOP = 5


class VenueKind(StrEnum):
    """What a room is meant for."""

    VIP = "vip"
    BUSINESS = "business"
    LOUNGE = "lounge"
    CHIEF = "chief"  # the general manager's office
    MEETING = "meeting"


class Bringer(StrEnum):
    """Who announced the guests."""

    GROUP = "group"  # president, vice-president, director or president's assistant of the group
    SUBSIDIARY = "subsidiary"  # a leader of a company of the group
    STAFF = "staff"
    NOBODY = "nobody"  # they come by themselves


class VipLevel(StrEnum):
    """How guests of leaders are welcomed."""

    FIRST = "vip1"
    SECOND = "vip2"


CLASS_OF: dict[GuestKind, ReceptionClass] = {
    GuestKind.LEADERS: ReceptionClass.A,
    GuestKind.IMPORTANT: ReceptionClass.B,
    GuestKind.FOREIGN: ReceptionClass.B,
    GuestKind.DELEGATION: ReceptionClass.B,
    GuestKind.AUTHORITY: ReceptionClass.B,
    GuestKind.MEDIA: ReceptionClass.B,
    GuestKind.BUSINESS: ReceptionClass.C,
    GuestKind.ORDINARY: ReceptionClass.D,
}
"""A-62, A-68, A-73: important customers are received as honoured guests."""

LEAST_HOST: dict[ReceptionClass, HostRank] = {
    ReceptionClass.A: HostRank.TOP,
    ReceptionClass.B: HostRank.DIRECTOR,
    ReceptionClass.C: HostRank.MANAGER,
    ReceptionClass.D: HostRank.STAFF,
}
"""A-63, A-64: whom the class asks for at least. An ordinary guest is received by whoever has the business."""

VENUES_OF: dict[ReceptionClass, tuple[VenueKind, ...]] = {
    ReceptionClass.A: (VenueKind.VIP, VenueKind.CHIEF),
    ReceptionClass.B: (VenueKind.VIP, VenueKind.CHIEF),
    ReceptionClass.C: (VenueKind.BUSINESS, VenueKind.CHIEF),
    ReceptionClass.D: (VenueKind.LOUNGE, VenueKind.CHIEF),
}
"""H-16, H-17: where guests of the class may be received, the designated room first; nowhere else."""

FEW, MANY = 5, 10
"""Guests: fewer than 5 are a small party, more than 10 a large one (H-13)."""


@dataclass(frozen=True, slots=True)
class Escorts:
    """How many of ours accompany a party; ``or_more``: at least so many."""

    count: int
    or_more: bool
    clause: str = "H-13"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a reception costs against what it may cost, in yuan. ``over``: how far it is above the cap, 0 within it."""

    cap_per_head: int
    cap: int
    cost: int
    over: int
    clause: str = "H-11"

    @property
    def is_over(self) -> bool:
        return self.over > 0


@dataclass(frozen=True, slots=True)
class Greeting:
    """Who stands at the door: all managers or those present, and so many guards of honour."""

    all_managers: bool
    guards_least: int
    guards_most: int
    clauses: tuple[str, ...]


GREETINGS: dict[VipLevel, Greeting] = {
    VipLevel.FIRST: Greeting(True, 4, 8, ("H-24", "H-25")),
    VipLevel.SECOND: Greeting(False, 2, 2, ("H-29", "H-30")),
}


def class_of(guests: GuestKind) -> ReceptionClass:
    return CLASS_OF[guests]


def host_is_fit(reception_class: ReceptionClass, host: HostRank) -> bool:
    """Whether somebody of this rank may receive guests of the class (A-63)."""
    return host >= LEAST_HOST[reception_class]


def venue_is_fit(reception_class: ReceptionClass, venue: VenueKind) -> bool:
    """Whether guests of the class may be received there (H-16, H-17)."""
    return venue in VENUES_OF[reception_class]


def escorts_for(party_size: int) -> Escorts:
    """Fewer than 5 guests: one; 5 to 10: two; more: three or more (H-13). Raises ValueError for no guests."""
    if party_size < 1:
        raise ValueError("a party has one guest at least")
    if party_size < FEW:
        return Escorts(1, or_more=False)
    if party_size <= MANY:
        return Escorts(2, or_more=False)
    return Escorts(3, or_more=True)


def judge_cost(
    reception_class: ReceptionClass, *, party_size: int, cost: int, rules: HospitalityRules
) -> Cost:
    """What the party costs (yuan, for all of them) against the cap per head of its class (H-11)."""
    if party_size < 1 or cost < 0:
        raise ValueError("a party has one guest at least, and costs nothing at least")
    per_head = rules.cap_per_head(reception_class)
    cap = per_head * party_size
    return Cost(per_head, cap, cost, max(0, cost - cap))


def vip_level(bringer: Bringer, *, accompanies: bool, called: bool) -> VipLevel | None:
    """The level of guests whom a leader brings or announces, None for all others (A-69 … A-71).

    The first level takes both: the leader comes along and has called. Either is enough for the second.
    """
    if bringer not in (Bringer.GROUP, Bringer.SUBSIDIARY) or not (accompanies or called):
        return None
    if bringer is Bringer.GROUP and accompanies and called:
        return VipLevel.FIRST
    return VipLevel.SECOND


def gift_is_important(value: int, rules: HospitalityRules) -> bool:
    """Whether a gift of this worth (yuan) goes to the director for approval (H-14)."""
    return value >= rules.important_gift
