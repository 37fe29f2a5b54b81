"""Queue numbers for an opening: for customers who were here, one after the other, none left out."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deals.models import QueueNumber, Release
from deals.services.queue_numbers import cancel_number, give_number, was_received
from offices.errors import Refusal
from offices.models import Member
from tests.deals.conftest import NOW
from tests.visitors.rows import correct, file_of, receive
from visitors.models import Customer


@pytest.fixture
def coming(office) -> Release:
    """Opens long after the story."""
    return Release.objects.create(office=office, name="Spring release", opens_on=date(2099, 3, 1))


def somebody(clerk: Member, consultant: Member, name: str = "Wang") -> Customer:
    customer = file_of(clerk, name=name)
    receive(customer, consultant, at=NOW)
    return customer


def give(release: Release, customer: Customer, by: Member, **fields) -> QueueNumber:
    return give_number(release=release, customer=customer, by=by, now=NOW, **fields)


@pytest.mark.clause("D-05")
def test_number_is_for_customers_who_were_received_here(lin, an, coming, customer) -> None:
    never_here = file_of(lin, name="Wu")
    called = file_of(lin, name="Gao")
    receive(called, an, kind="call", role="phone")
    for each in (never_here, called):
        with pytest.raises(Refusal) as refused:
            give(coming, each, lin)
        assert refused.value.field == "customer"
    assert give(coming, customer, lin).number == 1


@pytest.mark.clause("D-05")
def test_visit_that_was_void_does_not_count(lin, an, mei, coming) -> None:
    peer = file_of(lin, name="Wu")
    correct(receive(peer, an, at=NOW), "void", mei)
    assert not was_received(peer)
    with pytest.raises(Refusal):
        give(coming, peer, lin)


@pytest.mark.clause("D-06")
def test_numbers_run_without_a_gap_in_each_release(lin, an, coming, release) -> None:
    people = [somebody(lin, an, name) for name in ("Wang", "Wu", "Gao")]
    assert [give(coming, each, lin).number for each in people] == [1, 2, 3]
    assert give(release, people[0], lin, layout="3B2L").number == 1
    coming.refresh_from_db()
    assert coming.last_number == 3


@pytest.mark.clause("D-06")
def test_cancelled_number_stays_and_is_not_given_again(lin, an, coming, customer) -> None:
    first = give(coming, customer, lin)
    second = give(coming, somebody(lin, an), lin)
    cancel_number(number=first, by=lin, now=NOW)
    again = give(coming, customer, lin)
    assert [each.number for each in QueueNumber.objects.filter(release=coming)] == [1, 2, 3]
    assert (second.number, again.number) == (2, 3)
    first.refresh_from_db()
    assert (first.cancelled_by, first.cancelled_at) == (lin, NOW)


def test_refused_customer_leaves_no_gap(lin, an, coming, customer) -> None:
    with pytest.raises(Refusal):
        give(coming, file_of(lin, name="Wu"), lin)
    assert give(coming, customer, lin).number == 1


def test_customer_has_one_number(lin, coming, customer) -> None:
    give(coming, customer, lin)
    with pytest.raises(Refusal) as refused:
        give(coming, customer, lin)
    assert "1" in str(refused.value)


def test_joined_files_are_one_customer(lin, an, coming, customer) -> None:
    alias = somebody(lin, an, "Zhou again")
    give(coming, alias, lin)
    Customer.objects.filter(pk=alias.pk).update(merged_into=customer)
    with pytest.raises(Refusal):
        give(coming, customer, lin)


def test_opened_release_gives_no_number_any_more(lin, coming, customer) -> None:
    coming.opens_on = date(2026, 11, 1)
    coming.save(update_fields=["opens_on"])
    with pytest.raises(Refusal):
        give(coming, customer, lin)


def test_number_is_cancelled_once(lin, coming, customer) -> None:
    number = give(coming, customer, lin)
    cancel_number(number=number, by=lin, now=NOW)
    with pytest.raises(Refusal):
        cancel_number(number=number, by=lin, now=NOW)


def test_database_never_loses_a_number(lin, coming, customer) -> None:
    number = give(coming, customer, lin)
    with pytest.raises(DatabaseError), transaction.atomic():
        number.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueNumber.objects.create(
            office=lin.office, release=coming, number=1, customer=customer, given_by=lin, given_at=NOW
        )


def test_customer_of_another_office_gets_none(lin, stranger, coming) -> None:
    theirs = somebody(stranger, stranger)
    with pytest.raises(Refusal):
        give(coming, theirs, lin)


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("D-06")
def test_six_desks_at_once_give_six_numbers(lin, an, coming) -> None:
    people = [somebody(lin, an, f"Visitor {number}") for number in range(6)]
    start = Barrier(len(people))

    def one(customer: Customer) -> int:
        try:
            start.wait()
            return give(coming, customer, lin).number
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        numbers = list(pool.map(one, people))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


# ------------------------------------------------------------------ the pages


@pytest.fixture
def desk(client: Client, lin, english) -> Client:
    client.force_login(lin.user)
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"deals:{name}", args=["harbour", *args])


def test_number_is_given_from_a_search(desk, coming, customer) -> None:
    assert "Spring release" in desk.get(page("queue")).content.decode()
    found = desk.post(page("queue_of", coming.pk), {"q": "Zhou"}).content.decode()
    to = page("queue_give", coming.pk, customer.pk)
    assert f'href="{to}"' in found
    assert "Give the number" in desk.get(to).content.decode()
    told = desk.post(to, {"layout": "3B2L", "request_key": str(uuid4())}, follow=True).content.decode()
    number = QueueNumber.objects.get()
    assert (number.number, number.layout, number.given_by.name) == (1, "3B2L", "Lin")
    assert page("queue_slip", number.pk) in told and page("queue_agreement", number.pk) in told


def test_form_for_somebody_never_received_says_what_to_do(desk, lin, coming) -> None:
    stranger = file_of(lin, name="Wu")
    told = desk.get(page("queue_give", coming.pk, stranger.pk)).content.decode()
    assert "Log the visit at the desk first" in told and "Give the number" not in told
    sent = {"request_key": str(uuid4())}
    assert desk.post(page("queue_give", coming.pk, stranger.pk), sent).status_code == 422
    assert not QueueNumber.objects.exists()


def test_slip_is_a_sheet_in_two_halves(desk, lin, coming, customer) -> None:
    number = give(coming, customer, lin, layout="3B2L")
    told = desk.get(page("queue_slip", number.pk)).content.decode()
    assert re.findall(r'<p class="number">(\d+)</p>', told) == ["1", "1"]
    assert "Zhou" in told and "2099-03-01" in told and "for the customer" in told
    assert "<button" not in told


def test_agreement_is_filled_in(desk, lin, coming, customer) -> None:
    number = give(coming, customer, lin)
    told = desk.get(page("queue_agreement", number.pk)).content.decode()
    assert "Zhou" in told and "Spring release" in told and "{" not in told.split("<main>")[1]
    assert "13800001234" not in told


def test_cancelled_number_stays_in_the_list_and_has_no_agreement(desk, lin, coming, customer) -> None:
    number = give(coming, customer, lin)
    told = desk.post(page("queue_cancel", number.pk), {"request_key": str(uuid4())}, follow=True)
    assert "cancelled by Lin" in told.content.decode()
    assert desk.get(page("queue_agreement", number.pk)).status_code == 404
    assert "cancelled" in desk.get(page("queue_slip", number.pk)).content.decode()


@pytest.mark.parametrize("name", ["queue_slip", "queue_agreement"])
def test_number_of_another_office_is_not_there(client, lin, stranger, coming, customer, name: str) -> None:
    number = give(coming, customer, lin)
    client.force_login(stranger.user)
    assert client.get(reverse(f"deals:{name}", args=["hillside", number.pk])).status_code == 404


def test_customer_of_another_office_is_not_found(desk, stranger, coming) -> None:
    theirs = somebody(stranger, stranger, "Zhou")
    assert desk.post(page("queue_of", coming.pk), {"q": "Zhou"}).context["matches"] == []
    assert desk.get(page("queue_give", coming.pk, theirs.pk)).status_code == 404


@pytest.mark.parametrize("who", ["fang", "root"])
def test_who_sells_nothing_sees_no_queue(request, client, coming, who: str) -> None:
    client.force_login(request.getfixturevalue(who).user)
    assert client.get(page("queue_of", coming.pk)).status_code == 403


def test_finance_reads_and_gives_none(client, gu, coming, customer) -> None:
    client.force_login(gu.user)
    assert client.get(page("queue_of", coming.pk)).status_code == 200
    sent = {"request_key": str(uuid4())}
    assert client.post(page("queue_give", coming.pk, customer.pk), sent).status_code == 403
    assert not QueueNumber.objects.exists()


def test_opened_release_offers_no_search(desk, coming) -> None:
    assert 'id="queue-query"' in desk.get(page("queue_of", coming.pk)).content.decode()
    coming.opens_on = timezone.now().date() - timedelta(days=3)
    coming.save(update_fields=["opens_on"])
    assert 'id="queue-query"' not in desk.get(page("queue_of", coming.pk)).content.decode()
