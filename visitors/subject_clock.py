"""How long somebody may wait for an answer about their own data: the days, the warning, the last day.

The law wants an answer within thirty days; the house wants it within fifteen. Pure: days in, a light out.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WARNS_AFTER = 10
"""Days (calendar) since the request came, on the office's clock, after which the clock warns."""
LAST_DAY = 15
"""The last day on which it may be answered; the day on which it came is day 0."""


class Light(StrEnum):
    """How urgent an open request is."""

    FINE = "fine"
    WARN = "warn"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Clock:
    """``days`` since it came, ``due_on`` the last day."""

    days: int
    due_on: date
    light: Light

    @property
    def left(self) -> int:
        """Days that are left, below zero where it is late."""
        return LAST_DAY - self.days


def due_on(asked_on: date) -> date:
    return asked_on + timedelta(days=LAST_DAY)


def clock(asked_on: date, today: date) -> Clock:
    """How a request stands that nobody has answered yet: it warns from day 10, day 15 has to see it answered."""
    days = (today - asked_on).days
    light = Light.FINE if days < WARNS_AFTER else Light.WARN if days < LAST_DAY else Light.BREACH
    return Clock(days, due_on(asked_on), light)
