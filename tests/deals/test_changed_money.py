"""What a change does to an order's money: a swap takes it along, a new price asks the difference, names cost a fee."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.instalments import Due, renewed
from deals.models import Order, Payment
from deals.selectors.arrears import arrears_of
from deals.selectors.money import balance, paid_total, sums_of
from deals.selectors.owing import owing, too_much
from deals.services import changes
from deals.services.approvals import answer_approval
from deals.services.orders import advance, end_order, open_order
from deals.services.payments import give_back, take_payment, void_receipt
from offices.errors import Refusal
from offices.models import HouseRules
from tests.deals.conftest import NOW, unit_of
from tests.deals.money import at, book, with_instalments
from tests.visitors.rows import file_of, receive

TODAY = date(2026, 11, 2)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def order(unit, customer, an, hua, gu) -> Order:
    """A large deposit on 1,250,000; 50,000 came in."""
    book(hua)
    order = open_order(unit=unit, customer=customer, step="large", by=an, now=NOW)
    take(order, "50000", gu)
    return order


def take(order: Order, amount: str, by, **fields) -> Payment:
    values = {"way": "card", "paid_on": TODAY, "now": LATER, **fields}
    return take_payment(order=order, amount=Decimal(amount), by=by, **values)


def swapped(order: Order, building, release, price: str, an, mei, now=LATER) -> Order:
    unit = unit_of(building, "1501", release=release, list_price=Decimal(price))
    asked = changes.ask_swap(order=order, unit=unit, reason="higher up", by=an, now=now)
    if asked.state == "asked":
        answer_approval(approval=asked, approve=True, answer="well", by=mei, now=now)
    order.refresh_from_db()
    return Order.objects.live().get()


def amounts(order: Order) -> list[tuple[str, Decimal]]:
    return [(f"{row.due_on:%m-%d}", row.amount) for row in order.instalments.order_by("position")]


# ------------------------------------------------------------------ swaps


@pytest.mark.clause("D-29")
def test_money_follows_a_swap_and_the_difference_is_asked(
    order, building, release, office, an, mei, gu
) -> None:
    new = swapped(order, building, release, "1400000.00", an, mei)
    assert (paid_total(new), balance(new)) == (Decimal(50_000), Decimal(1_350_000))
    assert paid_total(order) == 0
    assert [(each.order, each.open) for each in owing(office)] == [(new, Decimal(1_350_000))]
    take(new, "1350000", gu)
    assert balance(new) == 0


def test_money_follows_every_swap_of_a_line(order, building, release, an, mei, gu) -> None:
    second = swapped(order, building, release, "1400000.00", an, mei)
    take(second, "1000", gu)
    unit = unit_of(building, "1601", release=release, list_price=Decimal(1_500_000))
    changes.ask_swap(order=second, unit=unit, reason="higher still", by=an, now=LATER)
    third = Order.objects.live().get()
    assert (paid_total(third), paid_total(second)) == (Decimal(51_000), 0)


def test_order_that_was_swapped_takes_and_gives_back_nothing(order, building, release, an, mei, gu) -> None:
    [payment] = order.payments.all()
    new = swapped(order, building, release, "1400000.00", an, mei)
    with pytest.raises(Refusal, match=str(new.number)):
        take(order, "1000", gu)
    with pytest.raises(Refusal) as refusal:
        give_back(payment=payment, reason="ended", paid_on=TODAY, by=gu, now=LATER)
    assert refusal.value.field == "reason"
    assert paid_total(new) == Decimal(50_000)


def test_too_much_for_a_cheaper_unit_goes_back_from_the_old_payment(
    order, building, release, an, mei, gu
) -> None:
    [payment] = order.payments.all()
    take(order, "1200000", gu)
    new = swapped(order, building, release, "1230000.00", an, mei)
    assert balance(new) == Decimal(-20_000)
    with pytest.raises(Refusal):
        give_back(payment=payment, reason="overpaid", amount=Decimal(20_001), paid_on=TODAY, by=gu, now=LATER)
    give_back(payment=payment, reason="overpaid", amount=Decimal(20_000), paid_on=TODAY, by=gu, now=LATER)
    assert balance(new) == 0


def test_finance_sees_what_may_go_back(order, building, release, office, an, mei, gu) -> None:
    assert too_much(office) == []
    take(order, "1200000", gu)
    new = swapped(order, building, release, "1230000.00", an, mei)
    assert [(each.order, each.open) for each in too_much(office)] == [(new, Decimal(-20_000))]
    end_order(order=new, end="refunded", by=mei, now=LATER)
    assert [(each.order, each.open) for each in too_much(office)] == [(new, Decimal(-1_250_000))]
    for payment in order.payments.all():
        give_back(payment=payment, reason="ended", paid_on=TODAY, by=gu, now=LATER)
    assert too_much(office) == []


def test_receipt_of_the_old_order_voided_lowers_what_the_new_one_has(
    order, building, release, office, an, mei, gu
) -> None:
    new = swapped(order, building, release, "1400000.00", an, mei)
    void_receipt(office=office, number=1, reason="not_paid", by=gu, now=LATER)
    assert paid_total(new) == 0


def test_payment_of_a_day_before_the_swap_may_be_entered_after_it(
    order, building, release, an, mei, gu
) -> None:
    new = swapped(order, building, release, "1400000.00", an, mei, now=NOW + timedelta(days=3))
    assert take(new, "1000", gu, now=NOW + timedelta(days=3)).paid_on == TODAY


def test_instalments_of_a_dearer_unit_ask_for_the_difference_in_the_parts_to_come(
    order, building, release, an, mei
) -> None:
    with_instalments(order, mei)
    assert amounts(order) == [
        ("11-09", Decimal("375000.00")),
        ("12-09", Decimal("750000.00")),
        ("02-07", Decimal("125000.00")),
    ]
    day = at(date(2026, 11, 20))
    new = swapped(order, building, release, "1425000.00", an, mei, now=day)
    assert amounts(new) == [
        ("11-09", Decimal("375000.00")),
        ("12-09", Decimal("900000.00")),
        ("02-07", Decimal("150000.00")),
    ]
    assert arrears_of(new, date(2026, 11, 20)).total == Decimal(325_000)


# ------------------------------------------------------------------ prices and fees


def test_instalments_follow_an_approved_discount(order, an, mei) -> None:
    with_instalments(order, mei)
    asked = changes.ask_discount(
        order=order, percent=Decimal(2), amount=None, reason="cash", by=an, now=LATER
    )
    answer_approval(approval=asked, approve=True, answer="", by=mei, now=LATER)
    order.refresh_from_db()
    assert sum(amount for _day, amount in amounts(order)) == order.price == Decimal("1225000.00")


@pytest.fixture
def signed(order, office, an, mei) -> Order:
    """With its contract and instalments, in an office that asks 5,000 for a transfer."""
    HouseRules.objects.create(
        office=office,
        version=1,
        effective_from=TODAY,
        switches={"orders": {"transfer_fee": 5000}},
        approved_by=mei,
        created_at=NOW,
    )
    with_instalments(order, mei)
    for step in ("subscribed", "contracted"):
        order = advance(order=order, step=step, by=an, now=NOW)
    return order


@pytest.mark.clause("D-30")
def test_transfer_fee_is_owed_falls_due_and_is_taken(signed, lin, an, mei, gu) -> None:
    qin = file_of(lin, name="Qin")
    receive(qin, an, at=NOW)
    asked = changes.ask_rename(order=signed, customer=qin, buyers=(), reason="her sister", by=an, now=LATER)
    assert sums_of(signed).fees == 0
    answer_approval(approval=asked, approve=True, answer="", by=mei, now=LATER)
    signed.refresh_from_db()
    sums = sums_of(signed)
    assert (sums.price, sums.fees, sums.open) == (
        Decimal("1250000.00"),
        Decimal("5000.00"),
        Decimal("1205000.00"),
    )
    assert amounts(signed)[1] == ("11-09", Decimal("5000.00"))
    assert sum(amount for _day, amount in amounts(signed)) == Decimal("1255000.00")
    take(signed, "1205000", gu)
    assert balance(signed) == 0
    with pytest.raises(Refusal):
        take(signed, "0.01", gu)


# ------------------------------------------------------------------ the core

DAY = date(2026, 11, 20)
REST = Due("Difference", DAY + timedelta(days=7), Decimal(0))


def due(days: int, amount: str) -> Due:
    return Due(f"P{days}", DAY + timedelta(days=days), Decimal(amount))


@pytest.mark.parametrize(
    ("dues", "price", "found"),
    [
        ([due(-9, "30"), due(9, "60"), due(99, "10")], "170", ["30", "120", "20"]),
        ([due(-9, "30"), due(9, "60"), due(99, "10")], "65", ["30", "30", "5"]),
        ([due(-9, "30"), due(9, "60"), due(99, "10")], "30", ["30"]),
        ([due(-9, "30"), due(9, "60"), due(99, "10")], "20", ["20"]),
        ([due(-9, "30"), due(-1, "70")], "120", ["30", "70", "20"]),
        ([due(-9, "30"), due(-1, "70")], "80", ["30", "50"]),
        ([due(0, "30"), due(1, "70")], "130", ["30", "100"]),
        ([due(1, "33.33"), due(2, "33.33"), due(3, "33.34")], "0.02", ["0.01", "0.01"]),
    ],
)
def test_what_fell_due_stays_and_the_rest_is_shared(dues, price: str, found: list[str]) -> None:
    new = renewed(dues, Decimal(price), DAY, rest=REST)
    assert [each.amount for each in new] == [Decimal(amount) for amount in found]


@given(
    parts=st.lists(st.tuples(st.integers(-90, 90), st.integers(1, 10**9)), min_size=1, max_size=8),
    fen=st.integers(1, 10**11),
)
def test_changed_instalments_add_up_to_the_new_price(parts: list[tuple[int, int]], fen: int) -> None:
    dues = [due(days, str(Decimal(amount) / 100)) for days, amount in sorted(parts)]
    new = renewed(dues, Decimal(fen) / 100, DAY, rest=REST)
    assert sum(each.amount for each in new) == Decimal(fen) / 100
    assert all(each.amount == each.amount.quantize(Decimal("0.01")) > 0 for each in new)
    late, was_late = ([each.amount for each in some if each.due_on <= DAY] for some in (new, dues))
    assert sum(late) <= sum(was_late)  # a new price makes nobody late who was not
