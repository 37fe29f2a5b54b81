"""House rules of attribution: the switches and how a rule set is read from JSON.

Registration and validity are those of visitors.ownership; the shares are percents, kept as exact fractions.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from visitors.ownership import OTHER_SWITCHES, RulesError, ValidityRules, validity_rules_from

PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]+)?", re.ASCII)


class AssistEarns(StrEnum):
    """When somebody who assisted earns a share."""

    ALWAYS = "always"
    CLOSING = "closing"


class DesignatedAmong(StrEnum):
    """Which of the standing consultants share what the designated one leaves."""

    ALL = "all"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Rules:
    """The switches; their defaults are the presets, which are equal here. Shares are percents, 0 to 100."""

    validity: ValidityRules = field(default_factory=ValidityRules)
    refused_share: Fraction = Fraction(20)  # floor-3.2
    assist_share: Fraction = Fraction(20)  # floor-3.3
    same_day_assist_share: Fraction = Fraction(50)  # floor-queue-5
    assist_earns: AssistEarns = AssistEarns.ALWAYS
    designated_share: Fraction = Fraction(50)  # floor-3.8
    designated_among: DesignatedAmong = DesignatedAmong.ALL
    forgotten_share: Fraction = Fraction(50)  # floor-3.7


def rules_from(value: object) -> Rules:
    """The rule set that a JSON value describes: a preset's name, or an object of switches on top of a preset.

    A switch that is null is one left out. Raises RulesError for anything else than a known switch with a value of
    its own type.
    """
    if isinstance(value, str):
        value = {"preset": value}
    if not isinstance(value, Mapping):
        raise RulesError(f"a preset's name or an object of switches, not {value!r:.80}")
    validity = validity_rules_from(value)
    given = {name: each for name, each in value.items() if each is not None and name in OTHER_SWITCHES}
    return replace(
        Rules(validity=validity), **{name: _SWITCHES[name](name, each) for name, each in given.items()}
    )


def percent(name: str, value: Any) -> Fraction:
    """A percent, 0 to 100, from an integer or a decimal string. Raises RulesError."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100:
        return Fraction(value)
    if isinstance(value, str) and PERCENT.fullmatch(value) and Fraction(value) <= 100:
        return Fraction(value)
    raise RulesError(f"{name}: a percent from 0 to 100, an integer or a decimal string, not {value!r:.80}")


def _choice(choices: type[StrEnum]) -> Callable[[str, Any], StrEnum]:
    words = [choice.value for choice in choices]

    def read(name: str, value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in words:
            raise RulesError(f"{name}: one of {', '.join(words)}, not {value!r:.80}")
        return choices(value)

    return read


_SWITCHES: dict[str, Callable[[str, Any], Any]] = {
    "refused_share": percent,
    "assist_share": percent,
    "same_day_assist_share": percent,
    "assist_earns": _choice(AssistEarns),
    "designated_share": percent,
    "designated_among": _choice(DesignatedAmong),
    "forgotten_share": percent,
}
