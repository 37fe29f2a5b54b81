"""The calendar of follow-ups as a page shows it: what comes, month by month, and how many customers hear of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from followups.enums import DayKind, FollowUpPurpose
from followups.models import CalendarDay, FollowUp, Milestone
from offices.models import Office
from visitors.ownership import months_after

MONTHS_AHEAD = 14
COUNTED = {FollowUpPurpose.MILESTONE, FollowUpPurpose.FESTIVAL}


@dataclass(frozen=True, slots=True)
class Day:
    """A day of which there is something to say; ``planned`` customers are to hear of it."""

    on: date
    milestones: list[Milestone] = field(default_factory=list)
    festivals: list[CalendarDay] = field(default_factory=list)
    holidays: list[CalendarDay] = field(default_factory=list)
    workdays: list[CalendarDay] = field(default_factory=list)
    planned: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """The first of the month, and its days."""

    first: date
    days: list[Day]


def coming_months(office: Office, today: date) -> list[Month]:
    """From today on, the months in which there is something. Festivals that were left out are shown as such.

    What people entered is shown however far ahead it lies.
    """
    end = months_after(today, MONTHS_AHEAD)
    found: dict[date, Day] = {}

    def day(on: date) -> Day:
        return found.setdefault(on, Day(on, planned=planned.get(on, 0)))

    planned = _planned(office, today, end)
    for milestone in Milestone.objects.of(office).filter(on__gte=today).order_by("on", "pk"):
        day(milestone.on).milestones.append(milestone)
    lists = {DayKind.FESTIVAL: "festivals", DayKind.HOLIDAY: "holidays", DayKind.WORKDAY: "workdays"}
    for row in _shown(office, today, end):
        getattr(day(row.on), lists[DayKind(row.kind)]).append(row)
    months: dict[date, list[Day]] = defaultdict(list)
    for on in sorted(found):
        months[on.replace(day=1)].append(found[on])
    return [Month(first, days) for first, days in months.items()]


def _shown(office: Office, today: date, end: date) -> Iterable[CalendarDay]:
    """The days as the office has them, those that it leaves out included."""
    shown = Q(on__lte=end) | Q(office=office, code="")
    rows = list(CalendarDay.objects.seen_by(office).filter(shown, on__gte=today).order_by("on", "pk"))
    replaced = {(row.on, row.kind, row.code) for row in rows if row.office_id and row.code}
    return [row for row in rows if row.office_id or (row.on, row.kind, row.code) not in replaced]


def _planned(office: Office, today: date, end: date) -> dict[date, int]:
    """How many customers are to be told something on each day. One query."""
    rows = FollowUp.objects.of(office).due().filter(purpose__in=COUNTED, on__range=(today, end))
    return dict(
        rows.order_by().values("on").annotate(n=Count("customer", distinct=True)).values_list("on", "n")
    )
