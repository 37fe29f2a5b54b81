"""The page of customers whose registration has ended: newest first, in pages, at a constant cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deals.models import Unit
from deals.selectors import lapsing
from deals.selectors.lapsing import LAPSED_A_PAGE, lapsed
from offices.models import Member, Office
from tests.deals.ruled import order_of
from tests.visitors.rows import NOW, file_of, receive
from visitors.models import Customer

MUCH_LATER = NOW + timedelta(days=90)


def gone(lin: Member, an: Member, count: int = 1, **fields) -> list[Customer]:
    """So many customers whom an received at NOW and nobody since."""
    files = [file_of(lin, name=f"Zhou {number}", **fields) for number in range(count)]
    for each in files:
        receive(each, an)
    return files


def shown(office: Office, **fields) -> list[Customer]:
    return [customer for customer, _previous in lapsed(office, now=MUCH_LATER, **fields).rows]


def test_who_is_somebodys_or_has_bought_is_not_on_it(office, unit: Unit, lin, an, bo) -> None:
    lost, taken_over, bought, never_met = *gone(lin, an, 3), file_of(lin, name="Wu")
    receive(taken_over, bo, at=MUCH_LATER - timedelta(days=1))
    order_of(unit, bought, an)
    page = lapsed(office, now=MUCH_LATER)
    assert (page.rows, page.older) == ([(lost, an)], None)
    assert never_met not in shown(office)


def test_who_came_back_to_the_same_consultant_has_lapsed_all_the_same(office, lin, an) -> None:
    [customer] = gone(lin, an)
    receive(customer, an, at=MUCH_LATER - timedelta(days=1))
    assert shown(office) == [customer]


def test_met_under_a_file_that_was_joined_with_this_one(office, lin, an) -> None:
    [alias], kept = gone(lin, an), file_of(lin, name="Wu")
    alias.merged_into = kept
    alias.save()
    assert shown(office) == [kept]


def test_another_offices_customers_are_its_own(office, other_office, lin, an) -> None:
    gone(lin, an)
    assert lapsed(other_office, now=MUCH_LATER).rows == []


def test_pages_follow_each_other_without_gap_or_repetition(office, lin, an) -> None:
    files = gone(lin, an, LAPSED_A_PAGE + 3)
    first = lapsed(office, now=MUCH_LATER)
    second = lapsed(office, now=MUCH_LATER, before=first.older)
    assert (len(first.rows), second.older) == (LAPSED_A_PAGE, None)
    assert [each for each, _ in first.rows + second.rows] == files[::-1]


def test_those_between_who_are_somebodys_leave_no_empty_page(office, lin, an, monkeypatch) -> None:
    [oldest, *others] = gone(lin, an, 5)
    for each in others:
        receive(each, lin, at=MUCH_LATER - timedelta(days=1))
    monkeypatch.setattr(lapsing, "JUDGED_AT_ONCE", 2)
    assert shown(office) == [oldest]
    monkeypatch.setattr(lapsing, "MOST_JUDGED", 4)
    page = lapsed(office, now=MUCH_LATER)
    assert (page.rows, page.older) == ([], others[0].pk)
    assert shown(office, before=page.older) == [oldest]


def test_the_page_costs_the_same_for_one_and_for_many(client: Client, office, lin, an, mei) -> None:
    client.force_login(mei.user)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/harbour/lapsed/")
        return len(captured)

    old = timezone.now() - timedelta(days=90)
    for number in range(LAPSED_A_PAGE + 2):
        receive(file_of(lin, name=f"Zhou {number}"), an, at=old)
        if number == 0:
            client.get("/harbour/lapsed/")
            few = cost()
    assert cost() == few


@pytest.mark.parametrize("before", ["nonsense", "-1", "\u0663", "9" * 40])
def test_an_address_that_says_nothing_begins_at_the_newest(client: Client, lin, an, mei, before: str) -> None:
    customer = file_of(lin, name="Zhou")
    receive(customer, an, at=timezone.now() - timedelta(days=90))
    client.force_login(mei.user)
    page = client.get("/harbour/lapsed/", {"before": before}).content.decode()
    assert re.search(rf"/harbour/lapsed/{customer.pk}/", page)
