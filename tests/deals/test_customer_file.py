"""The customer's page: whose they are and until when, every contact, and of deals what the reader may see."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deals.models import Opportunity, Unit
from deals.selectors.customer_file import deals_of
from deals.services.club import join, start_levels
from deals.services.facts import claim_fact
from offices.enums import Role
from offices.models import Member, Office
from tests.cast import enrol
from tests.deals.conftest import unit_of
from tests.deals.ruled import RULED_AT, order_of, rate, ruled
from tests.visitors.rows import file_of, receive
from visitors.models import Customer
from visitors.ownership import months_after
from visitors.services.transfers import hand_over

STARTING = {"none": "None", "blue": "Blue", "silver": "Silver", "gold": "Gold"}


@pytest.fixture
def bought(unit: Unit, customer: Customer, an: Member, lin: Member, mei: Member):
    """Zhou's order, ruled: an's."""
    rate(unit.office, mei)
    order = order_of(unit, customer, an)
    ruled(order, lin)
    return order


def page(client: Client, member: Member, customer: Customer) -> str:
    client.force_login(member.user)
    return client.get(f"/harbour/customers/{customer.pk}/").content.decode()


@pytest.mark.clause("C-03")
def test_owner_and_the_day_it_lapses(client: Client, english, lin, an, office: Office) -> None:
    customer = file_of(lin, name="Wu")
    met_at = timezone.now() - timedelta(days=10)
    receive(customer, an, at=met_at)
    shown = page(client, lin, customer)
    day = office.business_date(met_at)
    until = months_after(day, 2)
    assert f"{day:%Y-%m-%d} · An" in shown and f"{until:%Y-%m-%d}" in shown
    assert f"lapses on {until + timedelta(days=1):%m-%d}" in shown


def test_lapsed_is_said_with_its_day(client: Client, english, lin, an) -> None:
    customer = file_of(lin, name="Wu")
    receive(customer, an, at=timezone.now() - timedelta(days=90))
    shown = page(client, lin, customer)
    assert "Was valid until" in shown and "registration lapsed" in shown and "lapses on" not in shown


def test_orders_and_rulings_for_who_reads_them(bought, customer, an, bo, fang, gu, mei, director) -> None:
    def seen(member: Member) -> list[tuple[bool, bool]]:
        return [(line.is_joint, line.ruling is not None) for line in deals_of(customer, member).orders]

    for reader in (an, gu, mei, director):
        assert seen(reader) == [(False, True)]
    assert seen(bo) == [(False, False)]
    assert seen(fang) == []


def test_a_door_stands_only_where_it_opens(client: Client, english, bought, customer, an, fang) -> None:
    order, ruling = f"/harbour/orders/{bought.pk}/", f"/harbour/rulings/{bought.rulings.get().pk}/"
    assert order in page(client, an, customer) and ruling in page(client, an, customer)
    shown = page(client, fang, customer)
    assert order not in shown and ruling not in shown
    unit = f"/harbour/units/{bought.unit_id}/"
    client.force_login(fang.user)
    assert "Open the order" not in client.get(unit).content.decode()
    client.force_login(an.user)
    assert "Open the order" in client.get(unit).content.decode()


def test_joint_buyers_see_it_in_their_file(bought, customer, lin, mei) -> None:
    friend = file_of(lin, name="Pan")
    bought.joint_buyers.create(office=bought.office, customer=friend)
    [line] = deals_of(friend, mei).orders
    assert (line.order, line.is_joint) == (bought, True)


@pytest.mark.clause("C-21")
def test_everything_else_of_the_file(client: Client, english, customer, an, bo, lin, mei, fang) -> None:
    [*_lower, gold] = start_levels(office=customer.office, names=STARTING)
    join(customer=customer, level=gold, by=an, now=RULED_AT)
    friend = file_of(lin, name="Pan", referred_by=customer.pk)
    Opportunity.objects.create(office=customer.office, customer=customer, opened_at=RULED_AT)
    claim_fact(customer=customer, kind="refused", about=bo, by=an, now=RULED_AT)
    hand_over(lots=[(customer.pk, bo.pk)], leaver=an, draw=1, by=mei, now=RULED_AT)
    shown = page(client, mei, customer)
    told = ("Gold", "Opportunity", "Brought by this customer", f"/harbour/customers/{friend.pk}/", "An → Bo")
    assert [each for each in told if each not in shown] == []
    assert "The customer did not want this consultant" in shown and "waits for approval" in shown
    shown = page(client, fang, customer)
    assert "The customer did not want this consultant" not in shown and "Opportunity" not in shown


def test_the_page_costs_the_same_with_many(
    client: Client, building, release, customer, an, bo, lin, mei
) -> None:
    client.force_login(mei.user)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/harbour/customers/{customer.pk}/")
        return len(captured)

    def add(number: int) -> None:
        order = order_of(unit_of(building, f"{number + 3}01", release=release), customer, an)
        ruled(order, lin)
        claim_fact(customer=customer, kind="refused", about=bo, order=order, by=an, now=RULED_AT)
        file_of(lin, name=f"Pan {number}", referred_by=customer.pk)

    rate(customer.office, mei, effective_from=date(2026, 1, 1))
    add(0)
    cost()
    few = cost()
    for number in range(1, 5):
        add(number)
    assert cost() == few


def test_another_offices_file_is_not_there(client: Client, customer, stranger, other_office) -> None:
    client.force_login(stranger.user)
    assert client.get(f"/hillside/customers/{customer.pk}/").status_code == 404
    assert deals_of(customer, enrol(other_office, "else", Role.CONSULTANT)).facts == []
