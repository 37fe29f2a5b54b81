"""Whatever is learned of a customer asks for their plan: no writer of evidence has to think of it."""

from datetime import timedelta

import pytest

from offices.models import Member
from tests.visitors.rows import NOW, correct, file_of, receive
from visitors.models import Contact, Customer, PlanDue
from visitors.services.outcomes import OutcomeEntry, record_outcome
from visitors.services.plan_due import plan_is_due, plans_are_due, whole_office_is_due
from visitors.services.transfers import hand_out, hand_over

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def asked() -> dict[int, object]:
    return dict(PlanDue.objects.asked().values_list("customer", "since"))


def planned() -> None:
    PlanDue.objects.update(since=None)


def test_a_contact_asks_for_the_plan_of_its_customer(lin: Member, an: Member) -> None:
    customer, _other = file_of(lin), file_of(lin)
    receive(customer, an)
    assert asked() == {customer.pk: NOW}
    receive(customer, an, at=LATER)
    assert asked() == {customer.pk: NOW}, "what happened first is what has waited longest"


def test_many_contacts_at_once_ask_for_each_customer(lin: Member, an: Member) -> None:
    first, second = file_of(lin), file_of(lin)
    Contact.objects.bulk_create(
        Contact(
            office=an.office,
            customer=customer,
            kind="visit",
            role="reception",
            consultant=an,
            at=NOW,
            by=an,
            recorded_at=NOW + timedelta(minutes=minutes),
        )
        for minutes, customer in enumerate([second, first, second])
    )
    assert asked() == {second.pk: NOW, first.pk: NOW + timedelta(minutes=1)}


def test_a_correction_and_an_outcome_ask_as_well(lin: Member, an: Member) -> None:
    customer = file_of(lin)
    contact = receive(customer, an)
    planned()
    correct(contact, "void", lin)
    assert asked() == {customer.pk: NOW + timedelta(hours=1)}
    planned()
    record_outcome(contact=contact, entry=OutcomeEntry(layout="3br"), by=an, now=LATER)
    assert asked() == {customer.pk: LATER}


def test_who_is_handed_to_somebody_else_is_planned_for_them(
    lin: Member, an: Member, bo: Member, mei: Member
) -> None:
    left, lapsed = file_of(lin), file_of(lin)
    hand_over(lots=[(left.pk, bo.pk)], leaver=an, draw=1, by=mei, now=NOW)
    hand_out(customer=lapsed, to=bo, by=mei, now=LATER)
    assert asked() == {left.pk: NOW, lapsed.pk: LATER}


def test_an_alias_stands_for_the_file_that_holds(lin: Member, an: Member) -> None:
    kept, alias = file_of(lin), file_of(lin)
    Customer.objects.filter(pk=alias.pk).update(merged_into=kept)
    assert set(asked()) == {kept.pk, alias.pk}, "both are planned anew when they are joined"
    planned()
    contact = receive(alias, an)
    assert asked() == {kept.pk: NOW}
    planned()
    correct(contact, "void", lin)
    assert set(asked()) == {kept.pk}
    planned()
    assert plan_is_due(alias.pk, now=NOW) == kept.pk
    assert plans_are_due([alias.pk, kept.pk], now=NOW) == [kept.pk]
    planned()
    Customer.objects.filter(pk=alias.pk).update(merged_into=None)
    assert set(asked()) == {kept.pk, alias.pk}, "and when they part again"


def test_what_changes_nothing_of_that_asks_for_nothing(lin: Member) -> None:
    customer = file_of(lin)
    customer.name = "Zhou"
    customer.save()
    assert asked() == {}
    assert plans_are_due([], now=NOW) == []


def test_the_whole_office_is_that_office_alone(lin: Member, an: Member, stranger: Member) -> None:
    ours, theirs = file_of(lin), file_of(stranger)
    for customer in (ours, theirs):
        plan_is_due(customer.pk, now=LATER)
    planned()
    assert whole_office_is_due(office=lin.office, now=NOW) == 1
    assert asked() == {ours.pk: NOW}
