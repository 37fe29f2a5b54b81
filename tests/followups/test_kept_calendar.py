"""The country's days: official where they are announced, reckoned and marked so where not, and an end to all."""

from datetime import UTC, date, datetime

import pytest

from followups.enums import DayKind
from followups.kept_calendar import LAST_LUNAR_YEAR, LAST_OFFICIAL_YEAR, days_of_year, solar_day
from followups.models import CalendarDay, FollowUp
from followups.selectors.calendar import festivals, is_working_day, milestones
from followups.services.calendar import add_festival, keep_calendar, set_milestone, switch_day
from offices.errors import Refusal
from offices.models import Member, Office

NOW = datetime(2026, 11, 2, 6, 20, tzinfo=UTC)


def of_kind(year: int, kind: DayKind) -> list[str]:
    return [f"{day.on:%m-%d}" for day in days_of_year(year) if day.kind == kind]


def test_make_up_days_of_an_announced_year() -> None:
    assert of_kind(2026, DayKind.WORKDAY) == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert all(day.official for day in days_of_year(2026))


def test_lunar_festivals_wander() -> None:
    spring = {2025: "01-29", 2026: "02-17", 2027: "02-06", 2028: "01-26"}
    for year, day in spring.items():
        assert day in of_kind(year, DayKind.FESTIVAL)


def test_a_year_nobody_announced_has_the_days_of_the_law_and_no_make_up_days() -> None:
    year = LAST_OFFICIAL_YEAR + 1
    holidays = [day for day in days_of_year(year) if day.kind == DayKind.HOLIDAY]
    assert len(holidays) == 13 and not any(day.official for day in holidays)
    assert of_kind(year, DayKind.WORKDAY) == []


def test_beyond_the_lunar_data_only_solar_days_are_known() -> None:
    assert {day.code for day in days_of_year(LAST_LUNAR_YEAR + 1)} == {
        "new_year",
        "labour_day",
        "national_day",
    }
    assert solar_day(LAST_LUNAR_YEAR + 1, 1, 1) is None


def test_nobody_is_congratulated_on_a_day_of_mourning() -> None:
    assert "qingming" not in {day.code for day in days_of_year(2026) if day.kind == DayKind.FESTIVAL}


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2026, 1, 1, date(2026, 2, 17)),
        (2025, 6, 15, date(2025, 7, 9)),  # 2025 has a second sixth month: the first one counts
        (2026, 1, 30, date(2026, 3, 18)),
        (2026, 12, 30, date(2027, 2, 5)),  # the twelfth month has 29 days that year
    ],
)
def test_lunar_dates(year: int, month: int, day: int, expected: date) -> None:
    assert solar_day(year, month, day) == expected


@pytest.mark.django_db
def test_the_calendar_is_kept_once_and_mended(office: Office) -> None:
    assert keep_calendar(now=NOW) > 100
    assert keep_calendar(now=NOW) == 0
    CalendarDay.objects.filter(on=date(2026, 10, 10)).update(name="Wrong", official=False)
    assert keep_calendar(now=NOW) == 2
    assert keep_calendar(now=NOW) == 0


@pytest.mark.django_db
def test_working_days(office: Office) -> None:
    keep_calendar(now=NOW)
    said = {
        date(2026, 10, 1): False,  # a Thursday, National Day
        date(2026, 10, 10): True,  # a Saturday that makes up for it
        date(2026, 10, 11): False,  # a Sunday
        date(2026, 10, 12): True,
    }
    assert {day: is_working_day(office, day) for day in said} == said


@pytest.mark.django_db
def test_an_office_leaves_a_festival_out_and_has_its_own(
    office: Office, other_office: Office, mei: Member
) -> None:
    keep_calendar(now=NOW)
    begin, end = date(2027, 2, 1), date(2027, 2, 28)
    spring = CalendarDay.objects.get(code="spring_festival", kind=DayKind.FESTIVAL, on__year=2027)
    switch_day(office=office, day=spring, on=False, by=mei, now=NOW)
    own = add_festival(office=office, on=date(2027, 2, 14), name="Owners", by=mei, now=NOW)
    assert [each.name for each in festivals(office, begin, end)] == ["Owners", "\u5143\u5bb5\u8282"]
    assert len(festivals(other_office, begin, end)) == 2
    left_out = CalendarDay.objects.get(office=office, code="spring_festival")
    switch_day(office=office, day=left_out, on=True, by=mei, now=NOW)
    switch_day(office=office, day=own, on=False, by=mei, now=NOW)
    assert len(festivals(office, begin, end)) == 2


@pytest.mark.django_db
def test_milestones_need_a_name_a_kind_and_stand_once(office: Office, mei: Member) -> None:
    given = {"office": office, "milestone": None, "on": date(2026, 12, 1), "by": mei, "now": NOW}
    made = set_milestone(name="Roof", kind="topping_out", **given)
    for wrong in (
        {"name": " ", "kind": "opening"},
        {"name": "A", "kind": "party"},
        {"name": "Roof", "kind": "other"},
    ):
        with pytest.raises(Refusal):
            set_milestone(**given, **wrong)
    set_milestone(name="Roof done", kind="topping_out", **{**given, "milestone": made})
    assert [each.name for each in milestones(office, date(2026, 12, 1), date(2026, 12, 1))] == ["Roof done"]
    assert not FollowUp.objects.exists()
