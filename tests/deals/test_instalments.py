"""Instalments: to the fen, the oldest first; arrears, demands, and the breach after two months."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from deals.instalments import Due, Part, PlanError, check_parts, is_breach, overdue, split, standings
from deals.models import Demand, Instalment, Order, PaymentPlan
from deals.selectors.arrears import arrears, arrears_of, due_soon, standing_of
from deals.services.instalments import demand_payment, save_plan, set_instalments
from deals.services.payment_reminders import remind_of_payments
from deals.services.payments import NotYourMoney
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Notice
from tests.cast import enrol
from tests.deals.money import (
    LATER,
    PRICE,
    TODAY,
    another,
    at,
    book,
    order_of,
    pay,
    plan_of,
    with_instalments,
)

pytestmark = pytest.mark.usefixtures("english")
FIRST, SECOND, THIRD = date(2026, 11, 9), date(2026, 12, 9), date(2027, 2, 7)


@pytest.fixture
def order(unit, customer, an, mei, hua):
    """A million in three: 300,000, 600,000, 100,000."""
    book(hua)
    return with_instalments(order_of(unit, customer, an), mei)


# ------------------------------------------------------------------ the core

percents = st.lists(st.integers(min_value=1, max_value=2000), min_size=1, max_size=8)


@given(
    fen=st.integers(min_value=10_000, max_value=9_999_999_999_999),
    weights=percents,
    paid=st.integers(min_value=0, max_value=9_999_999_999_999),
    later=st.integers(min_value=0, max_value=400),
)
def test_parts_add_up_and_nothing_is_lost(fen: int, weights: list[int], paid: int, later: int) -> None:
    """The parts are the price; paid and open are each part; what is overdue is what is due and not paid."""
    *rest, _last = weights
    shares = [Decimal(weight) / 100 for weight in rest]
    shares.append(Decimal(100) - sum(shares, Decimal(0)))
    if shares[-1] <= 0:
        shares = [Decimal(100)]
    price, begins = Decimal(fen) / 100, date(2026, 1, 31)
    parts = [Part(f"P{place}", share, place * 30) for place, share in enumerate(shares)]
    dues = split(price, parts, begins)
    assert sum((due.amount for due in dues), Decimal(0)) == price
    assert all(due.amount == due.amount.quantize(Decimal("0.01")) > 0 for due in dues)
    today, money = begins + timedelta(days=later), Decimal(paid) / 100
    found = standings(dues, money, today)
    assert sum((each.paid for each in found), Decimal(0)) == min(money, price)
    assert all(each.paid + each.open == each.due.amount for each in found)
    opened = [bool(each.open) for each in found]
    assert opened == sorted(opened)  # nothing is paid before something older is
    due = sum((each.due.amount for each in found if each.due.due_on < today), Decimal(0))
    assert overdue(found) == max(due - money, Decimal(0))


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], "count"),
        ([Part("A", Decimal("99.99"), 0)], "sum"),
        ([Part("A", Decimal(50), 0), Part("B", Decimal("50.01"), 0)], "sum"),
        ([Part(" ", Decimal(100), 0)], "label"),
        ([Part("A", Decimal(0), 0), Part("B", Decimal(100), 0)], "percent"),
        ([Part("A", Decimal(-10), 0), Part("B", Decimal(110), 0)], "percent"),
        ([Part("A", Decimal("NaN"), 0)], "percent"),
        ([Part("A", Decimal("33.333"), 0), Part("B", Decimal("66.667"), 0)], "decimals"),
        ([Part("A", Decimal(50), 9), Part("B", Decimal(50), 8)], "days"),
        ([Part("A", Decimal(100), -1)], "days"),
        ([Part("A", Decimal(100), 99999)], "days"),
        ([Part("A", Decimal(4), 0)] * 25, "count"),
    ],
)
def test_what_is_no_plan_is_refused(parts, code: str) -> None:
    with pytest.raises(PlanError) as caught:
        check_parts(parts)
    assert caught.value.code == code


def test_price_too_small_for_its_parts_is_refused() -> None:
    parts = [Part("A", Decimal("0.01"), 0), Part("B", Decimal("99.99"), 1)]
    with pytest.raises(PlanError) as caught:
        split(Decimal("1.00"), parts, TODAY)
    assert (caught.value.code, caught.value.part) == ("nothing", 1)


@pytest.mark.clause("D-32")
@pytest.mark.parametrize(
    ("due_on", "today", "breach"),
    [
        (date(2026, 11, 9), date(2027, 1, 9), False),
        (date(2026, 11, 9), date(2027, 1, 10), True),
        (date(2026, 12, 31), date(2027, 2, 28), False),
        (date(2026, 12, 31), date(2027, 3, 1), True),
        (date(2027, 12, 31), date(2028, 2, 29), False),
        (date(2027, 12, 31), date(2028, 3, 1), True),
        (date(2026, 11, 9), date(2026, 11, 9), False),
    ],
)
def test_breach_is_strictly_more_than_two_calendar_months(due_on: date, today: date, breach: bool) -> None:
    assert is_breach(due_on, today) is breach
    [standing] = standings([Due("A", due_on, Decimal(1))], Decimal(0), today)
    assert standing.is_breach is breach
    [paid] = standings([Due("A", due_on, Decimal(1))], Decimal(1), today)
    assert (paid.is_breach, paid.is_overdue, paid.is_due) == (False, False, False)


# ------------------------------------------------------------ plans, instalments


def test_instalments_are_made_of_a_plan(order) -> None:
    rows = list(order.instalments.values_list("label", "due_on", "amount"))
    assert rows == [
        ("First payment", FIRST, Decimal(300_000)),
        ("Loan", SECOND, Decimal(600_000)),
        ("Rest", THIRD, Decimal(100_000)),
    ]


def test_new_instalments_take_the_place_of_the_old(order, mei) -> None:
    plan = plan_of(mei, (Part("All", Decimal(100), 10),), name="At once")
    set_instalments(order=order, plan=plan, begins_on=TODAY, by=mei, now=LATER)
    [row] = order.instalments.all()
    assert (row.label, row.amount, row.position) == ("All", PRICE, 1)
    assert AuditEntry.objects.filter(action=AuditAction.INSTALMENTS_SET).count() == 2


def test_plan_that_is_changed_leaves_the_instalments(order, mei, office) -> None:
    plan = PaymentPlan.objects.get()
    save_plan(
        office=office,
        plan=plan,
        name="In one",
        parts=[Part("All", Decimal(100), 1)],
        percent_off=Decimal("1.5"),
        is_active=False,
        by=mei,
        now=LATER,
    )
    assert order.instalments.count() == 3
    with pytest.raises(Refusal) as caught, transaction.atomic():
        set_instalments(order=order, plan=plan, begins_on=TODAY, by=mei, now=LATER)
    assert caught.value.field == "plan"


def test_plan_of_another_office_is_not_in_use_here(order, other_office, mei) -> None:
    theirs = enrol(other_office, "theirs", Role.MANAGER)
    with pytest.raises(Refusal), transaction.atomic():
        set_instalments(order=order, plan=plan_of(theirs), begins_on=TODAY, by=mei, now=LATER)
    assert order.instalments.count() == 3


@pytest.mark.parametrize("name", ["", "  ", "In three"])
def test_plan_needs_a_name_of_its_own(order, mei, office, name: str) -> None:
    with pytest.raises(Refusal) as caught, transaction.atomic():
        plan_of(mei, name=name)
    assert caught.value.field == "name"


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.DESK, Role.DIRECTOR, Role.ASSISTANT], ids=str)
def test_who_has_nothing_to_do_with_money_sets_nothing(order, office, mei, role) -> None:
    somebody = enrol(office, "somebody", role)
    plan = PaymentPlan.objects.get()
    with pytest.raises(NotYourMoney):
        set_instalments(order=order, plan=plan, begins_on=TODAY, by=somebody, now=LATER)
    with pytest.raises(NotYourMoney):
        demand_payment(order=order, by=somebody, now=at(SECOND))
    with pytest.raises(NotYourMoney):
        plan_of(somebody, name="Mine")
    assert (PaymentPlan.objects.count(), Demand.objects.count()) == (1, 0)


# ------------------------------------------------------------------- arrears


def test_paid_money_counts_against_the_oldest(order, gu) -> None:
    pay(order, "350000", gu)
    opened = [(each.paid, each.open) for each in standing_of(order, TODAY)]
    assert opened == [
        (Decimal(300_000), Decimal(0)),
        (Decimal(50_000), Decimal(550_000)),
        (Decimal(0), Decimal(100_000)),
    ]


def test_who_is_behind_is_listed_from_the_next_day_on(order, gu, office) -> None:
    pay(order, "100000.01", gu)
    assert arrears(office, FIRST) == []
    [behind] = arrears(office, FIRST + timedelta(days=1))
    assert (behind.order, behind.total, behind.is_breach) == (order, Decimal("199999.99"), False)
    [behind] = arrears(office, date(2027, 1, 10))
    assert (behind.total, len(behind.items), behind.is_breach) == (Decimal("799999.99"), 2, True)
    assert behind.total == arrears_of(order, date(2027, 1, 10)).total


def test_order_that_ended_is_not_behind(order, office) -> None:
    order.end, order.ended_at = "refunded", LATER
    order.save(update_fields=["end", "ended_at"])
    assert (arrears(office, THIRD), arrears_of(order, THIRD)) == ([], None)


def test_arrears_cost_the_same_for_one_order_and_for_many(
    order, mei, office, django_assert_num_queries
) -> None:
    plan = PaymentPlan.objects.get()
    for number in ("1301", "1302", "1303"):
        set_instalments(order=another(order, number), plan=plan, begins_on=TODAY, by=mei, now=LATER)
    with django_assert_num_queries(3):
        assert len(arrears(office, SECOND)) == 4


# ------------------------------------------------------------------- demands


@pytest.mark.clause("D-27")
def test_whom_to_invite_to_pay_stands_two_weeks_before(order, gu, office) -> None:
    assert [(each.order, each.item.open) for each in due_soon(office, TODAY)] == [(order, Decimal(300_000))]
    assert due_soon(office, TODAY + timedelta(days=8)) == []
    pay(order, "350000", gu)
    assert due_soon(office, TODAY) == []
    [coming] = due_soon(office, date(2026, 12, 9))
    assert coming.item.open == Decimal(550_000)
    Order.objects.update(end="refunded", ended_at=LATER)
    assert due_soon(office, date(2026, 12, 9)) == []


@pytest.mark.clause("D-31", "D-32")
def test_demand_tells_what_is_overdue_and_is_kept(order, gu, mei) -> None:
    pay(order, "100000", gu)
    demand = demand_payment(order=order, by=mei, now=at(date(2027, 1, 10)))
    assert (demand.number, demand.total, demand.breach) == (1, Decimal(800_000), True)
    assert demand.pay_by == date(2027, 1, 17)
    assert [(item["label"], item["open"], item["days"]) for item in demand.items] == [
        ("First payment", "200000.00", 62),
        ("Loan", "600000.00", 32),
    ]
    told = order.instalments.exclude(demanded_at=None).values_list("label", flat=True)
    assert list(told) == ["First payment", "Loan"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Demand.objects.filter(pk=demand.pk).update(total=Decimal(1))


def test_second_demand_of_a_day_is_the_first(order, gu, mei) -> None:
    day = FIRST + timedelta(days=3)
    first = demand_payment(order=order, by=mei, now=at(day))
    assert demand_payment(order=order, by=gu, now=at(day, 5)) == first
    pay(order, "1", gu, paid_on=day, now=at(day, 6))
    assert demand_payment(order=order, by=gu, now=at(day, 7)).number == 2
    assert demand_payment(order=order, by=gu, now=at(day + timedelta(days=1))).number == 3


def test_who_is_not_behind_gets_no_demand(order, mei) -> None:
    with pytest.raises(Refusal):
        demand_payment(order=order, by=mei, now=at(FIRST))
    assert not Demand.objects.exists()


# ----------------------------------------------------------------- reminders


def told(kind: NoticeKind) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("member__name", flat=True))


@pytest.mark.clause("D-27", "D-32")
def test_consultant_and_manager_are_told_once_at_each_stage(order, an, mei) -> None:
    stages = [
        (FIRST - timedelta(days=1), None),
        (FIRST, NoticeKind.PAYMENT_DUE),
        (FIRST + timedelta(days=1), NoticeKind.PAYMENT_OVERDUE),
        (FIRST + timedelta(days=2), None),
        (date(2027, 1, 10), NoticeKind.PAYMENT_BREACH),
    ]
    for day, kind in stages:
        before = Notice.objects.count()
        counts = [remind_of_payments(now=at(day, hour)) for hour in (3, 4, 4)]
        assert counts == [1 if kind else 0, 0, 0]
        assert Notice.objects.count() - before == (2 if kind else 0)
        if kind:
            assert told(kind) == ["An", "Mei"]
    notice = Notice.objects.filter(member=an).first()
    assert notice.path == f"/harbour/orders/{order.pk}/instalments/"


def test_day_begins_on_the_offices_clock(order) -> None:
    assert remind_of_payments(now=at(FIRST - timedelta(days=1), 15)) == 0
    assert remind_of_payments(now=at(FIRST - timedelta(days=1), 16)) == 1


def test_nobody_is_told_of_what_is_paid_or_of_an_order_that_ended(order, gu, unit) -> None:
    pay(order, "300000", gu)
    assert remind_of_payments(now=at(FIRST + timedelta(days=5))) == 0
    order.end, order.ended_at = "lapsed", LATER
    order.save(update_fields=["end", "ended_at"])
    assert remind_of_payments(now=at(THIRD)) == 0
    assert not Notice.objects.exists()


def test_late_sweep_tells_the_worst_only(order) -> None:
    """A clock that stood still for months does not tell of each day that it missed."""
    assert remind_of_payments(now=at(THIRD)) == 1
    assert set(Notice.objects.values_list("kind", flat=True)) == {NoticeKind.PAYMENT_BREACH}
    assert not Instalment.objects.filter(position=1, due_told_at=None).exists()


def test_consultant_who_left_is_not_told(order, an, mei) -> None:
    an.is_active = False
    an.save(update_fields=["is_active"])
    remind_of_payments(now=at(FIRST))
    assert told(NoticeKind.PAYMENT_DUE) == ["Mei"]
