"""House rules of the cadence: days, intervals and hours, and how a rule set is read from JSON."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from itertools import pairwise
from typing import Any

PRESETS = ("floor", "charter", "fair")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
LONGEST = 3650

Window = tuple[time, time]
"""A stretch of a day in which one may call or write: from, until."""


class RulesError(ValueError):
    """A rule set that cannot be read; the text says which switch is wrong and why."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The switches; their defaults are the presets, which are equal here. Days and intervals in days."""

    invite_day: int = 1
    quality_day: int = 3
    invite_every: int = 7
    second_call_day: int = 3
    visitor_every: int = 7
    key_every: int = 3
    looker_every: int = 7
    buyer_every: int = 15
    buyer_months: int = 12
    win_back_after: int = 30
    asked_less_factor: int = 2
    call_windows: tuple[Window, ...] = ((time(10, 0), time(11, 30)), (time(15, 30), time(17, 0)))
    late_call_window: Window = (time(17, 0), time(20, 0))
    sms_window: Window = (time(9, 0), time(20, 0))


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


def _days(least: int) -> Callable[[str, object], int]:
    def read(name: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= LONGEST:
            raise RulesError(
                f"switch '{name}' must be a whole number from {least} to {LONGEST}, not {value!r:.80}"
            )
        return value

    return read


def _window(name: str, value: object) -> Window:
    if isinstance(value, list | tuple) and len(value) == 2 and all(map(_is_clock, value)):
        begin, end = (time.fromisoformat(each) for each in value)
        if begin < end:
            return begin, end
    raise RulesError(f'switch \'{name}\' must be hours like ["09:00", "20:00"], not {value!r:.80}')


def _windows(name: str, value: object) -> tuple[Window, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise RulesError(f"switch '{name}' must be a list of hours, not {value!r:.80}")
    windows = tuple(_window(name, each) for each in value)
    if any(one[1] > other[0] for one, other in pairwise(windows)):
        raise RulesError(f"switch '{name}' must list hours in order that do not overlap")
    return windows


def _is_clock(value: object) -> bool:
    return isinstance(value, str) and CLOCK.fullmatch(value) is not None


_SWITCHES: dict[str, Callable[[str, object], Any]] = {
    "invite_day": _days(0),
    "quality_day": _days(0),
    "invite_every": _days(1),
    "second_call_day": _days(0),
    "visitor_every": _days(1),
    "key_every": _days(1),
    "looker_every": _days(1),
    "buyer_every": _days(1),
    "buyer_months": _days(0),
    "win_back_after": _days(0),
    "asked_less_factor": _days(1),
    "call_windows": _windows,
    "late_call_window": _window,
    "sms_window": _window,
}
