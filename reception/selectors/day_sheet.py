"""A closed day as its sheet shows it: what was kept at the closing, with names looked up now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from offices.models import BusinessDay, Member, Office
from reception.chain import Anchor
from reception.enums import EventWord
from reception.models import QueueEvent, VoidRequest
from reception.selectors.closing import (
    Standing,
    members_by_code,
    members_key,
    standings_of,
    visits_with_void,
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A consultant and the numbers of visits for which something was still to come from them."""

    consultant: Member
    visits: list[int]


@dataclass(frozen=True, slots=True)
class LateLine:
    """A slip that was entered on this day."""

    slip: int
    visit: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ByHand:
    """An entry by which somebody put the rotation's answer aside; ``by`` is None for the house itself."""

    seq: int
    at: datetime
    what: str
    by: Member | None
    note: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """Everything on a day's sheet. ``groups`` are the last hash in eights; ``before`` earlier closings of the day.

    ``command`` checks the log against the anchor; the hash is to be typed or scanned behind it.
    """

    numbers: dict[str, int]
    order: list[Member]
    standings: list[Standing]
    unsigned: list[Numbers]
    outcomes: list[Numbers]
    late: list[LateLine]
    spoiled: list[int]
    unused: list[int]
    cancelled: list[int]
    voids: list[VoidRequest]
    by_hand: list[ByHand]
    register: str
    command: str
    anchor: Anchor
    before: list[Anchor]

    @property
    def groups(self) -> list[str]:
        return [self.anchor.hash[at : at + 8] for at in range(0, len(self.anchor.hash), 8)]

    @property
    def unused_count(self) -> int:
        return self.unused[1] - self.unused[0] + 1 if self.unused else 0


def sheet_page(office: Office, day: BusinessDay) -> SheetPage:
    """The sheet of a day that was closed: a fixed number of queries."""
    kept: dict[str, Any] = day.sheet
    members = members_by_code(office, {*kept["order"], *kept["unsigned"], *kept["outcomes"]})
    return SheetPage(
        numbers=kept["numbers"],
        order=[members[code] for code in kept["order"] if code in members],
        standings=standings_of(office, kept["balance"], kept["owed"]),
        unsigned=_numbers(members, kept["unsigned"]),
        outcomes=_numbers(members, kept["outcomes"]),
        late=[
            LateLine(each["slip"], each["visit"], datetime.fromisoformat(each["at"])) for each in kept["late"]
        ],
        spoiled=kept["spoiled"],
        unused=kept["unused"],
        cancelled=kept["cancelled"],
        voids=visits_with_void(office, day),
        by_hand=_by_hand(office, kept["by_hand"]),
        register=kept["register"],
        command=f"manage.py verify_queue --office {office.slug} --anchor {kept['seq']}:…",
        anchor=Anchor(kept["seq"], kept["hash"]),
        before=[Anchor(each["seq"], each["hash"]) for each in kept["before"]],
    )


def _numbers(members: dict[str, Member], kept: dict[str, list[int]]) -> list[Numbers]:
    codes = sorted(kept, key=lambda code: members_key(members, code))
    return [Numbers(members[code], kept[code]) for code in codes if code in members]


def _by_hand(office: Office, entries: Iterable[int]) -> list[ByHand]:
    events = QueueEvent.objects.of(office).filter(seq__in=list(entries)).select_related("by", "note")
    return [
        ByHand(
            event.seq,
            event.at,
            str(EventWord(event.kind).label),
            event.by,
            event.note.text if hasattr(event, "note") else "",
        )
        for event in events.order_by("seq")
    ]
