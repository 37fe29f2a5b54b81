"""Which days an office's follow-ups know: festivals, milestones, holidays and working days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from followups.cadence import Occasion
from followups.enums import DayKind
from followups.kept_calendar import LAST_LUNAR_YEAR, LAST_OFFICIAL_YEAR
from followups.models import CalendarDay, Milestone
from offices.models import Office
from offices.working_days import DayMark

SATURDAY = 5


def calendar_days(office: Office, begin: date, end: date) -> list[CalendarDay]:
    """The days from ``begin`` to ``end`` as this office has them, by date: one query.

    An office's row with the code of a country's day, on the same day and of the same kind, stands in its place.
    """
    rows = CalendarDay.objects.seen_by(office).filter(on__range=(begin, end)).order_by("on", "kind", "pk")
    found = list(rows)
    replaced = {(row.on, row.kind, row.code) for row in found if row.office_id and row.code}
    standing = [row for row in found if row.office_id or (row.on, row.kind, row.code) not in replaced]
    return [row for row in standing if row.is_active]


def festivals(office: Office, begin: date, end: date) -> list[Occasion]:
    """The festivals on which the office greets its customers."""
    days = calendar_days(office, begin, end)
    return [Occasion(day.on, day.name) for day in days if day.kind == DayKind.FESTIVAL]


def milestones(office: Office, begin: date, end: date) -> list[Occasion]:
    """What the project has to tell."""
    rows = Milestone.objects.of(office).filter(on__range=(begin, end)).order_by("on", "pk")
    return [Occasion(row.on, row.name) for row in rows]


def day_marks(office: Office, begin: date, end: date) -> dict[date, list[CalendarDay]]:
    """By date, what the calendar says of it; a day of which it says nothing is missing."""
    marks: dict[date, list[CalendarDay]] = defaultdict(list)
    for day in calendar_days(office, begin, end):
        marks[day.on].append(day)
    return dict(marks)


def is_working_day(office: Office, on: date) -> bool:
    """Whether the country works on that day: a make-up day works, a holiday does not, else the week decides."""
    return works(on, calendar_days(office, on, on))


def marks_for_offices(office: Office, begin: date, end: date) -> dict[date, DayMark] | None:
    """Holidays and make-up days as this office has them, for floors below; None until the country's are kept."""
    days = calendar_days(office, begin, end)
    if not days and not CalendarDay.objects.filter(office=None).exists():
        return None
    known = [day for day in days if day.kind in (DayKind.HOLIDAY, DayKind.WORKDAY)]
    known.sort(
        key=lambda day: day.kind == DayKind.WORKDAY
    )  # a make-up day works, whatever else is said of it
    return {day.on: DayMark(day.kind == DayKind.WORKDAY, day.name) for day in known}


def works(on: date, marks: Iterable[CalendarDay]) -> bool:
    """The same, of a day whose marks are known."""
    kinds = {day.kind for day in marks}
    if DayKind.WORKDAY in kinds:
        return True
    return DayKind.HOLIDAY not in kinds and on.weekday() < SATURDAY


def known_until() -> tuple[int, int]:
    """The last year whose holidays are announced, and the last with lunar festivals: beyond them nothing is known."""
    return LAST_OFFICIAL_YEAR, LAST_LUNAR_YEAR
