"""Whatever changes how a customer is followed up reaches the plan within a sweep: orders, hand-overs, losses."""

from datetime import date, timedelta

import pytest

from deals.models import Building, Opportunity, Release, Unit
from deals.services.opportunities import add_reason, lose
from deals.services.orders import end_order, open_order
from followups.models import FollowUp
from followups.services.sweeps import sweep_asked, sweep_day
from offices.models import Member, Office
from tests.deals.conftest import unit_of
from tests.visitors.rows import NOW, file_of, receive
from visitors.models import Customer
from visitors.services.transfers import hand_over

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def unit(office: Office) -> Unit:
    release = Release.objects.create(office=office, name="Autumn release", opens_on=date(2026, 11, 2))
    building = Building.objects.create(office=office, name="Block 1")
    return unit_of(building, "1201", release=release)


def met(lin: Member, an: Member, name: str) -> Customer:
    customer = file_of(lin, name=name)
    receive(customer, an)
    Customer.objects.filter(pk=customer.pk).update(grade="A")
    customer.refresh_from_db()
    return customer


def calls(customer: Customer) -> list[str]:
    rows = FollowUp.objects.due().filter(customer=customer, channel="call", on__lte=date(2026, 11, 18))
    return [
        f"{row.on:%m-%d} {row.purpose} {row.owner.name}"
        for row in rows.order_by("on").select_related("owner")
    ]


def swept(minutes: int) -> int:
    return sweep_asked(now=NOW + timedelta(minutes=minutes))


OPEN = ["11-02 same_day An", "11-05 regular An", "11-12 regular An"]


@pytest.mark.clause("marketing-3.1")
def test_who_buys_is_congratulated_and_who_is_refunded_is_a_visitor_again(
    lin: Member, an: Member, unit: Unit
) -> None:
    zhou, wife = met(lin, an, "Zhou"), met(lin, an, "Qian")
    swept(1)
    assert (calls(zhou), calls(wife)) == (OPEN, OPEN)
    order = open_order(unit=unit, customer=zhou, buyers=[wife], step="large", by=an, now=NOW + HOUR)
    assert swept(61) == 2
    buyer = ["11-02 congratulate An", "11-17 regular An"]
    assert (calls(zhou), calls(wife)) == (buyer, buyer)
    end_order(order=order, end="refunded", by=an, now=NOW + 2 * HOUR)
    assert swept(121) == 2
    assert calls(zhou)[-2:] == OPEN[-2:] and "congratulate" not in str(calls(wife))


def test_a_small_deposit_is_no_deal_yet(lin: Member, an: Member, unit: Unit) -> None:
    zhou = met(lin, an, "Zhou")
    open_order(unit=unit, customer=zhou, step="small", by=an, now=NOW + HOUR)
    swept(61)
    assert calls(zhou) == OPEN


def test_a_leavers_customers_are_called_by_who_took_them_over(
    lin: Member, an: Member, bo: Member, mei: Member
) -> None:
    zhou = met(lin, an, "Zhou")
    swept(1)
    hand_over(lots=[(zhou.pk, bo.pk)], leaver=an, draw=1, by=mei, now=NOW + HOUR)
    assert swept(61) == 1
    assert calls(zhou) == [each.replace("An", "Bo") for each in OPEN]


@pytest.mark.clause("survey-lost")
def test_who_is_given_up_is_won_back_later_and_no_sooner(
    lin: Member, an: Member, mei: Member, office: Office
) -> None:
    zhou = met(lin, an, "Zhou")
    swept(1)
    reason = add_reason(office=office, state="lost", words="Too dear", by=mei, now=NOW)
    lose(customer=zhou, reason=reason, note="bought elsewhere", by=mei, now=NOW + HOUR)
    assert Opportunity.objects.get().state == "lost"
    swept(61)
    assert calls(zhou) == []
    [row] = FollowUp.objects.due().filter(customer=zhou)
    assert (row.on, row.purpose) == (date(2026, 12, 2), "win_back")
    sweep_day(now=NOW + timedelta(days=2))
    assert FollowUp.objects.due().get(customer=zhou).on == date(2026, 12, 2)
