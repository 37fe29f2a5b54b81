"""Pages about customers' files ask the database as often for many rows as for two."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from offices.enums import Role
from offices.models import Member
from tests.cast import enrol
from tests.visitors.access_cast import asked
from tests.visitors.rows import NOW, file_of, receive
from visitors.access import Action
from visitors.guards import load_file
from visitors.models import Customer, Duplicate
from visitors.services.file_marks import mark_file
from visitors.services.grades import change_grade

pytestmark = pytest.mark.django_db
Grow = Callable[[Customer, Member, Member, int], None]


def _met(customer: Customer, an: Member, mei: Member, turn: int) -> None:
    receive(customer, an, NOW + timedelta(minutes=turn))
    change_grade(
        customer=customer, grade="A" if turn % 2 else "B", reason="closer", by=an, now=NOW + timedelta(turn)
    )


def _looked(customer: Customer, an: Member, mei: Member, turn: int) -> None:
    load_file(mei if turn % 2 else an, customer.pk, Action.SEE_FILE)


def _alike(customer: Customer, an: Member, mei: Member, turn: int) -> None:
    low, high = file_of(an, name=f"Wu {turn}"), file_of(an, name=f"Wu {turn}", licence_plate=f"B-{turn}")
    receive(low, an)
    Duplicate.objects.create(
        office=an.office, low=low, high=high, score=60, signs=["name"], found_at=NOW, state="open"
    )


def _asked(customer: Customer, an: Member, mei: Member, turn: int) -> None:
    bo = enrol(an.office, f"bo{turn}", Role.CONSULTANT)
    asked(bo, customer)


def _marked(customer: Customer, an: Member, mei: Member, turn: int) -> None:
    other = file_of(an, name=f"Guest {turn}")
    mark_file(customer=other, mark="confidential", custodian=mei, reason="wish", by=mei, now=NOW)


@pytest.mark.parametrize(
    ("page", "grow"),
    [
        ("customers/{pk}/file/timeline/", _met),
        ("customers/{pk}/file/history/", _met),
        ("customers/{pk}/looks/", _looked),
        ("customers/duplicates/", _alike),
        ("access/", _asked),
        ("access/marked/", _marked),
    ],
)
def test_many_rows_cost_what_two_cost(page: str, grow: Grow, lin, an, mei, client: Client) -> None:
    customer = file_of(lin, name="Guest")
    receive(customer, an, NOW - timedelta(days=1))
    client.force_login(mei.user)
    address = f"/harbour/{page.format(pk=customer.pk)}"

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            assert client.get(address).status_code == 200
        return len(asked_for)

    for turn in range(2):
        grow(customer, an, mei, turn)
    queries()
    few = queries()
    for turn in range(2, 12):
        grow(customer, an, mei, turn)
    assert queries() <= few


@pytest.mark.parametrize(
    "address",
    [
        "customers/list/?after=99999999999999999999&owner=99999999999999999999&tag=own:%00&last=%00&order=x",
        "customers/list/?after=-1&owner=%C2%B2&grade=%00&filled=9&validity=%FF&kind[]=1",
        "customers/export/?owner=99999999999999999999&tag=%00&source=%00",
        "customers/{pk}/file/timeline/?kind=%00",
        "customers/{pk}/ask/?kind=%00",
        "customers/import/?columns=%00",
        "access/retention/?page=%C2%B2",
    ],
)
def test_absurd_addresses_are_no_fault_of_ours(address: str, lin, mei, client: Client) -> None:
    customer = file_of(lin, name="Guest")
    client.force_login(mei.user)
    found = client.get(f"/harbour/{address.format(pk=customer.pk)}")
    assert found.status_code == 200 and b"</h1>" in found.content


@pytest.mark.parametrize(
    "address",
    [
        "customers/{no}/file/",
        "customers/{no}/looks/",
        "customers/{no}/ask/",
        "customers/1/join/{no}/",
        "customers/export/{no}/",
        "customers/import/{no}/",
        "access/{no}/",
        "access/rights/{no}/",
        "access/checks/{no}/",
        "access/retention/{no}/",
        "access/leaks/{no}/",
    ],
)
def test_a_number_of_twenty_digits_is_nobodys(address: str, mei, client: Client) -> None:
    client.force_login(mei.user)
    found = client.get(f"/harbour/{address.format(no='9' * 20)}")
    assert found.status_code == 404 and b"<h1" in found.content
