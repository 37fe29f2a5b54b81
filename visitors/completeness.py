"""How complete a customer's file is, and what would be worth asking next. Plain values only (B-39)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from visitors.file_kinds import FileField, Group, Purpose

ASK_FIRST = ("purchase_reason", "ideal_residence_priorities", "current_residence", "job_position")
"""What helps most to propose a home; the others follow by their purpose."""
WORTH = (Purpose.ADDRESS, Purpose.REACH, Purpose.ADVISE, Purpose.AFFORD, Purpose.HOST)
"""What helps most comes first; the other purposes after these."""
ASKED_NEXT = 3
OTHER_LINES = frozenset({"office_phone", "home_phone"})
"""Nobody asks for these as long as there is anything else to ask: one number is enough to call."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    filled: int
    of: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all; a form without fields is complete."""
        return self.filled * 100 // self.of if self.of else 100


@dataclass(frozen=True, slots=True)
class Completeness:
    """The whole file, each group that the form has, and the keys of the fields to ask for next."""

    whole: Share
    groups: Mapping[Group, Share]
    next: tuple[str, ...]


def completeness(fields: Iterable[FileField], filled: Collection[str]) -> Completeness:
    """``filled`` are the keys that have a value. Every field in use counts the same."""
    used = list(fields)
    groups = {
        group: Share(sum(each.key in filled for each in members), len(members))
        for group in Group
        if (members := [each for each in used if each.group is group])
    }
    lacking = [each for each in used if each.key not in filled and each.sensitive is None]
    ranked = sorted(lacking, key=lambda each: (_worth(each), used.index(each)))
    whole = Share(sum(share.filled for share in groups.values()), len(used))
    return Completeness(whole, groups, tuple(each.key for each in ranked[:ASKED_NEXT]))


def _worth(field: FileField) -> int:
    if field.key in ASK_FIRST:
        return ASK_FIRST.index(field.key)
    if field.key in OTHER_LINES:
        return len(ASK_FIRST) + len(WORTH) + 1
    purpose = WORTH.index(field.purpose) if field.purpose in WORTH else len(WORTH)
    return len(ASK_FIRST) + purpose
