"""The house rules of the telephone: targets and what is done by them. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

PRESETS = ("floor", "charter", "fair")


class Counted(StrEnum):
    """Which answered calls cost a turn."""

    FIRST = "first"
    EVERY = "every"


class PhoneRulesError(ValueError):
    """This is no set of rules; the message says why, for developers."""


@dataclass(frozen=True, slots=True)
class PhoneRules:
    """The presets are equal here.

    ``ring_seconds``: from the beginning of one ring to the next. ``call_back_minutes``: within which who asked what
    nobody knew, or whom nobody answered, is called back. ``letter_days``: within which a letter is answered.
    """

    rings_target: int = 3
    backup_after: int = 6
    longest_minutes: int = 10
    ring_seconds: int = 5
    call_back_minutes: int = 60
    letter_days: int = 3
    known_to_owner: bool = True
    counted: Counted = Counted.FIRST

    def as_dict(self) -> dict[str, Any]:
        """Every switch as a JSON value."""
        return {**asdict(self), "counted": self.counted.value}


RANGES: Mapping[str, tuple[int, int]] = {
    "rings_target": (1, 20),
    "backup_after": (1, 20),
    "longest_minutes": (1, 120),
    "ring_seconds": (2, 10),
    "call_back_minutes": (5, 1440),
    "letter_days": (1, 60),
}
"""The least and the most of each number."""


def phone_rules_from(given: Mapping[str, Any]) -> PhoneRules:
    """What ``{"preset": name, SWITCH: value, …}`` says; null is left out. Raises PhoneRulesError."""
    chosen = {name: value for name, value in given.items() if value is not None}
    if chosen.pop("preset", PRESETS[0]) not in PRESETS:
        raise PhoneRulesError("no such preset")
    unknown = sorted(chosen.keys() - {each.name for each in fields(PhoneRules)})
    if unknown:
        raise PhoneRulesError(f"unknown switches: {', '.join(unknown)}")
    for name in RANGES.keys() & chosen.keys():
        least, most = RANGES[name]
        value = chosen[name]
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise PhoneRulesError(f"{name}: a whole number from {least} to {most}, not {value!r:.40}")
    if not isinstance(chosen.get("known_to_owner", True), bool):
        raise PhoneRulesError(f"known_to_owner: true or false, not {chosen['known_to_owner']!r:.40}")
    if "counted" in chosen:
        if chosen["counted"] not in [each.value for each in Counted]:
            raise PhoneRulesError(f"counted: {', '.join(Counted)}, not {chosen['counted']!r:.40}")
        chosen["counted"] = Counted(chosen["counted"])
    return PhoneRules(**chosen)
