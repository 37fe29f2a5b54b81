"""In which segment a customer is: by what they can pay, their family, and where in life they stand (B-33).

Plain facts in, a segment with its reason out; nothing is guessed where nothing is known. Whoever knows better may say
so, and their word stands above what is derived.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Axis(StrEnum):
    """The three dimensions."""

    PAYMENT = "payment"
    FAMILY = "family"
    LIFE = "life"


class Payment(StrEnum):
    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


class Family(StrEnum):
    SINGLE = "single"
    COUPLE = "couple"
    ONE_PARENT = "one_parent"
    WITH_CHILDREN = "with_children"
    THREE_GENERATIONS = "three_generations"


class Life(StrEnum):
    YOUNG = "young"
    BEFORE_CHILDREN = "before_children"
    SMALL_CHILDREN = "small_children"
    SCHOOL = "school"
    GROWN = "grown"
    LATER = "later"


class Reason(StrEnum):
    """From what a segment follows."""

    SAID = "said"
    INCOME = "income"
    BUDGET = "budget"
    HOMES = "homes"
    HOUSEHOLD = "household"
    MARITAL = "marital"
    CHILDREN = "children"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class SegmentRules:
    """Where one segment ends and the next begins; budgets in yuan, ages in whole years."""

    high_incomes: tuple[str, ...] = ("to_1m", "over_1m")
    middle_incomes: tuple[str, ...] = ("to_500k",)
    high_budget: int = 5_000_000
    middle_budget: int = 2_000_000
    many_homes: int = 3
    school_from: int = 6
    grown_from: int = 18
    later_from: int = 60


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known. ``born`` and ``children``: "YYYY", "YYYY-MM" or "YYYY-MM-DD"; "" for a child of unknown age.

    ``partner``: married, or a spouse is in the household; None where nobody knows.
    """

    income: str = ""
    budget: int | None = None
    homes: int | None = None
    partner: bool | None = None
    children: tuple[str, ...] = ()
    parents_too: bool = False
    born: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of an axis, and why; ``derived`` is what the facts alone would give ("" for unknown)."""

    axis: Axis
    code: str
    reason: Reason
    derived: str


MEMBERS: Mapping[Axis, tuple[str, ...]] = {
    Axis.PAYMENT: tuple(Payment),
    Axis.FAMILY: tuple(Family),
    Axis.LIFE: tuple(Life),
}


def segments(
    facts: Facts, said: Mapping[str, str], on: date, rules: SegmentRules | None = None
) -> tuple[Segment, ...]:
    """The segments that are known, in the order of the axes; ``said`` by axis is what somebody chose by hand."""
    used = rules or SegmentRules()
    derived = {
        Axis.PAYMENT: _payment(facts, used),
        Axis.FAMILY: _family(facts),
        Axis.LIFE: _life(facts, on, used),
    }
    found = []
    for axis in Axis:
        code, reason = derived[axis] or ("", Reason.SAID)
        chosen = said.get(axis, "")
        if chosen in MEMBERS[axis]:
            found.append(Segment(axis, chosen, Reason.SAID, code))
        elif code:
            found.append(Segment(axis, code, reason, code))
    return tuple(found)


def age(born: str, on: date) -> int:
    """Whole years since; where only a month or a year is known, as if born at its end, so never too old."""
    year, month, day = (*(int(each) for each in born.split("-")), 0, 0)[:3]
    return on.year - year - ((on.month, on.day) < (month or 12, day or 31))


def _payment(facts: Facts, rules: SegmentRules) -> tuple[Payment, Reason] | None:
    """The best of what is known: whoever has a high income and a modest budget can pay much."""
    grades = []
    if facts.income:
        high, middle = facts.income in rules.high_incomes, facts.income in rules.middle_incomes
        grades.append((_grade(high, middle), Reason.INCOME))
    if facts.budget is not None:
        high, middle = facts.budget >= rules.high_budget, facts.budget >= rules.middle_budget
        grades.append((_grade(high, middle), Reason.BUDGET))
    if facts.homes:
        grades.append((_grade(facts.homes >= rules.many_homes, True), Reason.HOMES))
    order = list(Payment)
    return min(grades, key=lambda each: order.index(each[0]), default=None)


def _grade(high: bool, middle: bool) -> Payment:
    if high:
        return Payment.HIGH
    return Payment.MIDDLE if middle else Payment.LOW


def _family(facts: Facts) -> tuple[Family, Reason] | None:
    if facts.children and facts.parents_too:
        return Family.THREE_GENERATIONS, Reason.HOUSEHOLD
    if facts.children:
        alone = facts.partner is False
        return Family.ONE_PARENT if alone else Family.WITH_CHILDREN, Reason.CHILDREN
    if facts.partner is None:
        return None
    return (Family.COUPLE if facts.partner else Family.SINGLE), Reason.MARITAL


def _life(facts: Facts, on: date, rules: SegmentRules) -> tuple[Life, Reason] | None:
    if facts.born and age(facts.born, on) >= rules.later_from:
        return Life.LATER, Reason.AGE
    ages = [age(born, on) for born in facts.children if born]
    if ages:
        return _by_youngest(min(ages), rules), Reason.CHILDREN
    if facts.children or facts.partner is None:
        return None
    return (Life.BEFORE_CHILDREN if facts.partner else Life.YOUNG), Reason.MARITAL


def _by_youngest(years: int, rules: SegmentRules) -> Life:
    if years < rules.school_from:
        return Life.SMALL_CHILDREN
    return Life.SCHOOL if years < rules.grown_from else Life.GROWN
