"""Finance closes its day: what came in, by whom and how, against receipts; then it never changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from deals.models import CashDay
from deals.selectors.cash import digest_of, figures_of, first_open, rows_by_member, rows_by_way
from deals.services.cash_days import close_cash_day
from deals.services.payments import NotYourMoney, give_back, void_receipt
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import AuditEntry
from tests.cast import enrol
from tests.deals.money import LATER, TODAY, another, at, book, order_of, pay

pytestmark = pytest.mark.usefixtures("english")
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def order(unit, customer, an, hua):
    book(hua, 1, 20)
    return order_of(unit, customer, an)


@pytest.fixture
def wen(office):
    """A second one at finance."""
    return enrol(office, "wen", Role.FINANCE)


def close(office, day: date, by, now=None, seen: str | None = None) -> CashDay:
    seen = figures_of(office, day).document()["digest"] if seen is None else seen
    return close_cash_day(office=office, day=day, seen=seen, by=by, now=now or at(day, 12))


def test_day_tells_who_took_what_how_and_with_which_receipts(order, office, gu, wen, hua) -> None:
    book(hua, 31, 40)
    payment = pay(order, "1000.10", gu, way="cash")
    pay(another(order, "1301"), "500.05", wen, way="card")
    give_back(payment=payment, reason="misbooked", amount=Decimal(200), paid_on=TODAY, by=gu, now=LATER)
    pay(order, "70", wen, way="cash")
    void_receipt(office=office, number=4, reason="amount", by=wen, now=LATER)
    void_receipt(office=office, number=5, reason="spoiled", by=gu, now=LATER)
    void_receipt(office=office, number=6, reason="lost", by=gu, now=LATER)
    day = close(office, TODAY, gu)
    told = day.totals
    assert told["total"] == {"in": "1500.15", "back": "200.00", "net": "1300.15"}
    assert told["ways"] == {
        "card": {"in": "500.05", "back": "0.00", "net": "500.05"},
        "cash": {"in": "1000.10", "back": "200.00", "net": "800.10"},
    }
    assert told["members"][str(gu.pk)]["net"] == "800.10"
    assert told["members"][str(wen.pk)]["net"] == "500.05"
    assert (told["used"], told["missing"], told["gaps"]) == ([[1, 3]], [[6, 6]], [[21, 30]])
    assert told["void"] == [[4, "amount"], [5, "spoiled"], [6, "lost"]]
    assert len(told["payments"]) == 4
    assert digest_of(day.date, told) == told["digest"]
    assert AuditEntry.objects.get(action=AuditAction.CASH_DAY_CLOSED).details["net"] == "1300.15"


def test_rows_stand_by_way_and_by_name(order, office, gu, wen) -> None:
    pay(order, "10", wen, way="cash")
    pay(order, "20", gu, way="transfer")
    figures = figures_of(office, TODAY)
    assert [(row.name, row.flow.net) for row in rows_by_way(figures)] == [
        ("bank transfer", Decimal(20)),
        ("cash", Decimal(10)),
    ]
    assert [row.name for row in rows_by_member(figures)] == ["Gu", "Wen"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.FINANCE], ids=str)
def test_nobody_but_finance_closes_its_day(order, office, gu, role) -> None:
    pay(order, "10", gu)
    with pytest.raises(NotYourMoney):
        close(office, TODAY, enrol(office, "somebody", role))
    assert not CashDay.objects.exists()


def test_day_is_closed_once_and_never_changes(order, office, gu) -> None:
    pay(order, "10", gu)
    day = close(office, TODAY, gu)
    with pytest.raises(Refusal), transaction.atomic():
        close(office, TODAY, gu)
    for change in (lambda: CashDay.objects.filter(pk=day.pk).update(totals={}), day.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_came_in_after_the_page_was_loaded_is_not_closed_unseen(order, office, gu) -> None:
    pay(order, "10", gu)
    seen = figures_of(office, TODAY).document()["digest"]
    pay(order, "20", gu)
    with pytest.raises(Refusal), transaction.atomic():
        close(office, TODAY, gu, seen=seen)
    assert close(office, TODAY, gu).totals["total"]["net"] == "30.00"


def test_days_are_closed_in_their_order(order, office, gu) -> None:
    pay(order, "10", gu)
    pay(order, "20", gu, paid_on=TOMORROW, now=at(TOMORROW))
    assert first_open(office, TOMORROW) == TODAY
    with pytest.raises(Refusal, match="2026-11-02"), transaction.atomic():
        close(office, TOMORROW, gu)
    close(office, TODAY, gu, now=at(TOMORROW, 5))
    assert first_open(office, TOMORROW) == TOMORROW
    assert close(office, TOMORROW, gu).totals["total"]["net"] == "20.00"
    with pytest.raises(Refusal), transaction.atomic():
        close(office, TODAY - timedelta(days=1), gu, now=at(TOMORROW))


def test_day_to_come_is_not_closed(office, gu) -> None:
    with pytest.raises(Refusal):
        close(office, TOMORROW, gu, now=at(TODAY))


def test_day_without_money_may_be_closed(office, gu) -> None:
    assert close(office, TODAY, gu).totals["total"] == {"in": "0.00", "back": "0.00", "net": "0.00"}


def test_receipt_spoiled_after_the_close_stands_on_the_next_day(order, office, gu) -> None:
    pay(order, "10", gu)
    close(office, TODAY, gu, now=at(TODAY, 9))
    void = void_receipt(office=office, number=2, reason="spoiled", by=gu, now=at(TODAY, 10))
    assert (void.on, first_open(office, TOMORROW)) == (TOMORROW, TOMORROW)
    assert close(office, TOMORROW, gu).totals["void"] == [[2, "spoiled"]]


def test_money_of_a_closed_day_goes_back_on_a_later_one(order, office, gu) -> None:
    payment = pay(order, "10", gu)
    close(office, TODAY, gu)
    back = {"payment": payment, "reason": "misbooked", "by": gu, "now": at(TOMORROW)}
    with pytest.raises(Refusal), transaction.atomic():
        give_back(paid_on=TODAY, **back)
    give_back(paid_on=TOMORROW, **back)
    assert close(office, TOMORROW, gu).totals["total"] == {"in": "0.00", "back": "10.00", "net": "-10.00"}


def test_figures_cost_the_same_for_one_payment_and_for_many(
    order, office, gu, django_assert_num_queries
) -> None:
    for _ in range(6):
        pay(order, "10", gu)
    with django_assert_num_queries(3):
        assert len(figures_of(office, TODAY).payments) == 6


def test_days_of_another_office_are_its_own(order, office, gu, other_office) -> None:
    pay(order, "10", gu)
    theirs = enrol(other_office, "theirs", Role.FINANCE)
    assert close(other_office, TODAY, theirs).totals["total"]["net"] == "0.00"
    with pytest.raises(NotYourMoney):
        close(office, TODAY, theirs)
    assert not CashDay.objects.filter(office=office).exists()
