"""What of a price is due, and when; and what of it is still open once money came in (no Django, no database).

What was paid counts against the oldest instalment first, then the next. An instalment is *overdue* from the day after
it fell due, and a *breach* once it is overdue for more than two calendar months (D-32): on the same day two months
later it is none yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from visitors.ownership import months_after

FEN = Decimal("0.01")
HUNDRED = Decimal(100)
BREACH_MONTHS = 2
MOST_DAYS = 3660
MOST_PARTS = 24


class PlanError(ValueError):
    """These parts are no payment plan; ``code`` says why and ``part`` which one (from 1, 0 for the whole)."""

    def __init__(self, code: str, part: int = 0) -> None:
        super().__init__(f"{code} in part {part}" if part else code)
        self.code = code
        self.part = part


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a plan: how it is called, its percent of the price, and how many days after the beginning it is due."""

    label: str
    percent: Decimal
    days: int

    def as_json(self) -> dict[str, str | int]:
        return {"label": self.label, "percent": str(self.percent), "days": self.days}


@dataclass(frozen=True, slots=True)
class Due:
    """An instalment: how it is called, when it is due, how much of the price it is (yuan)."""

    label: str
    due_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """An instalment on a day: what of it is paid and open, and for how many days it has been overdue."""

    due: Due
    paid: Decimal
    open: Decimal
    days_overdue: int
    is_due: bool
    is_breach: bool

    @property
    def is_overdue(self) -> bool:
        return self.days_overdue > 0


def check_parts(parts: Sequence[Part]) -> None:
    """Raise PlanError unless the parts fall due one after the other and their percents add up to 100."""
    if not 1 <= len(parts) <= MOST_PARTS:
        raise PlanError("count")
    last = 0
    for number, part in enumerate(parts, start=1):
        if not part.label.strip():
            raise PlanError("label", number)
        if not part.percent.is_finite() or not 0 < part.percent <= HUNDRED:
            raise PlanError("percent", number)
        if part.percent != part.percent.quantize(FEN):
            raise PlanError("decimals", number)
        if not last <= part.days <= MOST_DAYS:
            raise PlanError("days", number)
        last = part.days
    if sum((part.percent for part in parts), Decimal(0)) != HUNDRED:
        raise PlanError("sum")


def split(price: Decimal, parts: Sequence[Part], begins_on: date) -> list[Due]:
    """The price in instalments that add up to it to the fen: each rounds what is due up to and with it.

    Raises PlanError for parts that are no plan, and where a part would be nothing.
    """
    check_parts(parts)
    dues: list[Due] = []
    percent = before = Decimal(0)
    for number, part in enumerate(parts, start=1):
        percent += part.percent
        up_to = (price * percent / HUNDRED).quantize(FEN, ROUND_HALF_UP)
        if up_to <= before:
            raise PlanError("nothing", number)
        dues.append(Due(part.label, begins_on + timedelta(days=part.days), up_to - before))
        before = up_to
    return dues


def renewed(dues: Sequence[Due], price: Decimal, today: date, *, rest: Due) -> list[Due]:
    """The instalments of a price that was changed: they add up to the new one, and keep their names and days.

    What fell due by that day stays as it was; the parts to come share the rest as they did before. Where none is to
    come, what is missing is the part ``rest`` (its amount is not read); what is too much is taken off the last ones.
    A part that would be nothing falls away.
    """
    kept = [due for due in dues if due.due_on <= today]
    coming = [due for due in dues if due.due_on > today]
    left = price - _total(kept)
    if left > 0 and not coming:
        return [*kept, replace(rest, amount=left)]
    before, amounts, whole = Decimal(0), [], _total(coming)
    for due in coming:
        before += due.amount
        amounts.append((max(left, Decimal(0)) * before / whole).quantize(FEN, ROUND_HALF_UP))
    spread = [
        replace(due, amount=up_to - below)
        for due, up_to, below in zip(coming, amounts, [Decimal(0), *amounts], strict=False)
    ]
    return [due for due in [*_cut(kept, price), *spread] if due.amount > 0]


def _cut(dues: Iterable[Due], most: Decimal) -> list[Due]:
    """The same as far as they come to no more than that."""
    found = []
    for due in dues:
        found.append(replace(due, amount=min(due.amount, most)))
        most -= found[-1].amount
    return found


def _total(dues: Iterable[Due]) -> Decimal:
    return sum((due.amount for due in dues), Decimal(0))


def standings(dues: Iterable[Due], paid: Decimal, today: date) -> list[Standing]:
    """How each instalment stands on that day, in the order given (the oldest first); ``paid`` is all that came in."""
    left = max(paid, Decimal(0))
    found = []
    for due in dues:
        counted = min(left, due.amount)
        left -= counted
        found.append(_standing(due, counted, today))
    return found


def overdue(found: Iterable[Standing]) -> Decimal:
    """What should have come in before that day and did not."""
    return sum((each.open for each in found if each.is_overdue), Decimal(0))


def is_breach(due_on: date, today: date) -> bool:
    """Whether what was due then and is open still is overdue for more than two calendar months (D-32)."""
    return today > months_after(due_on, BREACH_MONTHS)


def _standing(due: Due, paid: Decimal, today: date) -> Standing:
    open_ = due.amount - paid
    return Standing(
        due=due,
        paid=paid,
        open=open_,
        days_overdue=max((today - due.due_on).days, 0) if open_ else 0,
        is_due=bool(open_) and due.due_on <= today,
        is_breach=bool(open_) and is_breach(due.due_on, today),
    )
