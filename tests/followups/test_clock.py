"""Plans and the climbing of overdue calls: midnight, month ends, leap days, holidays, another time zone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from deals.models import Opportunity
from followups.enums import DayKind
from followups.models import CalendarDay, FollowUp
from followups.selectors.birthdays import birthdays_of
from followups.services.agreed_calls import tell_of_agreed_calls
from followups.services.calendar import keep_calendar
from followups.services.call_entry import CallEntry
from followups.services.calls import record_call
from followups.services.climbing import climb_overdue
from followups.services.follow_ups import add, agree
from followups.services.plans import refresh_plan
from followups.services.sweeps import sweep_asked, sweep_day
from offices.enums import NoticeKind, Role
from offices.models import HouseRules, Member, Notice, Office
from tests.cast import enrol
from tests.visitors.rows import file_of, receive
from visitors.models import Customer
from visitors.services.customer_dates import add_birthday

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def at(text: str, offset: str = "+08:00") -> datetime:
    return datetime.fromisoformat(text + offset)


def met(lin: Member, an: Member, moment: datetime, grade: str = "A") -> Customer:
    customer = file_of(lin, name="Zhou", now=moment)
    receive(customer, an, at=moment)
    Customer.objects.filter(pk=customer.pk).update(grade=grade)
    return customer


def days(customer: Customer, until: date) -> list[str]:
    rows = FollowUp.objects.due().filter(customer=customer, channel="call", on__lte=until)
    return [f"{row.on:%Y-%m-%d} {row.purpose}" for row in rows.order_by("on")]


def test_who_comes_before_midnight_is_called_on_the_next_morning(lin: Member, an: Member) -> None:
    customer = met(lin, an, at("2026-11-02T23:50"))
    sweep_asked(now=at("2026-11-03T00:05"))
    assert days(customer, date(2026, 11, 6)) == ["2026-11-03 same_day", "2026-11-05 regular"]


def test_what_the_worker_slept_through_is_made_up_for(lin: Member, an: Member) -> None:
    """The call of the day of the visit is not lost with a worker that was down until the next day."""
    customer = met(lin, an, at("2026-11-02T14:20"))
    sweep_asked(now=at("2026-11-03T08:00"))
    assert days(customer, date(2026, 11, 3)) == ["2026-11-02 same_day"]


def test_the_day_turns_on_the_clock_of_the_office(lin: Member, an: Member, office: Office) -> None:
    """In Urumqi's neighbour to the west it is still the second when Shanghai writes the third."""
    office.timezone = "Asia/Almaty"
    office.save(update_fields=["timezone"])
    customer = met(lin, an, at("2026-11-03T00:30"))  # 21:30 on the second there
    sweep_asked(now=at("2026-11-03T00:31"))
    assert days(customer, date(2026, 11, 5))[0] == "2026-11-03 same_day"
    assert FollowUp.objects.earliest("on").windows == [["10:00", "11:30"], ["15:30", "17:00"]]
    sweep_day(now=at("2026-11-03T02:00"))
    assert sweep_day(now=at("2026-11-03T02:30")) == 0
    assert sweep_day(now=at("2026-11-03T03:10")) == 1  # midnight there


def test_a_month_that_lacks_the_day_ends_earlier(lin: Member, an: Member) -> None:
    customer = met(lin, an, at("2026-11-30T14:20"), "C")
    sweep_asked(now=at("2026-11-30T14:21"))
    assert days(customer, date(2026, 12, 15)) == ["2026-12-07 regular", "2026-12-14 regular"]


def test_plans_cross_a_leap_day(lin: Member, an: Member) -> None:
    customer = met(lin, an, at("2028-02-26T14:20"))
    sweep_asked(now=at("2028-02-26T14:21"))
    assert days(customer, date(2028, 3, 10)) == [
        "2028-02-26 same_day",
        "2028-02-29 regular",
        "2028-03-07 regular",
    ]


def test_who_was_given_up_is_asked_again_after_thirty_days(lin: Member, an: Member) -> None:
    customer = met(lin, an, at("2028-01-20T14:20"))
    closed = at("2028-01-31T23:30")
    Opportunity.objects.create(
        office=an.office,
        customer=customer,
        state="lost",
        opened_at=at("2028-01-20T14:20"),
        closed_at=closed,
        closed_by=an,
    )
    refresh_plan(customer, now=closed)
    assert days(customer, date(2028, 3, 31)) == ["2028-03-01 win_back"]
    receive(customer, an, at=closed + 2 * DAY)
    refresh_plan(customer, now=closed + 2 * DAY)
    assert days(customer, date(2028, 2, 6))[0] == "2028-02-03 same_day"


def overdue(lin: Member, an: Member, on: date) -> FollowUp:
    customer = file_of(lin, name="Zhou")
    return FollowUp.objects.create(
        office=an.office,
        customer=customer,
        owner=an,
        on=on,
        channel="call",
        purpose="regular",
        made_at=at("2026-01-01T00:00"),
    )


