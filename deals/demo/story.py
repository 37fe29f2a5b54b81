"""What the parts of the story share: who acts, when, with what, and how it was settled."""

from dataclasses import dataclass
from random import Random

from deals.demo.agenda import Agenda
from deals.demo.buyers import Buyers
from deals.demo.cast import Cast
from deals.demo.terms import Terms
from deals.models import Release, Unit


@dataclass(frozen=True, slots=True)
class Story:
    """``rng`` has one seed an office, so that every demo is told alike."""

    cast: Cast
    agenda: Agenda
    buyers: Buyers
    rng: Random
    terms: Terms
    releases: tuple[Release, Release]
    units: list[Unit]
    """Those that may still be sold in this story; taken from the end."""

    def take_unit(self, fits: Unit | None = None, *, dearer: bool = False) -> Unit:
        """The next unit; with ``fits`` one that costs more than it, or less."""
        if fits is None:
            return self.units.pop()
        found = next(
            each
            for each in reversed(self.units)
            if each.list_price != fits.list_price and (each.list_price > fits.list_price) == dearer
        )
        self.units.remove(found)
        return found

    def clock(self, first: int = 10, last: int = 17) -> str:
        """Some time of the day."""
        return f"{self.rng.randint(first, last):02d}:{self.rng.randrange(0, 60, 5):02d}"
