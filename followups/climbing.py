"""How an overdue follow-up climbs: who is told of it, and when; its house rules included. Pure.

In the morning a consultant is told of what is due; after so many days the supervisor, and later the manager.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

PRESETS = ("floor", "charter", "fair")
LONGEST = 60
DAY = timedelta(days=1)


class CountedDays(StrEnum):
    """Which days count until the next one is told: sales offices work on holidays, some teams do not."""

    CALENDAR = "calendar"
    WORKING = "working"


class ClimbingError(ValueError):
    """This is no set of rules; the message says why, for developers."""


@dataclass(frozen=True, slots=True)
class ClimbingRules:
    """Days after which somebody is told. The presets are equal here."""

    morning_notice: bool = True
    supervisor_after: int = 1
    manager_after: int = 3
    overdue_days: CountedDays = CountedDays.CALENDAR

    def as_dict(self) -> dict[str, Any]:
        """Every switch as a JSON value."""
        return {**asdict(self), "overdue_days": self.overdue_days.value}


def climbing_rules_from(given: Mapping[str, Any]) -> ClimbingRules:
    """What ``{"preset": name, SWITCH: value, …}`` says; null is left out. Raises ClimbingError."""
    chosen = {name: value for name, value in given.items() if value is not None}
    if chosen.pop("preset", PRESETS[0]) not in PRESETS:
        raise ClimbingError("no such preset")
    unknown = sorted(chosen.keys() - {each.name for each in fields(ClimbingRules)})
    if unknown:
        raise ClimbingError(f"unknown switches: {', '.join(unknown)}")
    for name in ("supervisor_after", "manager_after"):
        value = chosen.get(name, 1)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST:
            raise ClimbingError(f"{name}: a whole number from 1 to {LONGEST}, not {value!r:.40}")
    if not isinstance(chosen.get("morning_notice", True), bool):
        raise ClimbingError(f"morning_notice: true or false, not {chosen['morning_notice']!r:.40}")
    if "overdue_days" in chosen:
        if chosen["overdue_days"] not in [each.value for each in CountedDays]:
            raise ClimbingError(f"overdue_days: {', '.join(CountedDays)}, not {chosen['overdue_days']!r:.40}")
        chosen["overdue_days"] = CountedDays(chosen["overdue_days"])
    return ClimbingRules(**chosen)


def told_of_what_was_due_by(
    after: int, *, today: date, rules: ClimbingRules, works: Callable[[date], bool]
) -> date:
    """The latest due day of what somebody who is told after so many days is told of today.

    Due on that day, it is ``after`` days overdue today. Counting working days, a holiday adds nothing, and what would
    climb on a holiday has climbed already or climbs on the next working day.
    """
    if rules.overdue_days is CountedDays.CALENDAR:
        return today - after * DAY
    day, left = today, after
    while left and today - day < 366 * DAY:
        if works(day):
            left -= 1
        day -= DAY
    return day