def told(member: Member) -> list[str]:
    return list(Notice.objects.for_member(member).order_by("pk").values_list("kind", flat=True))


@pytest.mark.clause("E-62")
def test_overdue_calls_climb(lin: Member, an: Member, mei: Member, office: Office) -> None:
    hua = enrol(office, "hua", Role.SUPERVISOR)
    overdue(lin, an, date(2026, 11, 2))
    assert climb_overdue(now=at("2026-11-02T08:59")) == 0
    assert climb_overdue(now=at("2026-11-02T09:00")) == 1
    assert climb_overdue(now=at("2026-11-02T09:10")) == 0
    assert (told(an), told(hua), told(mei)) == ([NoticeKind.FOLLOW_UPS_DUE], [], [])
    climb_overdue(now=at("2026-11-03T09:00"))
    assert (len(told(an)), told(hua), told(mei)) == (2, [NoticeKind.FOLLOW_UPS_OVERDUE], [])
    climb_overdue(now=at("2026-11-04T09:00"))
    assert told(mei) == []
    climb_overdue(now=at("2026-11-05T09:00"))
    climb_overdue(now=at("2026-11-05T10:00"))
    assert told(mei) == [NoticeKind.FOLLOW_UPS_OVERDUE]
    assert len(told(hua)) == 1


def test_after_a_call_none_is_due_on_that_day(lin: Member, an: Member) -> None:
    """Who came when no hours were left is called the next morning; a call by hand of that day is that call."""
    customer = met(lin, an, at("2026-11-02T20:30"))
    morning = at("2026-11-03T10:00")
    call = add(customer=customer, owner=an, on=date(2026, 11, 3), by=an, now=morning)
    record_call(follow_up=call, entry=CallEntry(code="reached"), by=an, now=morning)
    for moment in (morning, at("2026-11-04T10:00")):
        refresh_plan(customer, now=moment)
        assert days(customer, date(2026, 11, 9)) == ["2026-11-05 regular"]


@pytest.mark.clause("E-44")
def test_an_agreed_time_is_reminded_of_once(lin: Member, an: Member, stranger: Member) -> None:
    call = overdue(lin, an, date(2026, 11, 2))
    climb_overdue(now=at("2026-11-02T09:00"))
    agree(follow_up=call, at=at("2026-11-02T21:30"), by=an, now=at("2026-11-02T10:00"))
    for clock, count in (("21:24", 0), ("21:25", 1), ("21:26", 0), ("22:00", 0)):
        assert tell_of_agreed_calls(now=at(f"2026-11-02T{clock}")) == count, clock
    assert told(an) == [NoticeKind.FOLLOW_UPS_DUE, NoticeKind.CALL_AGREED]
    assert told(stranger) == []
    [due] = FollowUp.objects.due()
    assert Notice.objects.get(kind=NoticeKind.CALL_AGREED).path.endswith(f"/calls/{due.pk}/")


def test_what_was_agreed_hours_ago_is_late_and_no_reminder(lin: Member, an: Member) -> None:
    call = overdue(lin, an, date(2026, 11, 2))
    agree(follow_up=call, at=at("2026-11-02T12:30"), by=an, now=at("2026-11-02T10:00"))
    assert tell_of_agreed_calls(now=at("2026-11-02T13:30")) == 0


def test_nobody_is_told_at_night(lin: Member, an: Member) -> None:
    overdue(lin, an, date(2026, 11, 2))
    assert climb_overdue(now=at("2026-11-05T18:00")) == 0
    assert climb_overdue(now=at("2026-11-05T17:59")) == 1


def test_an_office_without_supervisor_has_its_managers_told(lin: Member, an: Member, mei: Member) -> None:
    overdue(lin, an, date(2026, 11, 2))
    climb_overdue(now=at("2026-11-03T09:00"))
    assert told(mei) == [NoticeKind.FOLLOW_UPS_OVERDUE]


def test_other_offices_hear_nothing(lin: Member, an: Member, stranger: Member) -> None:
    boss = enrol(stranger.office, "boss", Role.SUPERVISOR, Role.MANAGER)
    overdue(lin, an, date(2026, 11, 2))
    climb_overdue(now=at("2026-11-06T09:00"))
    assert told(boss) == [] and told(stranger) == []


def test_holidays_do_not_count_where_the_rules_say_working_days(
    lin: Member, an: Member, mei: Member, office: Office
) -> None:
    """Due on Friday 30 September 2026's week: National Day lasts to the 7th, Saturday the 10th works."""
    HouseRules.objects.create(
        office=office,
        version=1,
        effective_from=date(2026, 1, 1),
        switches={"climbing": {"overdue_days": "working", "manager_after": 2}},
        created_at=at("2026-01-01T00:00"),
    )
    enrol(office, "hua", Role.SUPERVISOR)
    keep_calendar(now=at("2026-09-01T00:00"))
    assert CalendarDay.objects.get(on=date(2026, 10, 10), office=None).kind == DayKind.WORKDAY
    overdue(lin, an, date(2026, 10, 8))  # a Thursday that works
    climb_overdue(now=at("2026-10-09T09:00"))
    assert told(mei) == []
    climb_overdue(now=at("2026-10-10T09:00"))
    assert told(mei) == [NoticeKind.FOLLOW_UPS_OVERDUE]


