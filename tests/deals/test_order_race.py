"""Twenty consultants race for five units, on real connections: five have one each, fifteen read who was quicker."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import translation

from deals.enums import UnitState
from deals.models import Order, OrderEvent, Unit
from deals.services.approvals import answer_approval
from deals.services.changes import ask_refund
from deals.services.orders import advance, end_order, open_order
from offices.enums import Role
from offices.errors import Refusal
from offices.models import Member, Office
from tests.cast import enrol
from tests.deals.conftest import NOW, unit_of
from tests.visitors.rows import file_of, receive
from visitors.models import Customer

pytestmark = pytest.mark.django_db(transaction=True)

CONSULTANTS, UNITS = 20, 5


@pytest.fixture(autouse=True)
def _patient(monkeypatch) -> None:
    """A machine busy with tests is slow: twenty wait longer for each other than in an office."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c lock_timeout=60000")
    connection.close()


@pytest.fixture
def racers(office: Office, lin: Member) -> list[tuple[Member, Customer]]:
    """Each consultant with a customer of their own."""
    found = []
    for number in range(CONSULTANTS):
        consultant = enrol(office, f"r{number}", Role.CONSULTANT, name=f"Racer {number}")
        customer = file_of(lin, name=f"Customer {number}")
        receive(customer, consultant, at=NOW)
        found.append((consultant, customer))
    return found


@pytest.fixture
def five(building, release) -> list[Unit]:
    return [unit_of(building, f"10{number:02}", release=release) for number in range(1, UNITS + 1)]


def together(works: list) -> list[str]:
    """Do all of these at the same moment; what came of each: "done", or the words of the refusal."""
    start = Barrier(len(works))

    def one(work) -> str:
        try:
            start.wait()
            with translation.override("en"):
                work()
        except Refusal as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


@pytest.mark.clause("D-17")
def test_twenty_consultants_race_for_five_units(office, racers, five) -> None:
    said = together(
        [
            lambda consultant=consultant, customer=customer, unit=five[number % UNITS]: open_order(
                unit=unit, customer=customer, step="large", by=consultant, now=NOW
            )
            for number, (consultant, customer) in enumerate(racers)
        ]
    )
    assert Counter(said)["done"] == UNITS
    refusals = [words for words in said if words != "done"]
    assert len(refusals) == CONSULTANTS - UNITS
    holders = {str(order.unit): order.closer.name for order in Order.objects.select_related("unit", "closer")}
    for words in refusals:
        unit, name = re.match(r"(.+) is taken: (.+) has it since", words).groups()
        assert holders[unit] == name
    orders = Order.objects.of(office)
    assert sorted(orders.values_list("number", flat=True)) == list(range(1, UNITS + 1))
    assert set(Unit.objects.values_list("state", flat=True)) == {UnitState.LARGE_DEPOSIT}
    assert OrderEvent.objects.count() == UNITS


def test_without_the_lock_the_database_still_refuses(office, racers, five, monkeypatch) -> None:
    """The lock makes the answer friendly; the constraint makes it true."""
    from deals.services import orders

    monkeypatch.setattr(orders, "lock_office", lambda pk: Office.objects.get(pk=pk))
    monkeypatch.setattr(
        orders,
        "lock_unit",
        lambda unit: Unit.objects.select_related("release", "building", "office").get(pk=unit.pk),
    )
    numbers = iter(range(1, 1000))
    monkeypatch.setattr(orders, "next_number", lambda office: next(numbers))
    said = together(
        [
            lambda consultant=consultant, customer=customer: open_order(
                unit=five[0], customer=customer, step="small", by=consultant, now=NOW
            )
            for consultant, customer in racers[:8]
        ]
    )
    assert Counter(said)["done"] == 1
    assert all("is taken" in words for words in said if words != "done")
    assert Order.objects.live().count() == 1


def test_two_steps_at_once_are_taken_once(racers, five) -> None:
    consultant, customer = racers[0]
    order = open_order(unit=five[0], customer=customer, step="small", by=consultant, now=NOW)
    said = together([lambda: advance(order=order, step="large", by=consultant, now=NOW)] * 6)
    assert Counter(said)["done"] == 1
    order.refresh_from_db()
    assert (order.step, order.rulings.count()) == ("large", 1)


def test_step_and_withdrawal_at_once_leave_the_unit_as_the_order_stands(racers, five) -> None:
    consultant, customer = racers[0]
    order = open_order(unit=five[0], customer=customer, step="small", by=consultant, now=NOW)
    said = together(
        [
            lambda: advance(order=order, step="large", by=consultant, now=NOW),
            lambda: end_order(order=order, end="withdrawn", by=consultant, now=NOW),
        ]
    )
    assert Counter(said)["done"] == 1
    order.refresh_from_db()
    assert order.unit.state == (UnitState.FOR_SALE if order.end else UnitState.LARGE_DEPOSIT)


def test_two_who_approve_at_once_approve_once(racers, five, mei, director) -> None:
    consultant, customer = racers[0]
    order = open_order(unit=five[0], customer=customer, step="large", by=consultant, now=NOW)
    asked = ask_refund(order=order, reason="moves away", by=consultant, now=NOW)
    said = together(
        [
            lambda by=by: answer_approval(approval=asked, approve=True, answer="", by=by, now=NOW)
            for by in (mei, director)
        ]
    )
    assert Counter(said)["done"] == 1
    order.refresh_from_db()
    assert order.end == "refunded"
