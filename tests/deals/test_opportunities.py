"""Opportunities: the minimum of follow-ups, the reasons, and what an order makes of them."""

from datetime import timedelta

import pytest
from django.db import transaction

from deals.models import Opportunity
from deals.selectors.opportunities import follow_ups_of
from deals.services import opportunities
from deals.services.orders import end_order, open_order
from offices.errors import Refusal
from offices.models import HouseRules
from tests.deals.conftest import NOW
from tests.visitors.rows import correct, file_of, receive


@pytest.fixture
def reason(office, mei):
    return opportunities.add_reason(office=office, state="lost", words="Too dear", by=mei, now=NOW)


@pytest.fixture
def caller(lin, an):
    """Somebody who has called once."""
    caller = file_of(lin, name="Sun")
    receive(caller, an, kind="call", role="phone", counted=False)
    return caller


def calls(customer, by, times: int) -> None:
    for number in range(times):
        at = NOW + timedelta(days=number + 1)
        receive(customer, by, at=at, kind="call", role="phone", counted=False)


def lose(customer, reason, by, note: str = "", days: int = 20) -> Opportunity:
    return opportunities.lose(
        customer=customer, reason=reason, note=note, by=by, now=NOW + timedelta(days=days)
    )


def refuses(match: str, work) -> None:
    with pytest.raises(Refusal, match=match), transaction.atomic():
        work()


@pytest.mark.clause("E-08")
@pytest.mark.parametrize(("times", "missing"), [(0, 2), (1, 1), (2, 0), (3, 0)])
def test_caller_is_followed_up_twice(caller, an, times, missing) -> None:
    calls(caller, an, times)
    assert follow_ups_of(caller, now=NOW).missing == missing


@pytest.mark.clause("E-08")
def test_visitor_is_followed_up_three_times(english, customer, an, reason) -> None:
    calls(customer, an, 2)
    refuses("1 follow-ups are still missing", lambda: lose(customer, reason, an))
    receive(customer, an, at=NOW + timedelta(days=5))
    assert lose(customer, reason, an).state == "lost"


def test_the_house_rules_say_how_many_follow_ups_are_the_least(english, office, customer, an, reason) -> None:
    HouseRules.objects.create(
        office=office,
        version=1,
        effective_from=NOW.date(),
        switches={"orders": {"caller_follow_ups": 1, "visitor_follow_ups": 5}},
        created_at=NOW,
    )
    calls(customer, an, 4)
    refuses("1 follow-ups are still missing", lambda: lose(customer, reason, an))
    calls(customer, an, 1)
    assert lose(customer, reason, an).state == "lost"


def test_contact_that_was_void_is_no_follow_up(customer, an, lin) -> None:
    calls(customer, an, 2)
    third = receive(customer, an, at=NOW + timedelta(days=5))
    assert follow_ups_of(customer, now=NOW).missing == 0
    correct(third, "void", lin)
    assert follow_ups_of(customer, now=NOW).missing == 1


def test_manager_gives_up_early_with_a_note(english, customer, an, hua, mei, reason) -> None:
    for member in (an, hua):
        refuses("still missing", lambda member=member: lose(customer, reason, member, note="hopeless"))
    refuses("Say why", lambda: lose(customer, reason, mei))
    lost = lose(customer, reason, mei, note="bought elsewhere")
    assert (lost.reason, lost.note, lost.closed_by) == (reason, "bought elsewhere", mei)


@pytest.mark.clause("D-03")
def test_reason_stands_on_the_list(english, office, customer, an, mei, reason) -> None:
    calls(customer, an, 3)
    won = opportunities.add_reason(office=office, state="won", words="The school", by=mei, now=NOW)
    refuses("from the list", lambda: lose(customer, won, an))
    opportunities.switch_reason(reason=reason, on=False, by=mei, now=NOW)
    refuses("from the list", lambda: lose(customer, reason, an))


def test_customer_with_an_order_is_not_lost(english, unit, customer, an, mei, reason) -> None:
    calls(customer, an, 3)
    order = open_order(unit=unit, customer=customer, step="small", by=an, now=NOW + timedelta(days=6))
    refuses("has an order", lambda: lose(customer, reason, an))
    end_order(order=order, end="withdrawn", by=an, now=NOW + timedelta(days=7))
    refuses("3 follow-ups", lambda: lose(customer, reason, an))
    assert lose(customer, reason, mei, note="gone for good").order is None


def test_lost_once_until_somebody_meets_them_again(english, customer, an, mei, reason) -> None:
    lose(customer, reason, mei, note="gone")
    refuses("closed already", lambda: lose(customer, reason, mei, note="gone"))
    receive(customer, an, at=NOW + timedelta(days=30))
    found = follow_ups_of(customer, now=NOW)
    assert (found.done, found.since) == (0, NOW + timedelta(days=30))
    lose(customer, reason, mei, note="gone again", days=40)
    assert Opportunity.objects.filter(customer=customer, state="lost").count() == 2


def test_order_after_a_loss_is_a_new_opportunity(unit, customer, an, mei, reason) -> None:
    lose(customer, reason, mei, note="gone", days=1)
    receive(customer, an, at=NOW + timedelta(days=3))
    open_order(unit=unit, customer=customer, step="small", by=an, now=NOW + timedelta(days=3))
    assert sorted(Opportunity.objects.values_list("state", flat=True)) == ["lost", "won"]


@pytest.mark.clause("D-03")
def test_why_it_was_won_is_said_with_the_order(office, unit, customer, an, mei) -> None:
    order = open_order(unit=unit, customer=customer, step="small", by=an, now=NOW)
    won = opportunities.add_reason(office=office, state="won", words="The school", by=mei, now=NOW)
    opportunities.give_reason(order=order, reason=won, by=an, now=NOW)
    assert Opportunity.objects.get(order=order).reason == won


def test_list_has_each_reason_once(english, office, mei, reason) -> None:
    refuses(
        "already",
        lambda: opportunities.add_reason(office=office, state="lost", words=" Too  dear ", by=mei, now=NOW),
    )
    refuses(
        "few words", lambda: opportunities.add_reason(office=office, state="lost", words=" ", by=mei, now=NOW)
    )
    refuses(
        "winning", lambda: opportunities.add_reason(office=office, state="open", words="x", by=mei, now=NOW)
    )
