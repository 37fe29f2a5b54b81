"""Which days the country works, for every floor: the house registers who knows it, the calendar's library is the start.

An office may change single days of its calendar on a floor above; what counts in working days below reads them here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar import holidays, workdays

from offices.models import Office

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayMark:
    """What the calendar says of a day: a holiday, or with ``works`` a day worked in a holiday's place; its name."""

    works: bool
    name: str = ""


Source = Callable[[Office, date, date], Mapping[date, DayMark] | None]
"""The marks from a day to a day, both included; None where the source knows nothing yet."""

_sources: list[Source] = []


def register(source: Source) -> None:
    """Set who knows the office's own calendar; the last one that knows something is asked."""
    if source not in _sources:
        _sources.append(source)


def marks(office: Office, begin: date, end: date) -> dict[date, DayMark]:
    """By date, every day from ``begin`` to ``end`` that is no ordinary one."""
    for source in reversed(_sources):
        known = source(office, begin, end)
        if known is not None:
            return dict(known)
    return _announced(begin, end)


def _announced(begin: date, end: date) -> dict[date, DayMark]:
    """What the state has announced, by the calendar's library."""
    days = (begin + offset * DAY for offset in range((end - begin).days + 1))
    return {
        on: DayMark(works=on in workdays, name=str(workdays.get(on) or holidays.get(on) or ""))
        for on in days
        if on in workdays or on in holidays
    }
