"""Which files of people who did not buy have been kept long enough to ask whether they are still needed (I-23).

Pure: what is known of a file goes in, a verdict with its reason comes out. Nothing is destroyed by it: the manager says
of each file what shall become of it, and says so anew after ``ASK_AGAIN`` where it was kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ASK_AGAIN = timedelta(days=365)
"""A file that the manager kept is asked about again after a year."""


class Why(StrEnum):
    """Why a file is reviewed, or is not."""

    DUE = "due"
    OFF = "off"
    BOUGHT = "bought"
    HELD = "held"
    ERASED = "erased"
    YOUNG = "young"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What is known of a file, in days on the office's clock.

    ``last_contact``: None where nobody ever met the person, then ``entered`` counts. ``held``: something is open that
    needs the data. ``kept_on``: when the manager last said that it is still needed.
    """

    file: int
    entered: date
    last_contact: date | None = None
    bought: bool = False
    held: bool = False
    erased: bool = False
    kept_on: date | None = None

    @property
    def since(self) -> date:
        return self.entered if self.last_contact is None else max(self.entered, self.last_contact)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the month's last day where it has no such day."""
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"no day {months} months before {day}")


def judge(file: KeptFile, *, today: date, months: int, is_on: bool) -> Why:
    """Whether the file is to be reviewed today; the first reason against it counts."""
    if not is_on:
        return Why.OFF
    if file.erased:
        return Why.ERASED
    if file.bought:
        return Why.BOUGHT
    if file.held:
        return Why.HELD
    if file.since > months_before(today, months):
        return Why.YOUNG
    if file.kept_on is not None and file.kept_on + ASK_AGAIN > today:
        return Why.KEPT
    return Why.DUE


def due_files(files: Iterable[KeptFile], *, today: date, months: int, is_on: bool) -> list[KeptFile]:
    """Those to be reviewed, the longest unmet first."""
    due = [file for file in files if judge(file, today=today, months=months, is_on=is_on) is Why.DUE]
    return sorted(due, key=lambda file: (file.since, file.file))
