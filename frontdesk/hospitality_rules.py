"""The house rules of hospitality: cost caps, what an important gift is, how long before guests come all is ready.

Pure: a JSON value in, the rules out. The three presets say the same here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any

PRESETS = ("floor", "charter", "fair")
LIMITS: dict[str, tuple[int, int]] = {
    "cap_a": (1, 100_000),
    "cap_b": (1, 100_000),
    "cap_c": (1, 100_000),
    "cap_d": (1, 100_000),
    "important_gift": (1, 1_000_000),
    "inspect_hours": (1, 72),
    "ready_hours": (1, 24),
}
"""The least and the most that each switch may be."""


class HospitalityRulesError(ValueError):
    """This is no set of rules; the message says why, for developers."""


@dataclass(frozen=True, slots=True)
class HospitalityRules:
    """Caps per head in yuan by reception class, yuan from which a gift is important, hours before guests come."""

    cap_a: int = 500
    cap_b: int = 300
    cap_c: int = 200
    cap_d: int = 150
    important_gift: int = 1000
    inspect_hours: int = 5
    ready_hours: int = 1

    def cap_per_head(self, reception_class: str) -> int:
        """Yuan a guest of this class (a, b, c, d) may cost (H-11)."""
        return {"a": self.cap_a, "b": self.cap_b, "c": self.cap_c, "d": self.cap_d}[str(reception_class)]

    @property
    def inspect(self) -> timedelta:
        """So long before, the technicians have checked everything (H-35)."""
        return timedelta(hours=self.inspect_hours)

    @property
    def ready(self) -> timedelta:
        """So long before, all is ready (H-33)."""
        return timedelta(hours=self.ready_hours)

    def as_dict(self) -> dict[str, Any]:
        """Every switch as a JSON value."""
        return asdict(self)


def hospitality_rules_from(given: Mapping[str, Any]) -> HospitalityRules:
    """The rules that ``{"preset": name, SWITCH: value, …}`` describes; what is left out or null is as the preset.

    Raises HospitalityRulesError for an unknown switch or preset, and for a value that the switch cannot have.
    """
    if given.get("preset", PRESETS[0]) not in PRESETS:
        raise HospitalityRulesError(f"no such preset: {given['preset']!r:.40}")
    chosen = {name: value for name, value in given.items() if name != "preset" and value is not None}
    unknown = sorted(chosen.keys() - {field.name for field in fields(HospitalityRules)})
    if unknown:
        raise HospitalityRulesError(f"unknown switches: {', '.join(unknown)}")
    for name, value in chosen.items():
        least, most = LIMITS[name]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise HospitalityRulesError(f"{name}: a whole number from {least} to {most}, not {value!r:.40}")
    return HospitalityRules(**chosen)
