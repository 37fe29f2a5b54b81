"""House rules of the rotation: the switches, the presets, and how a rule set is read from JSON.

A rule set is a value: the same history can be judged by last year's rules, by today's, or by a draft.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class RulesError(ValueError):
    """A rule set that cannot be read; the text says which switch is wrong and why."""


class AssistBy(StrEnum):
    """Who helps a returning customer whose own consultant is absent."""

    LAST = "last"
    NEXT = "next"


class Makeup(StrEnum):
    """How many make-up turns an absence on business can earn."""

    ONE = "one"
    EACH = "each"


class Pick(StrEnum):
    """What finds the consultant of a by-order arrival: the order, or the fairness ledger."""

    ORDER = "order"
    LARGEST_DUE = "largest_due"


@dataclass(frozen=True, slots=True)
class Rules:
    """The switches; their defaults make up the preset `floor`.

    `makeup_cap` is a number of turns, 1 to 9: whoever is owed that many earns nothing by being passed.
    """

    returning_visit_counts: bool = False  # floor-queue-5.2; charter-9 counts them
    assist_by: AssistBy = AssistBy.NEXT  # floor-queue-5; charter-8 takes the last
    makeup: Makeup = Makeup.EACH  # floor-queue-3; charter-7 allows one
    makeup_when_busy: bool = False
    makeup_cap: int | None = None
    uncounted_costs_no_turn: bool = True
    pick: Pick = Pick.ORDER

    @property
    def keeps_balances(self) -> bool:
        """False where the ledger decides: then no turn is ever owed or charged."""
        return self.pick is not Pick.LARGEST_DUE

    def as_dict(self) -> dict[str, object]:
        """Every switch as a JSON value; `rules_from` reads it back."""
        return {
            name: value.value if isinstance(value, StrEnum) else value for name, value in asdict(self).items()
        }


PRESETS: dict[str, Rules] = {
    "charter": Rules(returning_visit_counts=True, assist_by=AssistBy.LAST, makeup=Makeup.ONE),
    "floor": Rules(),
    "fair": replace(Rules(), pick=Pick.LARGEST_DUE),
}
DEFAULT_PRESET = "floor"


def shown(value: object) -> str:
    """A JSON value as an error may carry it: short and on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    text = json.dumps(value) if isinstance(value, float) else repr(value)  # NaN as it was written
    return text if len(text) <= 80 else f"{text[:77]}..."


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise RulesError(f"must be true or false, not {shown(value)}")
    return value


def _cap(value: object) -> int:
    # bool is a kind of int to Python, yet no number of turns
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 9:
        raise RulesError(f"must be an integer from 1 to 9, or null, not {shown(value)}")
    return value


def _one_of(options: type[StrEnum]) -> Callable[[object], StrEnum]:
    by_text = {option.value: option for option in options}
    names = " or ".join(f"'{text}'" for text in by_text)

    def read(value: object) -> StrEnum:
        if not isinstance(value, str) or value not in by_text:
            raise RulesError(f"must be {names}, not {shown(value)}")
        return by_text[value]

    return read


_SWITCHES: dict[str, Callable[[object], object]] = {
    "returning_visit_counts": _flag,
    "assist_by": _one_of(AssistBy),
    "makeup": _one_of(Makeup),
    "makeup_when_busy": _flag,
    "makeup_cap": _cap,
    "uncounted_costs_no_turn": _flag,
    "pick": _one_of(Pick),
}


def _preset(name: object) -> Rules:
    if not isinstance(name, str) or name not in PRESETS:
        raise RulesError(f"a preset must be {', '.join(PRESETS)}, not {shown(name)}")
    return PRESETS[name]


def rules_from(value: object) -> Rules:
    """The rule set that a JSON value describes: a preset's name, or an object of switches on top of a preset.

    A switch that is null is one left out. Raises `RulesError` for anything else than a known switch with a
    value of its own type.
    """
    if isinstance(value, str):
        return _preset(value)
    if not isinstance(value, dict):
        raise RulesError(f"must be a preset's name or an object of switches, not {shown(value)}")
    preset = value.get("preset")
    rules = _preset(DEFAULT_PRESET if preset is None else preset)
    switches: dict[str, Any] = {}
    for name, setting in value.items():
        if name == "preset":
            continue
        if name not in _SWITCHES:
            raise RulesError(f"unknown switch {shown(name)}")
        if setting is None:
            continue
        try:
            switches[name] = _SWITCHES[name](setting)
        except RulesError as error:
            raise RulesError(f"switch '{name}' {error}") from None
    return replace(rules, **switches)
