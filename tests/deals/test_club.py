"""The club: joined on the spot, points once a visit, levels; and the second contact person."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from deals.models import ClubLevel, ClubMembership, ViewingPoints
from deals.services.club import change_level, give_points, join, save_level, start_levels
from tests.deals.conftest import NOW
from tests.reception.conftest import refused
from tests.visitors.rows import file_of, receive
from visitors.services.transfers import set_second_contact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NAMES = {"none": "None", "blue": "Blue", "silver": "Silver", "gold": "Gold"}


@pytest.fixture
def levels(office) -> dict[str, ClubLevel]:
    return {level.name: level for level in start_levels(office=office, names=NAMES)}


@pytest.fixture
def visit(customer, an):
    return receive(customer, an, at=NOW + timedelta(days=1), visit=uuid4()).visit


def test_an_office_starts_with_four_levels_once(office, levels) -> None:
    start_levels(office=office, names={code: code for code in NAMES})
    assert [level.name for level in ClubLevel.objects.filter(office=office)] == list(NAMES.values())


@pytest.mark.clause("D-08")
def test_a_customer_joins_on_the_spot_once(customer, levels, an) -> None:
    assert join(customer=customer, level=levels["None"], by=an, now=NOW).by == an
    with refused():
        join(customer=customer, level=levels["Blue"], by=an, now=NOW)
    assert ClubMembership.objects.get().level == levels["None"]


@pytest.mark.clause("D-10")
def test_points_for_a_viewing_once_a_visit_from_blue_on(customer, visit, levels, an, hua, lin) -> None:
    membership = join(customer=customer, level=levels["None"], by=an, now=NOW)
    with refused():
        give_points(membership=membership, visit=visit, by=lin, now=NOW)  # this level earns none
    change_level(membership=membership, level=levels["Blue"], by=hua, now=NOW)
    assert give_points(membership=membership, visit=visit, by=lin, now=NOW).points == levels["Blue"].points
    with refused():
        give_points(membership=membership, visit=visit, by=an, now=NOW)
    with refused():
        give_points(membership=membership, visit=uuid4(), by=an, now=NOW)  # no such visit
    assert ViewingPoints.objects.count() == 1


def test_only_leaders_change_a_level_and_only_to_one_in_use(customer, levels, an, hua, other_office) -> None:
    membership = join(customer=customer, level=levels["None"], by=an, now=NOW)
    with refused():
        change_level(membership=membership, level=levels["Gold"], by=an, now=NOW)
    levels["Gold"].is_active = False
    save_level(level=levels["Gold"], by=hua, now=NOW)
    theirs = ClubLevel.objects.create(office=other_office, name="Theirs", position=1)
    for level in (levels["Gold"], theirs):
        with refused():
            change_level(membership=membership, level=level, by=hua, now=NOW)


@pytest.mark.clause("C-20")
def test_a_second_person_keeps_contact(customer, an, bo, stranger) -> None:
    with refused():
        set_second_contact(customer=customer, second=an, owner=an.pk, by=an, now=NOW)  # the first one already
    with refused():
        set_second_contact(customer=customer, second=stranger, owner=an.pk, by=an, now=NOW)
    assert set_second_contact(customer=customer, second=bo, owner=an.pk, by=an, now=NOW).second_contact == bo
    assert (
        set_second_contact(customer=customer, second=None, owner=an.pk, by=an, now=NOW).second_contact is None
    )


def test_the_page_joins_gives_points_and_names_the_second(
    client: Client, customer, visit, levels, an, bo, mei
) -> None:
    client.force_login(mei.user)
    home = f"/harbour/customers/{customer.pk}/care/"

    def post(path: str, **fields) -> None:
        answer = client.post(f"{home}{path}", {**fields, "request_key": str(uuid4())})
        assert (answer.status_code, answer["Location"]) == (302, home)

    post("join/", level=levels["Silver"].pk)
    post(f"points/{visit}/")
    post("second/", second=bo.pk)
    page = client.get(home).content.decode()
    assert "20 points" in page and bo.name in page
    post("level/", level=levels["Gold"].pk)
    assert ClubMembership.objects.get().level == levels["Gold"]


def test_a_colleague_does_not_name_the_second_person(client: Client, lin, customer, bo, chen) -> None:
    client.force_login(bo.user)
    sent = {"second": chen.pk, "request_key": str(uuid4())}
    client.post(f"/harbour/customers/{customer.pk}/care/second/", sent)
    customer.refresh_from_db()
    assert customer.second_contact is None


def test_levels_are_edited_by_leaders(client: Client, levels, hua, an) -> None:
    client.force_login(hua.user)
    sent = {"name": "Gold", "position": "9", "percent": "5", "points": "1", "is_active": "on"}
    key = {"request_key": str(uuid4())}
    assert client.post("/harbour/club/", {**sent, **key}).status_code == 422  # the name is taken
    assert client.post("/harbour/club/", {**sent, **key, "name": "Black"}).status_code == 302
    assert ClubLevel.objects.get(name="Black").percent == Decimal(5)


def test_another_offices_customer_is_not_there(client: Client, other_office, stranger, customer) -> None:
    client.force_login(stranger.user)
    theirs = file_of(stranger, name="Li")
    receive(theirs, stranger, timezone.now())
    assert client.get(f"/hillside/customers/{theirs.pk}/care/").status_code == 200
    assert client.get(f"/hillside/customers/{customer.pk}/care/").status_code == 404
