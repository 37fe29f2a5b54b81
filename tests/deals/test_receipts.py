"""Numbered receipts: drawn by the supervisor, used in their order, and every number accounted for."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from deals.models import Payment, ReceiptBook, VoidReceipt
from deals.selectors.receipts import ReceiptState, books_of, gaps, next_receipt, numbers_of, ranges
from deals.services.payments import NotYourMoney, draw_book, take_payment, void_receipt
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import AuditEntry
from tests.cast import enrol
from tests.deals.money import LATER, ORDERED, TODAY, another, book, order_of, pay

pytestmark = pytest.mark.usefixtures("english")
RACERS = 8


@pytest.fixture
def order(unit, customer, an):
    return order_of(unit, customer, an)


@pytest.mark.clause("D-25")
def test_supervisor_draws_receipts(office, hua) -> None:
    drawn = book(hua, 101, 150)
    assert (drawn.first, drawn.last, drawn.drawn_by, next_receipt(office)) == (101, 150, hua, 101)
    assert AuditEntry.objects.get(action=AuditAction.RECEIPTS_DRAWN).details == {"first": 101, "last": 150}


@pytest.mark.clause("D-25")
@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR], ids=str)
def test_nobody_else_draws_receipts(office, role) -> None:
    somebody = enrol(office, "somebody", role)
    with pytest.raises(NotYourMoney):
        draw_book(office=office, first=1, last=5, by=somebody, now=ORDERED)
    assert not ReceiptBook.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(50, 60), (1, 10), (20, 30), (5, 100), (10, 10), (50, 50)])
def test_two_books_never_hold_the_same_number(office, hua, first: int, last: int) -> None:
    book(hua, 10, 50)
    with pytest.raises(Refusal) as caught:
        book(hua, first, last)
    assert caught.value.field == "first"
    with pytest.raises(DatabaseError), transaction.atomic():
        ReceiptBook.objects.create(office=office, first=first, last=last, drawn_by=hua, drawn_at=ORDERED)


@pytest.mark.parametrize(("first", "last"), [(0, 5), (-3, 5), (9, 8), (1, 1001), (1, 2**31)])
def test_book_counts_up_and_has_an_end(office, hua, first: int, last: int) -> None:
    with pytest.raises(Refusal):
        book(hua, first, last)
    assert not ReceiptBook.objects.exists()


def test_another_office_may_draw_the_same_numbers(office, hua, other_office) -> None:
    book(hua)
    theirs = enrol(other_office, "theirs", Role.SUPERVISOR)
    assert (book(theirs).first, next_receipt(other_office)) == (1, 1)


def test_without_a_book_no_money_is_taken(order, gu) -> None:
    with pytest.raises(Refusal) as caught, transaction.atomic():
        pay(order, "100", gu)
    assert caught.value.field == "receipt"
    assert not Payment.objects.exists()


def test_receipts_are_used_in_their_order_across_books(order, gu, hua) -> None:
    book(hua, 1, 2)
    book(hua, 11, 12)
    assert [pay(order, "1", gu).receipt for _ in range(4)] == [1, 2, 11, 12]
    with pytest.raises(Refusal):
        pay(order, "1", gu)


def test_number_in_hand_has_to_be_the_next_one(order, gu, hua) -> None:
    """A page that was left open while a colleague took money writes nothing."""
    book(hua)
    pay(order, "1", gu, receipt=1)
    for wrong in (1, 3, 51):
        with pytest.raises(Refusal, match="2 comes next"), transaction.atomic():
            pay(order, "1", gu, receipt=wrong)
    assert Payment.objects.count() == 1


def test_spoiled_receipt_is_skipped_and_stays_listed(order, office, gu, hua) -> None:
    book(hua, 1, 5)
    void_receipt(office=office, number=1, reason="spoiled", by=gu, now=LATER)
    void_receipt(office=office, number=3, reason="lost", by=gu, now=LATER)
    assert [pay(order, "1", gu).receipt for _ in range(2)] == [2, 4]
    [drawn] = books_of(office)
    assert (drawn.size, drawn.done, drawn.free) == (5, 4, 1)
    states = [each.state for each in numbers_of(drawn.book)]
    used, void = ReceiptState.USED, ReceiptState.VOID
    assert states == [void, used, ReceiptState.LOST, used, ReceiptState.NEXT]


@pytest.mark.parametrize(("number", "reason"), [(51, "spoiled"), (0, "spoiled"), (1, "because"), (1, "")])
def test_only_a_drawn_receipt_is_voided_with_a_reason(office, gu, hua, number: int, reason: str) -> None:
    book(hua)
    with pytest.raises(Refusal):
        void_receipt(office=office, number=number, reason=reason, by=gu, now=LATER)
    assert not VoidReceipt.objects.exists()


def test_void_is_never_taken_back(office, gu, hua) -> None:
    book(hua)
    void = void_receipt(office=office, number=1, reason="spoiled", by=gu, now=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        void.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        VoidReceipt.objects.filter(pk=void.pk).update(reason="lost")


def test_numbers_that_nobody_drew_are_told(office, hua) -> None:
    book(hua, 1, 50)
    book(hua, 61, 100)
    book(hua, 101, 110)
    assert gaps(office) == [(51, 60)]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [([], []), ([3], [(3, 3)]), ([2, 1, 3, 7, 3], [(1, 3), (7, 7)]), ([1, 3, 5], [(1, 1), (3, 3), (5, 5)])],
)
def test_numbers_are_told_as_ranges(numbers, found) -> None:
    assert ranges(numbers) == found


def test_stock_costs_the_same_for_one_book_and_for_many(office, hua, django_assert_num_queries) -> None:
    for first in (1, 101, 201, 301):
        book(hua, first, first + 49)
    with django_assert_num_queries(3):
        assert len(books_of(office)) == 4


def _race(deeds) -> list:
    """All at once, each on a connection of its own; a refusal is an outcome."""
    start = Barrier(len(deeds))

    def one(deed):
        try:
            start.wait()
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


@pytest.mark.django_db(transaction=True)
class TestRaces:
    @pytest.fixture(autouse=True)
    def _patient(self, monkeypatch) -> None:
        """A machine busy with tests is slow."""
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c lock_timeout=60000")

    def test_each_of_many_payments_at_once_gets_its_own_receipt(self, order, gu, hua) -> None:
        book(hua)
        orders = [order, another(order, "1301"), another(order, "1302"), another(order, "1303")]
        deeds = [lambda each=each: pay(each, "10", gu) for each in orders * (RACERS // len(orders))]
        receipts = sorted(payment.receipt for payment in _race(deeds))
        assert receipts == list(range(1, RACERS + 1))

    def test_of_many_with_the_same_number_in_hand_one_wins(self, order, gu, hua) -> None:
        book(hua)
        outcomes = _race([lambda: pay(order, "10", gu, receipt=1)] * RACERS)
        assert sum(isinstance(each, Payment) for each in outcomes) == 1
        assert sum(isinstance(each, Refusal) for each in outcomes) == RACERS - 1
        assert Payment.objects.count() == 1

    def test_more_than_the_price_is_never_taken(self, order, gu, hua) -> None:
        book(hua)
        outcomes = _race([lambda: pay(order, "300000", gu)] * RACERS)
        assert sum(isinstance(each, Payment) for each in outcomes) == 3

    def test_same_numbers_are_drawn_once(self, office, hua) -> None:
        outcomes = _race([lambda: book(hua, 1, 50)] * RACERS)
        assert sum(isinstance(each, ReceiptBook) for each in outcomes) == 1
        assert ReceiptBook.objects.count() == 1

    def test_a_receipt_is_used_or_void_never_both_ways_twice(self, order, office, gu, hua) -> None:
        book(hua, 1, 1)
        spoil = lambda: void_receipt(office=office, number=1, reason="spoiled", by=gu, now=LATER)  # noqa: E731
        take = lambda: take_payment(  # noqa: E731
            order=order, amount=Decimal(1), way="card", paid_on=TODAY, by=gu, now=LATER
        )
        _race([spoil, take] * 4)
        assert VoidReceipt.objects.count() == 1
        assert Payment.objects.standing().count() == 0


def test_next_receipt_of_an_office_without_books_is_none(office) -> None:
    assert next_receipt(office) is None
