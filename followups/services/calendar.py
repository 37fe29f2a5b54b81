"""Milestones and days of the calendar change; every customer of the office is planned anew."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.enums import DayKind, MilestoneKind
from followups.kept_calendar import KeptDay, days_of_year
from followups.models import CalendarDay, Milestone
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from visitors.services.customers import clean_text
from visitors.services.plan_due import whole_office_is_due

NAME_LENGTH = 40
YEARS_KEPT = range(-1, 3)
"""Which years stand in the calendar, counted from this one: follow-ups look 60 days ahead, people a year or two."""


@transaction.atomic
def set_milestone(
    *, office: Office, milestone: Milestone | None, on: date, name: str, kind: str, by: Member, now: datetime
) -> Milestone:
    """A new milestone, or another day, name or kind of this one. Raises Refusal."""
    name = _named(name)
    if kind not in MilestoneKind.values:
        raise Refusal(_("Choose from the list what kind of news it is."), field="kind")
    others = Milestone.objects.of(office).filter(on=on, name=name)
    if others.exclude(pk=milestone.pk if milestone else None).exists():
        raise Refusal(_("This milestone stands on that day already."), field="name")
    if milestone is None:
        held = Milestone(office=office)
    else:
        held = Milestone.objects.of(office).select_for_update(of=("self",), no_key=True).get(pk=milestone.pk)
    held.on, held.name, held.kind, held.made_at, held.by = on, name, kind, now, by
    held.save()
    _changed(office, f"milestone:{held.pk}", {"did": "set", "on": on.isoformat(), "kind": kind}, by, now)
    return held


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: Member, now: datetime) -> None:
    """The milestone is off the calendar; gone already is gone."""
    if Milestone.objects.filter(pk=milestone.pk).delete()[0]:
        did = {"did": "removed", "on": milestone.on.isoformat()}
        _changed(milestone.office, f"milestone:{milestone.pk}", did, by, now)


@transaction.atomic
def add_festival(*, office: Office, on: date, name: str, by: Member, now: datetime) -> CalendarDay:
    """A day of the office's own on which customers are greeted. Raises Refusal."""
    name = _named(name)
    if CalendarDay.objects.seen_by(office).filter(on=on, kind=DayKind.FESTIVAL, name=name).exists():
        raise Refusal(_("This day stands in the calendar already."), field="name")
    day = CalendarDay.objects.create(
        office=office, on=on, kind=DayKind.FESTIVAL, name=name, made_at=now, by=by
    )
    _changed(office, f"day:{day.pk}", {"did": "added", "on": on.isoformat()}, by, now)
    return day


@transaction.atomic
def switch_day(*, office: Office, day: CalendarDay, on: bool, by: Member, now: datetime) -> None:
    """Leave a festival out, or take it in again; a day of the office's own that is left out is gone."""
    if day.office_id == office.pk and not day.code:
        if not on and CalendarDay.objects.filter(pk=day.pk).delete()[0]:
            _changed(office, f"day:{day.pk}", {"did": "removed", "on": day.on.isoformat()}, by, now)
        return
    CalendarDay.objects.update_or_create(
        office=office,
        on=day.on,
        kind=day.kind,
        code=day.code,
        name=day.name,
        defaults={"is_active": on, "official": day.official, "made_at": now, "by": by},
    )
    _changed(office, f"day:{day.pk}", {"did": "on" if on else "off", "on": day.on.isoformat()}, by, now)


@transaction.atomic
def keep_calendar(*, now: datetime) -> int:
    """The country's days of these years as the kept libraries have them now; returns how many rows changed.

    Reckoned holidays give way once the year is announced. Nothing to change is one query.
    """
    years = [now.year + offset for offset in YEARS_KEPT]
    wanted = {_place(day): day for year in years for day in days_of_year(year)}
    rows = CalendarDay.objects.filter(office=None, on__range=(date(years[0], 1, 1), date(years[-1], 12, 31)))
    known = {(row.on, row.kind, row.code, row.name, row.official): row.pk for row in rows}
    over = [pk for place, pk in known.items() if place not in wanted]
    CalendarDay.objects.filter(pk__in=over).delete()
    made = [_row(day, now) for place, day in wanted.items() if place not in known]
    CalendarDay.objects.bulk_create(made, ignore_conflicts=True)  # another worker may be at it as well
    if over or made:
        _ask_everybody(now)
    return len(over) + len(made)


def _place(day: KeptDay) -> tuple:
    return (day.on, day.kind.value, day.code, day.name, day.official)


def _row(day: KeptDay, now: datetime) -> CalendarDay:
    return CalendarDay(
        on=day.on, kind=day.kind, code=day.code, name=day.name, official=day.official, made_at=now
    )


def _ask_everybody(now: datetime) -> None:
    offices: Iterable[Office] = Office.objects.filter(is_active=True)
    for office in offices:
        whole_office_is_due(office=office, now=now)


def _named(name: str) -> str:
    name = clean_text(name, "name", NAME_LENGTH)
    if not name:
        raise Refusal(_("Give it a name: customers will read it."), field="name")
    return name


def _changed(office: Office, record: str, details: dict, by: Member, now: datetime) -> None:
    keep(action=AuditAction.CALENDAR_CHANGED, record=record, details=details, by=by, now=now)
    whole_office_is_due(office=office, now=now)
