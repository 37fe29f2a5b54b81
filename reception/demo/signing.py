"""Who signs the visitor register when: mostly soon after the visitor has gone, some at the desk, the rest at night.

It has dice of its own, so that the rest of the story stays as it would be without.
"""

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from reception.demo.texts import texts
from reception.models import Reception
from reception.selectors.register import unsigned
from reception.services.register import Corrected, correct, sign
from visitors.enums import SignedThrough
from visitors.models import RegisterEntry

if TYPE_CHECKING:
    from reception.demo.floor import Floor

SOON_PERCENT = 75
AT_DESK_PERCENT = 20
REMARK_PERCENT = 15
CORRECTED_PERCENT = 40  # of the days
DELAY = (2, 14)  # minutes after the visitor has gone


class Signing:
    """The pens of an office's consultants."""

    def __init__(self, floor: "Floor") -> None:
        self.floor = floor
        self.rng = Random(f"{floor.office.slug} {floor.now:%Y-%m-%d} register")  # noqa: S311 (a story, not a secret)

    def delay(self) -> timedelta | None:
        """In how long this entry will be signed; None where it is left for the evening."""
        if self.rng.random() * 100 >= SOON_PERCENT:
            return None
        return timedelta(seconds=round(self.rng.uniform(*DELAY) * 60))

    def sign(self, visit: UUID) -> None:
        """Unless the visit turned out to need none, or became void meanwhile."""
        reception = unsigned(self.floor.office).filter(visit=visit).select_related("office").first()
        if reception is not None:
            self._sign(reception)

    def rest(self) -> None:
        """Whoever has not signed yet does so now."""
        for reception in unsigned(self.floor.office).select_related("office"):
            self._sign(reception)

    def correct_one(self) -> None:
        """On some days a consultant finds that more people had come than were written down."""
        if self.rng.random() * 100 >= CORRECTED_PERCENT:
            return
        entries = (
            RegisterEntry.objects.of(self.floor.office).standing().filter(day__closed_at=None, corrects=None)
        )
        found = list(entries.select_related("words", "day", "contact").order_by("pk"))
        if not found:
            return
        entry = self.rng.choice(found)
        changes = Corrected(
            name=entry.words.name,
            party_size=entry.facts["party_size"] + 1,
            source=entry.facts["source"],
            remark=entry.words.remark,
        )
        correct(
            entry=entry,
            changes=changes,
            reason=self.rng.choice(texts("notes")["register_correction"]),
            by=self.floor.crew.members[entry.signed_by_id],
            now=self.floor.now,
        )

    def _sign(self, reception: Reception) -> None:
        consultant = self.floor.crew.members[reception.consultant_id]
        if not consultant.is_active:
            return
        at_desk = self.rng.random() * 100 < AT_DESK_PERCENT
        says = self.rng.random() * 100 < REMARK_PERCENT
        sign(
            reception=reception,
            remark=self.rng.choice(texts("notes")["register_remark"]) if says else "",
            through=SignedThrough.PIN if at_desk else SignedThrough.LOGIN,
            screen_of=self.floor.crew.clerk if at_desk else None,
            by=consultant,
            now=self.floor.now,
        )