def test_a_holiday_holds_the_climbing_up(lin: Member, an: Member, mei: Member, office: Office) -> None:
    HouseRules.objects.create(
        office=office,
        version=1,
        effective_from=date(2026, 1, 1),
        switches={"climbing": {"overdue_days": "working", "manager_after": 1}},
        created_at=at("2026-01-01T00:00"),
    )
    keep_calendar(now=at("2026-09-01T00:00"))
    overdue(lin, an, date(2026, 9, 30))
    for day in range(1, 8):
        climb_overdue(now=at(f"2026-10-0{day}T09:00"))
    assert told(mei) == []
    climb_overdue(now=at("2026-10-08T09:00"))
    assert set(told(mei)) == {NoticeKind.FOLLOW_UPS_OVERDUE}


def test_hours_of_an_office_that_opens_late(lin: Member, an: Member, office: Office) -> None:
    office.opens_at = time(13, 0)
    office.save(update_fields=["opens_at"])
    overdue(lin, an, date(2026, 11, 2))
    assert climb_overdue(now=at("2026-11-02T12:59")) == 0
    assert climb_overdue(now=at("2026-11-02T13:00")) == 1


@pytest.mark.clause("care-9.1")
def test_birthdays_of_buyers_by_both_calendars(lin: Member, an: Member) -> None:
    """29 February in a year without one, and a lunar day that wanders: see selectors.birthdays."""
    customer = met(lin, an, at("2026-11-02T14:20"))
    now = at("2026-11-02T15:00")
    add_birthday(customer=customer, month=2, day=29, by=an, now=now)
    add_birthday(
        customer=customer, month=1, day=15, calendar="lunar", whose="family", name="son", by=an, now=now
    )
    found = birthdays_of({customer.pk: customer.pk}, begin=date(2027, 1, 10), end=date(2027, 3, 10))
    assert {pk: set(dates) for pk, dates in found.items()} == {
        customer.pk: {date(2000, 2, 29), date(2027, 2, 20)}
    }


def test_utc_midnight_is_nobodys(lin: Member, an: Member) -> None:
    customer = met(lin, an, datetime(2026, 12, 31, 15, 59, tzinfo=UTC))  # 23:59 on New Year's Eve
    sweep_asked(now=datetime(2026, 12, 31, 16, 1, tzinfo=UTC))
    assert days(customer, date(2027, 1, 1)) == ["2027-01-01 same_day"]


def test_the_day_turns_once_where_clocks_are_put_forward(lin: Member, an: Member, office: Office) -> None:
    """Berlin loses an hour on 28 March 2027: the day is shorter, and is planned once all the same."""
    office.timezone = "Europe/Berlin"
    office.save(update_fields=["timezone"])
    customer = met(lin, an, at("2027-03-27T14:20", "+01:00"))
    sweep_asked(now=at("2027-03-27T14:21", "+01:00"))
    swept = [
        sweep_day(now=at(moment, offset))
        for moment, offset in (
            ("2027-03-27T23:59", "+01:00"),
            ("2027-03-28T00:01", "+01:00"),
            ("2027-03-28T03:01", "+02:00"),
            ("2027-03-28T23:59", "+02:00"),
            ("2027-03-29T00:01", "+02:00"),
        )
    ]
    assert swept == [0, 1, 0, 0, 1]
    assert days(customer, date(2027, 4, 6)) == [
        "2027-03-27 same_day",
        "2027-03-30 regular",
        "2027-04-06 regular",
    ]


def test_a_time_agreed_on_after_midnight_belongs_to_that_day(lin: Member, an: Member) -> None:
    customer = met(lin, an, at("2026-12-31T14:20"))
    sweep_asked(now=at("2026-12-31T14:21"))
    due = FollowUp.objects.due().get(on=date(2026, 12, 31))
    agreed = agree(follow_up=due, at=at("2027-01-01T00:10"), by=an, now=at("2026-12-31T17:00"))
    assert agreed.on == date(2027, 1, 1)
    assert days(customer, date(2027, 1, 3)) == ["2027-01-01 same_day", "2027-01-03 regular"]


def test_thirty_days_after_the_end_of_january_lie_in_march(lin: Member, an: Member) -> None:
    """2027 is no leap year: 31 January and 30 days are 2 March."""
    customer = met(lin, an, at("2027-01-20T14:20"))
    Opportunity.objects.create(
        office=an.office,
        customer=customer,
        state="lost",
        opened_at=at("2027-01-20T14:20"),
        closed_at=at("2027-01-31T23:59"),
        closed_by=an,
    )
    refresh_plan(customer, now=at("2027-02-01T00:00"))
    assert days(customer, date(2027, 3, 31)) == ["2027-03-02 win_back"]
