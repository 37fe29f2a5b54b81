"""What a unit costs, and how the price came about (D-11 … D-15). Pure: values in, a price with its lines out.

The order of application is fixed, so that the same reasons always give the same price: the club percent (the highest
level among the buyers and an approved family level), other discounts in percent, other discounts in yuan, and last the
percent of the payment plan. Each percent is taken off what the line before left, and rounded to the fen, half up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

FEN = Decimal("0.01")
HUNDRED = Decimal(100)
MOST = Decimal("99999999999.99")
"""What a column of the database holds."""


class PricingError(ValueError):
    """These values give no price; the message says why, for developers."""


class Words(StrEnum):
    """What a line of the price says."""

    LIST = "list"
    CLUB = "club"
    FAMILY = "family"
    OTHER = "other"
    PLAN = "plan"


ORDER = (Words.LIST, Words.CLUB, Words.FAMILY, Words.OTHER, Words.PLAN)


@dataclass(frozen=True, slots=True)
class Level:
    """A club level: its name, its percent, and whether it is a buyer's own or that of immediate family."""

    name: str
    percent: Decimal
    is_family: bool = False


@dataclass(frozen=True, slots=True)
class Reduction:
    """Another approved discount: a percent or an amount of yuan, never both."""

    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A way to pay and its percent, 0 where it costs the same."""

    name: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the price, in yuan: ``amount`` is what it adds (below zero) and ``after`` what is left."""

    words: Words
    amount: Decimal
    after: Decimal
    percent: Decimal | None = None
    name: str = ""

    def as_json(self) -> dict[str, str]:
        line = {"words": self.words.value, "amount": str(self.amount), "after": str(self.after)}
        if self.percent is not None:
            line["percent"] = str(self.percent)
        if self.name:
            line["name"] = self.name
        return line


@dataclass(frozen=True, slots=True)
class Price:
    """The price in yuan, exact to the fen, and its lines: the list price first, and they add up."""

    total: Decimal
    lines: tuple[Line, ...]

    def as_json(self) -> list[dict[str, str]]:
        return [line.as_json() for line in self.lines]


def price_of(
    list_price: Decimal,
    *,
    levels: Iterable[Level] = (),
    others: Iterable[Reduction] = (),
    plan: Plan | None = None,
) -> Price:
    """The price of a unit with these reasons to lower it; the order in which they are given does not matter.

    Raises PricingError for a list price that is no amount above zero, a percent that is not from 0 to under 100, an
    amount below one fen, and where nothing would be left to pay.
    """
    lines = [Line(Words.LIST, _amount(list_price), list_price)]
    level = _highest(levels)
    if level is not None and level.percent:
        words = Words.FAMILY if level.is_family else Words.CLUB
        lines.append(_percent_off(lines, words, level.percent, level.name))
    reductions = sorted(others, key=_place)
    for each in reductions:
        lines.append(_other(lines, each))
    if plan is not None and _percent(plan.percent):
        lines.append(_percent_off(lines, Words.PLAN, plan.percent, plan.name))
    total = lines[-1].after
    if total <= 0:
        raise PricingError("nothing would be left to pay")
    return Price(total, tuple(lines))


def share_of(amount: Decimal, percent: Decimal) -> Decimal:
    """The percent of an amount of yuan, rounded to the fen, half up."""
    return (amount * percent / HUNDRED).quantize(FEN, ROUND_HALF_UP)


def _highest(levels: Iterable[Level]) -> Level | None:
    """The level that lowers the price most; a buyer's own goes before that of family."""
    given = sorted(levels, key=lambda level: (-_percent(level.percent), level.is_family, level.name))
    return given[0] if given else None


def _place(reduction: Reduction) -> tuple[bool, Decimal]:
    """Percents before yuan, the larger first."""
    if (reduction.percent is None) == (reduction.amount is None):
        raise PricingError("a discount is a percent or an amount")
    if reduction.percent is not None:
        return False, -_percent(reduction.percent)
    return True, -_amount(reduction.amount)


def _other(lines: Sequence[Line], reduction: Reduction) -> Line:
    if reduction.percent is not None:
        return _percent_off(lines, Words.OTHER, reduction.percent, "")
    amount = _amount(reduction.amount)
    return Line(Words.OTHER, -amount, lines[-1].after - amount)


def _percent_off(lines: Sequence[Line], words: Words, percent: Decimal, name: str) -> Line:
    before = lines[-1].after
    off = share_of(before, percent)
    return Line(words, -off, before - off, percent, name)


def _percent(value: Decimal) -> Decimal:
    if not value.is_finite() or not 0 <= value < HUNDRED:
        raise PricingError(f"a percent from 0 to under 100, not {value}")
    return value


def _amount(value: Decimal | None) -> Decimal:
    if value is None or not value.is_finite() or not 0 < value <= MOST or value != value.quantize(FEN):
        raise PricingError(f"an amount of yuan above zero with at most two decimals, not {value}")
    return value
