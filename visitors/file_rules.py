"""The house rules of customer files: how long a loan and a view last, what looking is unusual, when what is reviewed,
where one segment of customers ends and the next begins.

Pure: a JSON value in, the rules out. The three presets say the same here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from visitors.segments import SegmentRules
from visitors.unusual import Limits

PRESETS = ("floor", "charter", "fair")
LIMITS: dict[str, tuple[int, int]] = {
    "loan_days": (1, 30),
    "view_days": (1, 60),
    "many_files": (5, 1000),
    "many_minutes": (1, 120),
    "night_files": (1, 100),
    "night_from": (0, 23),
    "night_to": (0, 23),
    "check_months": (1, 12),
    "retention_months": (6, 120),
    "export_rows": (0, 2000),
    "export_most": (50, 20_000),
    "high_budget": (1, 100_000),
    "middle_budget": (1, 100_000),
    "many_homes": (1, 20),
    "school_from": (3, 12),
    "grown_from": (14, 30),
    "later_from": (40, 90),
}
"""The least and the most that each switch may be."""
WAN = 10_000
FLAGS = frozenset({"retention_review"})


class FileRulesError(ValueError):
    """This is no set of rules; the message says why, for developers."""


@dataclass(frozen=True, slots=True)
class FileRules:
    """Days of a loan (I-16) and of an approved view, unusual looking, months between archive checks (I-30), months
    after the last contact after which a file of somebody who did not buy is reviewed (I-23), how many customers
    leave as a file without a second person (I-20). Of the segments (B-33): budgets in ten thousands of yuan, homes
    owned, ages in years."""

    loan_days: int = 3
    view_days: int = 7
    many_files: int = 30
    many_minutes: int = 10
    night_files: int = 3
    night_from: int = 21
    night_to: int = 7
    check_months: int = 3
    retention_review: bool = True
    retention_months: int = 24
    export_rows: int = 50
    export_most: int = 2000
    high_budget: int = 500
    middle_budget: int = 200
    many_homes: int = 3
    school_from: int = 6
    grown_from: int = 18
    later_from: int = 60

    @property
    def unusual(self) -> Limits:
        """What looking is unusual."""
        return Limits(self.many_files, self.many_minutes, self.night_files, self.night_from, self.night_to)

    @property
    def segments(self) -> SegmentRules:
        """Where one segment ends and the next begins."""
        return SegmentRules(
            high_budget=self.high_budget * WAN,
            middle_budget=self.middle_budget * WAN,
            many_homes=self.many_homes,
            school_from=self.school_from,
            grown_from=self.grown_from,
            later_from=self.later_from,
        )

    def as_dict(self) -> dict[str, Any]:
        """Every switch as a JSON value."""
        return asdict(self)


def file_rules_from(given: Mapping[str, Any]) -> FileRules:
    """The rules that ``{"preset": name, SWITCH: value, …}`` describes; what is left out or null is as the preset.

    Raises FileRulesError for an unknown switch or preset, and for a value that the switch cannot have.
    """
    if given.get("preset", PRESETS[0]) not in PRESETS:
        raise FileRulesError(f"no such preset: {given['preset']!r:.40}")
    chosen = {name: value for name, value in given.items() if name != "preset" and value is not None}
    unknown = sorted(chosen.keys() - {field.name for field in fields(FileRules)})
    if unknown:
        raise FileRulesError(f"unknown switches: {', '.join(unknown)}")
    for name, value in chosen.items():
        if name in FLAGS:
            if not isinstance(value, bool):
                raise FileRulesError(f"{name}: yes or no, not {value!r:.40}")
            continue
        least, most = LIMITS[name]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise FileRulesError(f"{name}: a whole number from {least} to {most}, not {value!r:.40}")
    return FileRules(**chosen)
