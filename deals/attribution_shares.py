"""Who gets how much: exact percents, and amounts that add up to the fen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

WHOLE = Fraction(100)
FEN = 100
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the commission: whose, the exact percent, and the amount in fen."""

    consultant: str
    percent: Fraction
    fen: int

    @property
    def amount(self) -> str:
        """In yuan, with two decimals."""
        return f"{self.fen // FEN}.{self.fen % FEN:02d}"

    @property
    def percent_shown(self) -> str:
        """At most four decimals, no trailing zeros; rounded where the exact one has more."""
        exact = Decimal(self.percent.numerator) / Decimal(self.percent.denominator)
        text = format(exact.quantize(PLACES, ROUND_HALF_EVEN), "f")
        return text.rstrip("0").rstrip(".")

    def as_dict(self) -> dict[str, str]:
        return {"consultant": self.consultant, "percent": self.percent_shown, "amount": self.amount}


def divided(
    percents: Mapping[str, Fraction], commission_fen: int, first_seen: Sequence[str]
) -> tuple[Share, ...]:
    """The shares, the largest first, then by first contact (``first_seen``; whoever had none stands last).

    ``percents`` add up to 100; those of 0 are left out. Amounts are rounded down to the fen, and the left-over fen
    go one each to the largest remainders, of equal ones to the first in the list.
    """
    places = {name: place for place, name in enumerate(first_seen)}
    paid = [(name, percent) for name, percent in percents.items() if percent > 0]
    paid.sort(key=lambda pair: (-pair[1], places.get(pair[0], len(places))))
    exact = [commission_fen * percent / WHOLE for _, percent in paid]
    amounts = [int(each) for each in exact]
    by_remainder = sorted(range(len(paid)), key=lambda i: (amounts[i] - exact[i], i))
    for i in by_remainder[: commission_fen - sum(amounts)]:
        amounts[i] += 1
    return tuple(Share(name, percent, amounts[i]) for i, (name, percent) in enumerate(paid))


def among(names: Sequence[str], percent: Fraction) -> dict[str, Fraction]:
    """The percent in equal parts."""
    return {name: percent / len(names) for name in names}
