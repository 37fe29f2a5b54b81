"""Whoever is called to a visitor sees at once what the visitor likes (B-57); nobody else does."""

import pytest
from django.test import Client
from django.utils import timezone

from offices.enums import Role
from tests.cast import enrol
from visitors.models import Customer
from visitors.selectors.likings import likings_of
from visitors.services.file_marks import mark_file
from visitors.services.file_settings import switch_field, write_own_field
from visitors.services.file_values import set_value
from visitors.services.sensitive_consents import give_consent

TEA = "Favourite tea"


@pytest.fixture
def visit(arrive, an, mei):
    """Zhou is called to An; the file knows some habits, an own field, and something sensitive."""
    visit = arrive("Zhou")
    file, now = visit.customer, timezone.now()
    own = write_own_field(
        office=an.office, own=None, label=TEA, group="home", kind="text", purpose="host", by=mei, now=now
    )
    give_consent(customer=file, of_class="health", channel="desk", by=an, now=now)
    for key, raw in (
        ("smoking", {"does": "no", "minds": "yes"}),
        ("preferred_cuisine", ["sichuan"]),
        (own.key, "Green"),
        ("health", "bad back"),
        ("native_place", "Harbour Town"),
    ):
        set_value(customer=file, key=key, raw=raw, by=an, now=now)
    return visit


def words(customer: Customer) -> str:
    found = likings_of([customer], office=customer.office)
    return " ".join(text for _label, text in found.get(customer.pk, ()))


@pytest.mark.clause("B-57")
def test_my_turn_says_what_my_visitor_likes(client: Client, visit, an, bo) -> None:
    client.force_login(an.user)
    page = client.get("/harbour/my-turn/").content.decode()
    assert TEA in page and "Green" in page and 'class="likings"' in page
    assert "bad back" not in page and "Harbour Town" not in page
    client.force_login(bo.user)
    assert "Green" not in client.get("/harbour/my-turn/").content.decode()


def test_what_the_office_leaves_out_is_not_shown(visit, mei) -> None:
    assert "Green" in words(visit.customer)
    before = words(visit.customer)
    switch_field(office=mei.office, key="smoking", used=False, by=mei, now=timezone.now())
    assert len(words(visit.customer)) < len(before)


def test_a_marked_file_tells_nothing_by_itself(visit, office, mei) -> None:
    keeper = enrol(office, "keeper", Role.INFORMATION)
    mark_file(
        customer=visit.customer,
        mark="confidential",
        custodian=keeper,
        reason="public",
        by=mei,
        now=timezone.now(),
    )
    assert words(visit.customer) == ""


def test_nobody_costs_nothing(office, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert likings_of([], office=office) == {}
