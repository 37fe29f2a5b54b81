"""Owners hear before a registration of theirs ends: seven days, and two."""

from datetime import date, timedelta

import pytest

from deals.services.lapse_warnings import warn_of_endings
from offices.enums import NoticeKind
from offices.models import Notice
from tests.deals.ruled import met, on, order_of, rules
from tests.visitors.rows import file_of
from visitors.models import Customer

REGISTERED = date(2026, 9, 10)
LAST_DAY = date(2026, 11, 10)


@pytest.fixture
def zhou(lin, an) -> Customer:
    """Registered to an, valid until LAST_DAY."""
    customer = file_of(lin, name="Zhou")
    met(customer, an, REGISTERED)
    return customer


def told_on(days_before: int) -> list[int]:
    """What is told on that day: the days of the warnings."""
    known = set(Notice.objects.values_list("pk", flat=True))
    now = on(LAST_DAY - timedelta(days=days_before))
    warn_of_endings(now=now)
    warn_of_endings(now=now + timedelta(hours=1))
    fresh = Notice.objects.filter(kind=NoticeKind.LAPSES_SOON).exclude(pk__in=known)
    return [each.about["days"] for each in fresh]


@pytest.mark.clause("floor-validity")
def test_seven_days_and_two_days_before_and_never_twice(zhou: Customer, an) -> None:
    assert [told_on(days) for days in (8, 7, 6, 3, 2, 1, 0)] == [[], [7], [], [], [2], [], []]
    notices = Notice.objects.filter(kind=NoticeKind.LAPSES_SOON)
    assert {(each.member, each.about["customer"]) for each in notices} == {(an, zhou.pk)}
    assert told_on(-1) == []


def test_a_missed_day_is_made_up_for(zhou: Customer) -> None:
    assert (told_on(5), told_on(1)) == ([7], [2])


def test_nobody_is_told_of_who_has_bought(zhou: Customer, unit, an) -> None:
    order_of(unit, zhou, an, large_on=date(2026, 11, 1))
    assert told_on(7) == []


def test_a_small_deposit_changes_nothing(zhou: Customer, unit, an) -> None:
    order_of(unit, zhou, an, step="small", large_on=None)
    assert told_on(7) == [7]


def test_the_office_counts_its_own_months(zhou: Customer, mei) -> None:
    rules(zhou.office, mei, validity_months=3)
    assert told_on(7) == []


def test_a_day_that_the_month_lacks(lin, an) -> None:
    customer = file_of(lin, name="Pan")
    met(customer, an, date(2026, 12, 31))
    warn_of_endings(now=on(date(2027, 2, 21)))
    [notice] = Notice.objects.filter(kind=NoticeKind.LAPSES_SOON)
    assert (notice.about["until"], notice.about["days"]) == ("2027-02-28", 7)


def test_the_owner_of_each_customer(zhou: Customer, lin, bo, an) -> None:
    met(zhou, bo, date(2026, 9, 20))
    other = file_of(lin, name="Pan")
    met(other, bo, REGISTERED)
    warn_of_endings(now=on(LAST_DAY - timedelta(days=7)))
    told = Notice.objects.filter(kind=NoticeKind.LAPSES_SOON)
    assert {(each.member, each.about["customer"]) for each in told} == {(an, zhou.pk), (bo, other.pk)}
