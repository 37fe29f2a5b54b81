"""What stands in either of two joined files is the person's on every page, and each file's own again once parted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from deals.models import ClubLevel, ClubMembership, Opportunity
from deals.selectors.club import membership_of
from deals.selectors.opportunities import opportunity_of
from deals.services.club import join as join_club
from deals.services.opportunities import chance_is_back
from deals.services.orders import open_order
from deals.services.prices import highest_level
from followups.selectors.call_page import glance_of
from followups.selectors.recipients import destinations
from followups.services.team import check_tracking
from offices.errors import Refusal
from offices.models import Member, Office
from switchboard.services.call_backs import _has_number
from tests.visitors.rows import NOW, TYPED, file_of, receive
from visitors.models import Customer
from visitors.services.customer_dates import add_birthday
from visitors.services.emails import keep_address
from visitors.services.grades import change_grade
from visitors.services.merging import merge, unmerge

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def kept(lin: Member, an: Member) -> Customer:
    customer = file_of(lin, name="Zhou")
    receive(customer, an)
    return customer


@pytest.fixture
def alias(lin: Member, an: Member, mei: Member) -> Customer:
    """The same person under a number, of whom much was written down."""
    customer = file_of(lin, name="Zhou", phone=TYPED)
    receive(customer, an)
    keep_address(customer=customer, address="zhou@example.com", now=NOW)
    add_birthday(customer=customer, month=3, day=9, whose="family", name="Xiaoqin", by=an, now=NOW)
    change_grade(customer=customer, grade="B", reason="closer", by=an, now=NOW)
    check_tracking(customer=customer, consultant=an, is_fine=False, remark="Call again", by=mei, now=NOW)
    return customer


def level(office: Office, name: str, percent: int, position: int) -> ClubLevel:
    return ClubLevel.objects.create(
        office=office, name=name, percent=Decimal(percent), position=position, points=10
    )


def test_the_better_club_level_counts_and_nobody_joins_twice(kept, alias, office, an, mei) -> None:
    blue, gold = level(office, "Blue", 1, 1), level(office, "Gold", 3, 3)
    join_club(customer=kept, level=blue, by=an, now=NOW)
    join_club(customer=alias, level=gold, by=an, now=NOW)
    merger = merge(keep=kept, alias=alias, choices={}, by=mei, now=LATER)
    assert (membership_of(kept).level, highest_level([kept])) == (gold, gold)
    with pytest.raises(Refusal):
        join_club(customer=kept, level=blue, by=an, now=LATER)
    unmerge(merger=merger, by=mei, now=LATER)
    assert membership_of(Customer.objects.get(pk=kept.pk)).level == blue
    assert ClubMembership.objects.count() == 2


def test_two_open_chances_are_one_and_an_order_wins_it(kept, alias, office, unit, an, mei) -> None:
    for customer, days in ((kept, 3), (alias, 1)):
        Opportunity.objects.create(office=office, customer=customer, opened_at=NOW - timedelta(days=days))
    merger = merge(keep=kept, alias=alias, choices={}, by=mei, now=LATER)
    assert opportunity_of(kept).customer == alias
    order = open_order(unit=unit, customer=kept, step="small", by=an, now=LATER)
    assert opportunity_of(kept) is None
    assert glance_of(kept, now=LATER).orders == [order]
    chance_is_back(order=order, now=LATER)
    unmerge(merger=merger, by=mei, now=LATER)
    assert opportunity_of(Customer.objects.get(pk=kept.pk)) is not None


def test_texts_and_call_backs_reach_the_person(kept, alias, office, mei) -> None:
    assert not _has_number(kept) and not destinations([kept], office=office, channel="sms")
    merge(keep=kept, alias=alias, choices={}, by=mei, now=LATER)
    kept.refresh_from_db()
    assert _has_number(kept)
    for channel in ("sms", "email"):
        assert len(destinations([kept], office=office, channel=channel)[kept.pk]) == 1
    both = destinations([kept, Customer.objects.get(pk=alias.pk)], office=office, channel="sms")
    assert len(both[kept.pk]) == 1 and alias.pk not in both, "a list made before is written to once"


@pytest.mark.parametrize(
    ("name", "shows"),
    [
        ("followups:wishes", "Xiaoqin"),
        ("followups:consents", "z***@example.com"),
        ("followups:tracking_of", "Call again"),
    ],
)
def test_the_pages_of_the_person_show_what_stands_in_the_other_file(
    kept, alias, mei, client: Client, name: str, shows: str
) -> None:
    client.force_login(mei.user)
    address = reverse(name, args=["harbour", kept.pk])
    before = client.get(address).content.decode()
    merge(keep=kept, alias=alias, choices={}, by=mei, now=LATER)
    after = client.get(address).content.decode()
    assert (shows in before, shows in after) == (False, True)
