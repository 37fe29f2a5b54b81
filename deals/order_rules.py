"""The house rules of orders: how long a small deposit holds the unit, what a late change of name costs, when a customer
may be given up.

Pure: a JSON value in, the rules out. The three presets say the same here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any

LONGEST_HOLD = 60
HIGHEST_FEE = 1_000_000
PRESETS = ("floor", "charter", "fair")
WARNINGS = (timedelta(hours=24), timedelta(hours=4))
"""How long before a small deposit lapses its end is announced, the longest first."""
MOST_FOLLOW_UPS = 20


class OrderRulesError(ValueError):
    """This is no set of rules; the message says why, for developers."""


@dataclass(frozen=True, slots=True)
class OrderRules:
    """The switches with their presets: days that a small deposit holds the unit, yuan for a late change of name.

    The others are contacts after the first one before a customer may be closed as lost: one who only called (E-08), and
    one who was here (E-14).
    """

    hold_days: int = 3
    transfer_fee: int = 0
    caller_follow_ups: int = 2
    visitor_follow_ups: int = 3

    @property
    def hold(self) -> timedelta:
        return timedelta(days=self.hold_days)

    def as_dict(self) -> dict[str, Any]:
        """Every switch as a JSON value."""
        return asdict(self)


def order_rules_from(given: Mapping[str, Any]) -> OrderRules:
    """The rules that ``{"preset": name, SWITCH: value, …}`` describes; what is left out or null is as the preset.

    Raises OrderRulesError for an unknown switch or preset, and for a value that the switch cannot have.
    """
    if given.get("preset", PRESETS[0]) not in PRESETS:
        raise OrderRulesError(f"no such preset: {given['preset']!r:.40}")
    chosen = {name: value for name, value in given.items() if name != "preset" and value is not None}
    unknown = sorted(chosen.keys() - {field.name for field in fields(OrderRules)})
    if unknown:
        raise OrderRulesError(f"unknown switches: {', '.join(unknown)}")
    for name in chosen:
        _whole(name, chosen[name], *RANGES[name])
    return OrderRules(**chosen)


RANGES = {
    "hold_days": (1, LONGEST_HOLD),
    "transfer_fee": (0, HIGHEST_FEE),
    "caller_follow_ups": (0, MOST_FOLLOW_UPS),
    "visitor_follow_ups": (0, MOST_FOLLOW_UPS),
}


def _whole(name: str, value: Any, least: int, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise OrderRulesError(f"{name}: a whole number from {least} to {most}, not {value!r:.40}")
