"""Birthdays of buyers and their families as dates that the cadence can repeat every year."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from followups.kept_calendar import solar_day
from visitors.enums import DateCalendar, DateKind
from visitors.models import CustomerDate

ANY_LEAP_YEAR = 2000
"""The cadence looks at month and day alone; this year has a 29 February."""


def birthdays_of(people: Mapping[int, int], *, begin: date, end: date) -> dict[int, tuple[date, ...]]:
    """By the id of a file; one query, none for nobody. ``people``: see visitors.selectors.aliases.

    A lunar birthday is another date every year, so it stands here only with its dates between ``begin`` and ``end``,
    which are less than a year apart: repeated in another year, such a date falls outside of them.
    """
    found: dict[int, list[date]] = defaultdict(list)
    if not people:
        return {}
    for row in CustomerDate.objects.filter(customer__in=list(people), kind=DateKind.BIRTHDAY):
        if row.calendar == DateCalendar.LUNAR:
            # The lunar year that begins in a solar year ends in the next one.
            days = (solar_day(year, row.month, row.day) for year in range(begin.year - 1, end.year + 1))
            found[people[row.customer_id]] += [day for day in days if day is not None and begin <= day <= end]
        else:
            found[people[row.customer_id]].append(date(ANY_LEAP_YEAR, row.month, row.day))
    return {file: tuple(days) for file, days in found.items()}
