"""The house rules of texts: the quiet hours and how often one number gets marketing.

Pure: a JSON value in, the limits out. The three presets say the same here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import time
from typing import Any

from messaging.gates import Limits

PRESETS = ("floor", "charter", "fair")
BOUNDS = {"quiet_from": (17, 22), "quiet_until": (7, 11), "a_day": (1, 3), "a_month": (1, 12)}


class TextRulesError(ValueError):
    """This is no set of rules; the message says why, for developers."""


@dataclass(frozen=True, slots=True)
class TextRules:
    """Whole hours of the quiet time, and marketing texts that a number gets in a day and in a month."""

    quiet_from: int = 20
    quiet_until: int = 9
    a_day: int = 1
    a_month: int = 4

    @property
    def limits(self) -> Limits:
        return Limits(time(self.quiet_from), time(self.quiet_until), self.a_day, self.a_month)

    def as_dict(self) -> dict[str, Any]:
        """Every switch as a JSON value."""
        return asdict(self)


def text_rules_from(given: Mapping[str, Any]) -> TextRules:
    """The rules that ``{"preset": name, SWITCH: value, …}`` describes; what is left out or null is as the preset.

    Raises TextRulesError for an unknown switch or preset, and for a value that the switch cannot have.
    """
    if given.get("preset", PRESETS[0]) not in PRESETS:
        raise TextRulesError(f"no such preset: {given['preset']!r:.40}")
    chosen = {name: value for name, value in given.items() if name != "preset" and value is not None}
    unknown = sorted(chosen.keys() - {field.name for field in fields(TextRules)})
    if unknown:
        raise TextRulesError(f"unknown switches: {', '.join(unknown)}")
    for name, value in chosen.items():
        least, most = BOUNDS[name]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise TextRulesError(f"{name}: a whole number from {least} to {most}, not {value!r:.40}")
    return TextRules(**chosen)
