"""The country's days as kept libraries know them: statutory holidays, make-up working days, festivals, lunar dates.

Holidays with their make-up days are official for the years that have been announced (library chinesecalendar). Later
years are reckoned from the days that the law gives, without make-up days, which nobody can know; they are marked as
not official. Lunar dates are known up to `LAST_LUNAR_YEAR` (library borax); beyond it there are none.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from borax.calendars.lunardate import MAX_LUNAR_YEAR, InvalidLunarDateError, LunarDate, TermUtils
from chinese_calendar import holidays, workdays

from followups.enums import DayKind

LAST_LUNAR_YEAR = MAX_LUNAR_YEAR
LAST_OFFICIAL_YEAR = max(holidays).year
FESTIVALS = Path(__file__).parent / "data" / "festivals.json"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeptDay:
    """A day of the country's calendar. ``code`` names the festival that it belongs to, in every year."""

    on: date
    kind: DayKind
    code: str
    name: str
    official: bool = True


def days_of_year(year: int) -> list[KeptDay]:
    """Every day worth knowing of a year, by date."""
    found = [*_festivals(year), *(_announced(year) if year <= LAST_OFFICIAL_YEAR else _by_law(year))]
    return sorted(found, key=lambda day: (day.on, day.kind, day.code))


def solar_day(year: int, month: int, day: int) -> date | None:
    """The date of a lunar day in the lunar year that begins in ``year``; None beyond what is known.

    A leap month counts as the month before it; the 30th of a month that has only 29 days is its 29th.
    """
    for possible in (day, day - 1):
        try:
            return LunarDate(year, month, possible).to_solar_date()
        except InvalidLunarDateError:
            continue
    return None


@cache
def _known() -> list[dict]:
    return json.loads(FESTIVALS.read_text(encoding="utf-8"))["festivals"]


def _falls_on(festival: dict, year: int) -> date | None:
    match festival["calendar"]:
        case "lunar":
            return solar_day(year, festival["month"], festival["day"])
        case "term":
            return (
                TermUtils.nth_term_day(year, term_name=festival["term"]) if year <= LAST_LUNAR_YEAR else None
            )
        case _:
            return date(year, festival["month"], festival["day"])


def _festivals(year: int) -> Iterator[KeptDay]:
    """Those on which customers are greeted; nobody is congratulated on a day of mourning."""
    for festival in _known():
        on = _falls_on(festival, year)
        if on is not None and festival["greet"]:
            yield KeptDay(on, DayKind.FESTIVAL, festival["code"], festival["name"])


def _announced(year: int) -> Iterator[KeptDay]:
    codes = {festival["official"]: festival for festival in _known() if festival["official"]}
    for kind, days in ((DayKind.HOLIDAY, holidays), (DayKind.WORKDAY, workdays)):
        for on, said in days.items():
            if on.year == year and said in codes:
                yield KeptDay(on, kind, codes[said]["code"], codes[said]["name"])


def _by_law(year: int) -> Iterator[KeptDay]:
    """The days off that the law gives in any year: what can be said before the year is announced."""
    taken: set[date] = set()
    for festival in _known():
        first = _falls_on(festival, year)
        for offset in festival["days_off"] if first is not None else ():
            on = first + offset * DAY
            if on not in taken:
                taken.add(on)
                yield KeptDay(on, DayKind.HOLIDAY, festival["code"], festival["name"], official=False)
