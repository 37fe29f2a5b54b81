"""Spouse, parents and children are linked: they count as one customer."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import AuditEntry
from tests.deals.ruled import RULED_AT
from tests.visitors.rows import file_of
from visitors.models import Customer, HouseholdMember
from visitors.selectors.households import family_of, household_of
from visitors.services.households import join_household, leave_household


def join(customer: Customer, other: Customer, relation: str, by) -> HouseholdMember:
    return join_household(customer=customer, other=other, relation=relation, by=by, now=RULED_AT)


@pytest.mark.clause("floor-3.11")
def test_a_household_grows(customer: Customer, lin) -> None:
    wife, son = file_of(lin, name="Tang"), file_of(lin, name="Zhou the younger")
    join(customer, wife, "spouse", lin)
    join(wife, son, "child", lin)
    assert [(each.customer, each.relation) for each in household_of(son)] == [
        (customer, "first"),
        (wife, "spouse"),
        (son, "child"),
    ]
    assert family_of([wife]) == [customer, son]
    assert family_of([customer, wife, son]) == []
    assert AuditEntry.objects.filter(action=AuditAction.HOUSEHOLD_CHANGED).count() == 2


def test_nobody_belongs_to_two(customer: Customer, lin) -> None:
    wife, other, third = (file_of(lin, name=name) for name in ("Tang", "Pan", "Shen"))
    join(customer, wife, "spouse", lin)
    join(other, third, "parent", lin)
    for one, two in ((customer, third), (customer, wife), (customer, customer)):
        with pytest.raises(Refusal) as refusal, transaction.atomic():
            join(one, two, "spouse", lin)
        assert refusal.value.field == "other"
    with pytest.raises(Refusal) as refusal:
        join(other, file_of(lin, name="Wei"), "first", lin)
    assert refusal.value.field == "relation"
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdMember.objects.create(
            office=lin.office,
            household=household_of(other)[0].household,
            customer=wife,
            relation="child",
            joined_at=RULED_AT,
            joined_by=lin,
        )


def test_not_across_offices(customer: Customer, lin, stranger) -> None:
    with pytest.raises(Refusal):
        join(customer, file_of(stranger, name="Tang"), "spouse", lin)


def test_of_two_none_is_left_in_it(customer: Customer, lin) -> None:
    wife = file_of(lin, name="Tang")
    member = join(customer, wife, "spouse", lin)
    leave_household(member=member, by=lin, now=RULED_AT)
    assert (household_of(customer), family_of([wife])) == ([], [])
    assert HouseholdMember.objects.filter(left_by=lin).count() == 2
    with pytest.raises(Refusal), transaction.atomic():
        leave_household(member=member, by=lin, now=RULED_AT)
    join(wife, customer, "spouse", lin)
    assert len(household_of(customer)) == 2


def test_of_three_two_stay(customer: Customer, lin) -> None:
    wife, son = file_of(lin, name="Tang"), file_of(lin, name="Zhou the younger")
    join(customer, wife, "spouse", lin)
    leave_household(member=join(customer, son, "child", lin), by=lin, now=RULED_AT)
    assert family_of([customer]) == [wife]


def test_a_joined_file_brings_its_household(customer: Customer, lin) -> None:
    wife, alias = file_of(lin, name="Tang"), file_of(lin, name="Zhou again")
    join(alias, wife, "spouse", lin)
    alias.merged_into = customer
    alias.save()
    assert family_of([customer]) == [wife]
    assert family_of([wife]) == [customer]


def test_on_the_page(client, english, customer: Customer, lin, an) -> None:
    wife = file_of(lin, name="Tang")
    client.force_login(lin.user)
    address = f"/harbour/customers/{customer.pk}/household/"
    assert "Tang" in client.post(address, {"q": "Tang"}).content.decode()
    sent = {"other": wife.pk, "relation": "spouse", "request_key": uuid4()}
    client.post(f"{address}join/", sent)
    client.post(f"{address}join/", sent)
    [first, second] = household_of(customer)
    assert (first.customer, second.customer) == (customer, wife)
    page = client.get(f"/harbour/customers/{wife.pk}/").content.decode()
    assert f"/harbour/customers/{customer.pk}/" in page and "The first of them" in page
    client.post(f"/harbour/households/{second.pk}/leave/", {"request_key": uuid4()})
    assert household_of(customer) == []


def test_another_offices_household_is_not_there(client, customer: Customer, lin, stranger) -> None:
    member = join(customer, file_of(lin, name="Tang"), "spouse", lin)
    theirs = file_of(stranger, name="Pan")
    client.force_login(stranger.user)
    answer = client.post(f"/hillside/households/{member.pk}/leave/", {"request_key": uuid4()})
    assert (answer.status_code, len(household_of(customer))) == (404, 2)
    client.force_login(lin.user)
    sent = {"other": theirs.pk, "relation": "spouse", "request_key": uuid4()}
    assert client.post(f"/harbour/customers/{customer.pk}/household/join/", sent).status_code == 404
