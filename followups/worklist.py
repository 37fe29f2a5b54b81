"""In which order the day's follow-ups are best worked through (no Django, no database)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from followups.cadence import RANK
from followups.cadence_rules import Window

CONFIRM = "confirm"
GRADES = "ABCD"
RANKS: dict[str, int] = {purpose.value: rank for purpose, rank in RANK.items()}


@dataclass(frozen=True, slots=True)
class Item:
    """What the order depends on; times on the office's own clock. ``number`` tells equals apart."""

    on: date
    purpose: str
    number: int
    agreed_at: datetime | None = None
    windows: tuple[Window, ...] = ()
    grade: str = ""


class Place(NamedTuple):
    """The criteria, most weighty first."""

    without_promise: bool
    agreed_at: datetime
    hours: int
    no_visit_tomorrow: bool
    on: date
    rank: int
    grade: int
    number: int


def place_of(item: Item, now: datetime) -> Place:
    """What was agreed comes first, by its time; then what may be called now, confirmations, the oldest, the likeliest.

    ``now`` is the office's own clock, without offset.
    """
    return Place(
        without_promise=item.agreed_at is None,
        agreed_at=item.agreed_at or datetime.min,
        hours=0 if item.agreed_at else hours_now(item.windows, now.time()),
        no_visit_tomorrow=item.purpose != CONFIRM,
        on=item.on,
        rank=RANKS.get(item.purpose, len(RANKS)),
        grade=GRADES.find(item.grade) if item.grade else len(GRADES),
        number=item.number,
    )


def hours_now(windows: Sequence[Window], clock: time) -> int:
    """0: one may call now; 1: later today; 2: the hours of today are over."""
    if not windows or any(begin <= clock < end for begin, end in windows):
        return 0
    return 1 if any(clock < begin for begin, _end in windows) else 2
