"""House rules of complaints: hours, days and numbers, and how a rule set is read from JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

PRESETS = ("floor", "charter", "fair")
MOST_HOURS = 2000
MOST_DAYS = 400


class RulesError(ValueError):
    """A rule set that cannot be read; the text says which switch is wrong and why."""


class ClockDays(StrEnum):
    """On which days the clocks run."""

    WORKING = "working"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Rules:
    """The switches; their defaults are the presets, which are equal here.

    Hours are working hours on the business calendar, days are calendar days. ``collective_from`` counts households.
    """

    clock_days: ClockDays = ClockDays.WORKING
    collective_from: int = 3
    assign_hours: int = 1
    handle_hours: int = 16
    return_hours: int = 2
    reply_hours: int = 24
    written_hours: int = 40
    major_hours: int = 4
    verify_hours: int = 16
    remind_hours: int = 1
    manager_after: int = 4
    head_after: int = 9
    next_reply_days: int = 15
    confirm_days: int = 7
    return_call_days: int = 7
    reopen_days: int = 30
    repeat_days: int = 90
    return_call_rate: int = 90


def rules_from(value: object) -> Rules:
    """The rule set that a JSON value describes: a preset's name, or an object of switches on top of a preset.

    A switch that is null is one left out. Raises RulesError for anything else than a known switch with a value of
    its own type.
    """
    if isinstance(value, str):
        value = {"preset": value}
    if not isinstance(value, Mapping):
        raise RulesError(f"must be a preset's name or an object of switches, not {value!r:.80}")
    given = {name: each for name, each in value.items() if each is not None}
    preset = given.pop("preset", PRESETS[0])
    if preset not in PRESETS:
        raise RulesError(f"a preset must be {', '.join(PRESETS)}, not {preset!r:.80}")
    for name in given:
        if name not in _SWITCHES:
            raise RulesError(f"unknown switch {name!r:.80}")
    return replace(Rules(), **{name: _SWITCHES[name](name, each) for name, each in given.items()})


def limits_of(name: str) -> tuple[int, int]:
    """The least and the most that a number among the switches may be."""
    return _LIMITS[name]


def _number(name: str, value: object) -> int:
    least, most = _LIMITS[name]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise RulesError(f"switch '{name}' must be a whole number from {least} to {most}, not {value!r:.80}")
    return value


def _days(name: str, value: object) -> ClockDays:
    words = [each.value for each in ClockDays]
    if not isinstance(value, str) or value not in words:
        raise RulesError(f"switch '{name}' must be {' or '.join(words)}, not {value!r:.80}")
    return ClockDays(value)


_LIMITS: dict[str, tuple[int, int]] = {
    "collective_from": (2, 1000),
    "assign_hours": (1, MOST_HOURS),
    "handle_hours": (1, MOST_HOURS),
    "return_hours": (1, MOST_HOURS),
    "reply_hours": (1, MOST_HOURS),
    "written_hours": (1, MOST_HOURS),
    "major_hours": (1, MOST_HOURS),
    "verify_hours": (1, MOST_HOURS),
    "remind_hours": (0, MOST_HOURS),
    "manager_after": (0, MOST_HOURS),
    "head_after": (0, MOST_HOURS),
    "next_reply_days": (1, MOST_DAYS),
    "confirm_days": (1, MOST_DAYS),
    "return_call_days": (1, MOST_DAYS),
    "reopen_days": (1, MOST_DAYS),
    "repeat_days": (1, MOST_DAYS),
    "return_call_rate": (1, 100),
}
_SWITCHES: dict[str, Callable[[str, object], Any]] = {
    "clock_days": _days,
    **dict.fromkeys(_LIMITS, _number),
}
