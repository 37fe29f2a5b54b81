"""Only finance takes money; what came in, went back and was voided adds up to the fen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals.models import Payment, VoidReceipt
from deals.selectors.cash import figures_of
from deals.selectors.money import balance, paid_total, paid_totals
from deals.selectors.receipts import next_receipt
from deals.services.cash_days import close_cash_day
from deals.services.payments import NotYourMoney, give_back, take_payment, void_receipt
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import AuditEntry
from tests.cast import enrol
from tests.deals.money import LATER, PRICE, TODAY, another, at, book, order_of, pay

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def order(unit, customer, an, hua):
    """A live order of a million, and fifty receipts in the stock."""
    book(hua)
    return order_of(unit, customer, an)


def refused(call, **values) -> Refusal:
    with pytest.raises(Refusal) as caught, transaction.atomic():
        call(**values)
    return caught.value


def close(office, day: date, by) -> None:
    seen = figures_of(office, day).document()["digest"]
    close_cash_day(office=office, day=day, seen=seen, by=by, now=at(day, 12))


@pytest.mark.clause("D-19", "D-21")
def test_finance_takes_money_and_gives_the_next_receipt(order, gu) -> None:
    first, second = pay(order, "20000", gu), pay(order, "0.01", gu)
    assert (first.receipt, second.receipt) == (1, 2)
    assert (paid_total(order), balance(order)) == (Decimal("20000.01"), PRICE - Decimal("20000.01"))
    kept = AuditEntry.objects.filter(action=AuditAction.PAYMENT_TAKEN).order_by("pk").first()
    assert (kept.by, kept.details["amount"], kept.details["receipt"]) == (gu, "20000.00", 1)


@pytest.mark.clause("D-19", "D-20", "C-29")
@pytest.mark.parametrize("role", [role for role in Role if role != Role.FINANCE], ids=str)
def test_nobody_but_finance_takes_money_gives_it_back_or_voids(order, gu, office, role) -> None:
    payment = pay(order, "500", gu)
    somebody = enrol(office, "somebody", role)
    money = {"by": somebody, "now": LATER}
    assert isinstance(
        refused(take_payment, order=order, amount=Decimal(1), way="card", paid_on=TODAY, **money),
        NotYourMoney,
    )
    assert isinstance(
        refused(give_back, payment=payment, reason="misbooked", paid_on=TODAY, **money), NotYourMoney
    )
    assert isinstance(refused(void_receipt, office=office, number=1, reason="amount", **money), NotYourMoney)
    assert (Payment.objects.count(), VoidReceipt.objects.count()) == (1, 0)


@pytest.mark.clause("C-29")
def test_who_sells_takes_no_money_whatever_else_they_are(order, office) -> None:
    both = enrol(office, "both", Role.CONSULTANT, Role.FINANCE)
    found = refused(
        take_payment, order=order, amount=Decimal(1), way="cash", paid_on=TODAY, by=both, now=LATER
    )
    assert found.status == 403
    assert not Payment.objects.exists()


def test_finance_of_another_office_takes_nothing(order, other_office) -> None:
    theirs = enrol(other_office, "theirs", Role.FINANCE)
    refused(take_payment, order=order, amount=Decimal(1), way="cash", paid_on=TODAY, by=theirs, now=LATER)
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    "amount", ["0", "-1", "-0.01", "0.001", "12.345", "NaN", "Infinity", "-Infinity", "1E+20", "1000000.01"]
)
def test_amount_is_above_zero_has_two_decimals_and_is_owed(order, gu, amount: str) -> None:
    found = refused(
        take_payment, order=order, amount=Decimal(amount), way="card", paid_on=TODAY, by=gu, now=LATER
    )
    assert found.field == "amount"
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    ("day", "field"), [(TODAY + timedelta(days=1), "paid_on"), (TODAY - timedelta(days=1), "paid_on")]
)
def test_day_is_between_the_order_and_today(order, gu, day: date, field: str) -> None:
    assert (
        refused(take_payment, order=order, amount=Decimal(1), way="card", paid_on=day, by=gu, now=LATER).field
        == field
    )


def test_way_is_one_of_the_list(order, gu) -> None:
    found = refused(
        take_payment, order=order, amount=Decimal(1), way="shells", paid_on=TODAY, by=gu, now=LATER
    )
    assert found.field == "way"


def test_order_that_ended_takes_no_more(order, gu) -> None:
    order.end, order.ended_at = "lapsed", LATER
    order.save(update_fields=["end", "ended_at"])
    refused(take_payment, order=order, amount=Decimal(1), way="card", paid_on=TODAY, by=gu, now=LATER)
    assert not Payment.objects.exists()


def test_closed_day_takes_no_payment(order, gu, office) -> None:
    pay(order, "100", gu)
    close(office, TODAY, gu)
    tomorrow = TODAY + timedelta(days=1)
    found = refused(
        take_payment, order=order, amount=Decimal(1), way="card", paid_on=TODAY, by=gu, now=at(tomorrow)
    )
    assert found.field == "paid_on"
    assert pay(order, "1", gu, paid_on=tomorrow, now=at(tomorrow)).paid_on == tomorrow


def test_payment_goes_back_as_a_row_below_zero_that_names_it(order, gu) -> None:
    payment = pay(order, "800", gu)
    part = give_back(
        payment=payment, reason="misbooked", amount=Decimal("300"), paid_on=TODAY, by=gu, now=LATER
    )
    assert (part.amount, part.gives_back, part.receipt, part.way) == (Decimal("-300"), payment, 2, "card")
    rest = give_back(payment=payment, reason="misbooked", way="cash", paid_on=TODAY, by=gu, now=LATER)
    assert (rest.amount, rest.way, paid_total(order)) == (Decimal("-500"), "cash", Decimal(0))
    refused(give_back, payment=payment, reason="misbooked", paid_on=TODAY, by=gu, now=LATER)
    refused(give_back, payment=rest, reason="misbooked", paid_on=TODAY, by=gu, now=LATER)


def test_more_than_came_in_does_not_go_back(order, gu) -> None:
    payment = pay(order, "800", gu)
    for amount in ("800.01", "-1", "0", "1.005"):
        found = refused(
            give_back,
            payment=payment,
            reason="misbooked",
            amount=Decimal(amount),
            paid_on=TODAY,
            by=gu,
            now=LATER,
        )
        assert found.field == "amount"
    assert paid_total(order) == Decimal(800)


@pytest.mark.clause("D-33")
def test_money_of_an_order_that_stands_stays(order, gu) -> None:
    payment = pay(order, "800", gu)
    asked = {"payment": payment, "paid_on": TODAY, "by": gu, "now": LATER}
    assert refused(give_back, reason="ended", **asked).field == "reason"
    assert refused(give_back, reason="overpaid", **asked).field == "amount"
    assert refused(give_back, reason="because", **asked).field == "reason"
    order.end, order.ended_at = "refunded", LATER
    order.save(update_fields=["end", "ended_at"])
    give_back(reason="ended", **asked)
    assert paid_total(order) == 0


def test_what_was_paid_beyond_a_lower_price_goes_back(order, gu) -> None:
    payment = pay(order, "900000", gu)
    order.price = Decimal("880000.00")
    order.save(update_fields=["price"])
    asked = {"payment": payment, "paid_on": TODAY, "by": gu, "now": LATER}
    refused(give_back, reason="overpaid", amount=Decimal("20000.01"), **asked)
    give_back(reason="overpaid", amount=Decimal(20000), **asked)
    assert balance(order) == 0


def test_money_goes_back_on_the_day_it_came_or_later(order, gu) -> None:
    tomorrow = TODAY + timedelta(days=1)
    payment = pay(order, "800", gu, paid_on=tomorrow, now=at(tomorrow))
    found = refused(give_back, payment=payment, reason="misbooked", paid_on=TODAY, by=gu, now=at(tomorrow))
    assert found.field == "paid_on"


def test_voided_payment_counts_no_more_and_stays_listed(order, gu, office) -> None:
    pay(order, "800", gu)
    void = void_receipt(office=office, number=1, reason="amount", by=gu, now=LATER)
    assert (void.payment.receipt, void.on, paid_total(order)) == (1, TODAY, Decimal(0))
    assert pay(order, "80", gu).receipt == 2
    refused(void_receipt, office=office, number=1, reason="amount", by=gu, now=LATER)
    refused(give_back, payment=void.payment, reason="misbooked", paid_on=TODAY, by=gu, now=LATER)


def test_payment_whose_money_went_back_is_not_voided(order, gu, office) -> None:
    payment = pay(order, "800", gu)
    back = give_back(payment=payment, reason="misbooked", paid_on=TODAY, by=gu, now=LATER)
    refused(void_receipt, office=office, number=payment.receipt, reason="amount", by=gu, now=LATER)
    void_receipt(office=office, number=back.receipt, reason="amount", by=gu, now=LATER)
    assert paid_total(order) == Decimal(800)
    void_receipt(office=office, number=payment.receipt, reason="amount", by=gu, now=LATER)
    assert paid_total(order) == 0


def test_payment_of_a_closed_day_is_not_voided(order, gu, office) -> None:
    pay(order, "800", gu)
    close(office, TODAY, gu)
    found = refused(
        void_receipt, office=office, number=1, reason="amount", by=gu, now=at(TODAY + timedelta(days=1))
    )
    assert found.field == "number"
    assert paid_total(order) == Decimal(800)


@pytest.mark.parametrize(("amount", "back"), [("-5", False), ("5", True), ("0", False)])
def test_wrong_signs_are_refused_by_the_database(order, gu, amount: str, back: bool) -> None:
    payment = pay(order, "10", gu)
    with pytest.raises(DatabaseError), transaction.atomic():
        Payment.objects.create(
            office=order.office,
            order=order,
            receipt=40,
            amount=Decimal(amount),
            way="card",
            paid_on=TODAY,
            gives_back=payment if back else None,
            by=gu,
            at=LATER,
        )


def test_payment_is_never_changed_or_deleted(order, gu) -> None:
    payment = pay(order, "10", gu)
    for change in (
        lambda: Payment.objects.filter(pk=payment.pk).update(amount=Decimal(9)),
        lambda: payment.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_payment_of_another_offices_order_is_refused_by_the_database(order, other_office) -> None:
    theirs = enrol(other_office, "theirs", Role.FINANCE)
    with pytest.raises(DatabaseError), transaction.atomic():
        Payment.objects.create(
            office=other_office,
            order=order,
            receipt=1,
            amount=Decimal(1),
            way="card",
            paid_on=TODAY,
            by=theirs,
            at=LATER,
        )


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "back", "void", "spoil", "close"]),
        st.integers(min_value=0, max_value=7),
        st.integers(min_value=1, max_value=90_000_000),
        st.integers(min_value=0, max_value=3),
    ),
    max_size=25,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_orders_days_and_receipts_add_up(order, gu, office, steps) -> None:
    """Whatever is done in whichever order: what the orders say is what the days say, to the fen."""
    point = transaction.savepoint()
    orders = [order, another(order, "1301"), another(order, "1302")]
    for what, which, fen, later in steps:
        _do(what, which, fen, TODAY + timedelta(days=later), orders, gu)
    rows = list(Payment.objects.of(office))
    void = set(VoidReceipt.objects.exclude(payment=None).values_list("payment", flat=True))
    standing = sum((row.amount for row in rows if row.pk not in void), Decimal(0))
    days = [figures_of(office, TODAY + timedelta(days=each)) for each in range(4)]
    assert sum(paid_totals([each.pk for each in orders]).values()) == standing
    assert sum((day.total.net for day in days), Decimal(0)) == standing
    for day in days:
        assert sum((flow.net for flow in day.ways.values()), Decimal(0)) == day.total.net
        assert sum((flow.net for flow in day.members.values()), Decimal(0)) == day.total.net
    assert all(Decimal(0) <= paid_total(each) <= each.price for each in orders)
    numbers = sorted(
        {row.receipt for row in rows} | set(VoidReceipt.objects.values_list("receipt", flat=True))
    )
    assert numbers == list(range(1, len(numbers) + 1))
    transaction.savepoint_rollback(point)


def _do(what: str, which: int, fen: int, day: date, orders, gu) -> None:
    """One deed, which may be refused."""
    office, now = gu.office, at(TODAY + timedelta(days=3))
    payments = list(Payment.objects.of(office).order_by("pk"))
    try:
        with transaction.atomic():
            if what == "pay":
                pay(orders[which % 3], str(Decimal(fen) / 100), gu, paid_on=day, now=now)
            elif what == "back" and payments:
                amount = Decimal(fen) / 100
                payment = payments[which % len(payments)]
                give_back(payment=payment, reason="misbooked", amount=amount, paid_on=day, by=gu, now=now)
            elif what == "void" and payments:
                number = payments[which % len(payments)].receipt
                void_receipt(office=office, number=number, reason="order", by=gu, now=now)
            elif what == "spoil":
                number = next_receipt(office) or 1
                void_receipt(office=office, number=number, reason="spoiled", by=gu, now=now)
            elif what == "close":
                close(office, day, gu)
    except Refusal:
        pass
