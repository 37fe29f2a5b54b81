"""From which step on an order is a deal (pure): the one switch of the section "deal"."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from visitors.ownership import PRESETS, RulesError


class CountsFrom(StrEnum):
    """The step with which an order becomes a deal (C-03)."""

    LARGE_DEPOSIT = "large_deposit"
    CONTRACT = "contract"


def counts_from(switches: Mapping[str, Any]) -> CountsFrom:
    """What a section such as ``{"preset": "floor", "deal_counts_from": "contract"}`` says. Raises RulesError."""
    given = {name: value for name, value in switches.items() if value is not None}
    if given.pop("preset", PRESETS[0]) not in PRESETS:
        raise RulesError("preset: unknown")
    chosen = given.pop("deal_counts_from", CountsFrom.LARGE_DEPOSIT.value)
    if given:
        raise RulesError(f"unknown switch: {', '.join(sorted(given))}")
    if not isinstance(chosen, str) or chosen not in [each.value for each in CountsFrom]:
        raise RulesError(f"deal_counts_from: one of {', '.join(CountsFrom)}, not {chosen!r:.80}")
    return CountsFrom(chosen)


def counted_on(
    rule: CountsFrom, *, large: date | None, subscribed: date | None, contracted: date | None
) -> date | None:
    """The day on which the order became a deal, None while it is none. An order may begin with a later step."""
    steps = [contracted] if rule == CountsFrom.CONTRACT else [large, subscribed, contracted]
    return min((day for day in steps if day is not None), default=None)
