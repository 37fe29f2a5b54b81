"""Two desks type one number at the same moment: one file, on a real database with real threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from tests.visitors.rows import NOW, TYPED, WU, enter
from visitors.models import Customer, CustomerPhone
from visitors.services import customers
from visitors.services.customers import CustomerEntry, enter_customer

pytestmark = pytest.mark.django_db(transaction=True)
DESKS = 8


def at_once(work, count: int = DESKS) -> list:
    """Run it in so many threads that start together, each with a connection of its own."""
    barrier = Barrier(count)

    def run(number: int):
        try:
            barrier.wait()
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_one_number_typed_at_every_desk_makes_one_file(lin) -> None:
    for round_ in range(10):
        entered = at_once(lambda desk, last=round_: enter(lin, name=WU, phone=f"138 0000 12{last:02}"))
        assert len({entry.customer.pk for entry in entered}) == 1
        assert sum(entry.is_new for entry in entered) == 1
    assert Customer.objects.count() == CustomerPhone.objects.count() == 10


def test_the_loser_waits_for_the_winner_and_opens_its_file(lin) -> None:
    entry = CustomerEntry(name=WU, phone=TYPED)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            winner = enter_customer(office=lin.office, entry=entry, by=lin, now=NOW)
            loser = pool.submit(_enter_and_close, lin, phone=TYPED, licence_plate="A1")
            assert not loser.done()
        entered = loser.result(timeout=15)
    assert (entered.customer, entered.is_new) == (winner.customer, False)
    assert entered.customer.licence_plate == "A1"


def test_a_winner_that_takes_it_back_leaves_the_number_to_the_other(lin) -> None:
    entry = CustomerEntry(name=WU, phone=TYPED)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            enter_customer(office=lin.office, entry=entry, by=lin, now=NOW)
            other = pool.submit(_enter_and_close, lin, phone=TYPED)
            transaction.set_rollback(True)
        entered = other.result(timeout=15)
    assert entered.is_new
    assert Customer.objects.get() == entered.customer


def test_looking_first_would_not_have_been_enough(lin, monkeypatch) -> None:
    """The control: where nothing claims the number, the database refuses what two desks found free."""
    seen = Barrier(2)

    def looked_at_together(office, number):
        seen.wait()

    monkeypatch.setattr(customers, "holder_of", looked_at_together)
    monkeypatch.setattr(customers, "claim_number", _insert_unclaimed)
    results = at_once(lambda desk: _attempt(lin), count=2)
    assert sorted(results) == ["entered", "refused by the database"]


def _attempt(lin) -> str:
    from django.db import IntegrityError

    try:
        enter(lin, phone=TYPED)
    except IntegrityError:
        return "refused by the database"
    return "entered"


def _insert_unclaimed(*, office, number, customer_id, now) -> int:
    from visitors.models.customer_phone import digest_of, newest_key

    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('visitors_customer', 'id'))")
        pk = cursor.fetchone()[0]
    CustomerPhone.objects.create(
        office=office,
        customer_id=pk,
        sealed="-",
        key_name=newest_key(),
        digest=digest_of(number),
        last4=number[-4:],
        masked="-",
        line="mobile",
        created_at=now,
    )
    return pk


def _enter_and_close(lin, **fields):
    try:
        return enter(lin, **fields)
    finally:
        connection.close()
