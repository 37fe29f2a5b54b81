"""What comes of the demo's calls: a table of what each consultant's calls led to. The words stand in the data file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from followups.enums import CallCode, CallOccasion
from visitors.enums import GradeReason, Objection

YESTERDAY, TODAY = -1, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """One call. ``clock`` is the office's; one of today is told only when that hour has come.

    ``words`` names the note in the data file. ``agreed`` and ``coming`` are the day from today and the hour of what
    the customer named; ``rates`` is what the customer answered to questions on a scale.
    """

    day: int
    clock: str
    code: CallCode
    words: str = ""
    agreed: tuple[int, str] | None = None
    coming: tuple[int, str] | None = None
    rates: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)


EVERYBODY: tuple[Tale, ...] = (
    Tale(
        day=YESTERDAY, clock="15:41", code=CallCode.NOT_CONVENIENT, words="meeting", agreed=(TODAY, "12:30")
    ),
    Tale(
        day=YESTERDAY,
        clock="16:20",
        code=CallCode.COMING,
        words="comes",
        coming=(1, "14:00"),
        more={"people": 3, "occasion": CallOccasion.MILESTONE},
    ),
    Tale(
        day=TODAY,
        clock="10:05",
        code=CallCode.REACHED,
        words="compares",
        rates=5,
        more={"occasion": CallOccasion.WEATHER, "objections": [Objection.COMPARING]},
    ),
    Tale(day=TODAY, clock="10:25", code=CallCode.NO_ANSWER),
)
"""What every consultant has behind and before them, whatever the hour."""

OWN: tuple[tuple[Tale, ...], ...] = (
    (
        Tale(day=YESTERDAY, clock="16:48", code=CallCode.COMPLAINS, words="complains", rates=2),
        Tale(
            day=TODAY, clock="10:40", code=CallCode.NOT_CONVENIENT, words="driving", agreed=(TODAY, "18:40")
        ),
    ),
    (
        Tale(
            day=YESTERDAY,
            clock="11:02",
            code=CallCode.REACHED,
            words="price",
            more={"objections": [Objection.PRICE, Objection.PAYMENT], "wants_help": True},
        ),
        Tale(day=YESTERDAY, clock="17:05", code=CallCode.COMING, words="comes", coming=(TODAY, "18:30")),
    ),
    (
        Tale(day=YESTERDAY, clock="10:44", code=CallCode.FEWER, words="fewer"),
        Tale(day=TODAY, clock="11:05", code=CallCode.PASSED_ON, words="wife", more={"passed_on_to": "wife"}),
    ),
    (
        Tale(
            day=YESTERDAY,
            clock="15:55",
            code=CallCode.REACHED,
            words="warm",
            rates=4,
            more={"grade": "A", "grade_reason": GradeReason.CLOSER},
        ),
        Tale(
            day=TODAY, clock="10:50", code=CallCode.NOT_CONVENIENT, words="driving", agreed=(TODAY, "19:10")
        ),
    ),
    (
        Tale(day=YESTERDAY, clock="16:02", code=CallCode.NEVER, words="never", more={"no_calls": True}),
        Tale(
            day=TODAY,
            clock="10:58",
            code=CallCode.REACHED,
            words="family",
            more={"occasion": CallOccasion.EVENT, "objections": [Objection.FAMILY]},
        ),
    ),
    (
        Tale(day=YESTERDAY, clock="11:15", code=CallCode.REACHED, words="school", more={"wants_help": True}),
        Tale(day=TODAY, clock="11:10", code=CallCode.REACHED, words="declined", more={"declined": True}),
    ),
    (Tale(day=YESTERDAY, clock="16:30", code=CallCode.COMPLAINS, words="parking"),),
    (
        Tale(
            day=YESTERDAY,
            clock="11:20",
            code=CallCode.PASSED_ON,
            words="wife",
            more={"passed_on_to": "mother"},
        ),
        Tale(day=TODAY, clock="11:20", code=CallCode.REACHED, words="floor", rates=5),
    ),
)
"""What only one of them has, by their place among the consultants."""


def tales_of(place: int) -> tuple[Tale, ...]:
    """In the order in which they happened."""
    return tuple(sorted((*EVERYBODY, *OWN[place % len(OWN)]), key=lambda tale: (tale.day, tale.clock)))
