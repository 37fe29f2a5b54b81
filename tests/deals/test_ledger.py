"""The commission ledger only ever grows, and what it says adds up, whatever happens in whichever order."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals.enums import Decision, EntryKind, FactKind, HoldCause, RuledBy
from deals.models import CommissionEntry, DealFact, Dispute, Order, Ruling, Unit
from deals.selectors.balances import accounts_of, balances_of, payable_of
from deals.selectors.held_back import hold_causes
from deals.selectors.rates import commission_of
from deals.selectors.rulings import current_ruling
from deals.selectors.statement_sheet import sheet_of
from deals.selectors.statements import after, months_of, statement_of
from deals.services import ledger
from deals.services.payments import NotYourMoney
from deals.services.rulings import replace_ruling
from deals.services.verify_ledger import differences
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Member
from tests.cast import enrol
from tests.deals.conftest import unit_of
from tests.deals.ruled import RULED_AT, SIGNED, met, order_of, rate, ruled
from tests.visitors.rows import file_of
from visitors.models import Customer

LATER = date(2026, 11, 10)
COMMISSION = Decimal("12000.00")


@pytest.fixture
def zhou(lin: Member, an: Member) -> Customer:
    """A customer whom an received."""
    customer = file_of(lin, name="Zhou")
    met(customer, an, LATER)
    return customer


@pytest.fixture
def deal(unit: Unit, zhou: Customer, an: Member, mei: Member, lin: Member) -> Order:
    """Ruled: all of it is an's, 12,000 yuan."""
    rate(unit.office, mei)
    order = order_of(unit, zhou, an)
    ruled(order, lin)
    return order


def entries(consultant: Member) -> list[tuple[str, Decimal]]:
    found = CommissionEntry.objects.filter(consultant=consultant).order_by("pk")
    return [(each.kind, each.amount) for each in found]


def share(order: Order, parts: dict[Member | None, Fraction], by: Member) -> Ruling:
    return replace_ruling(
        order=order, shares=parts, source=RuledBy.SETTLEMENT, clause="floor-4", by=by, now=RULED_AT
    )


def complain(order: Order, about: Member, at_large: Customer | None = None) -> DealFact:
    """A complaint about the deal that nobody has answered yet; or about that customer at large."""
    return DealFact.objects.create(
        office=order.office,
        customer=at_large or order.customer,
        order=None if at_large else order,
        kind=FactKind.COMPLAINT_UPHELD,
        about=about,
        claimed_by=about,
        claimed_at=RULED_AT,
    )


def payable(consultant: Member) -> Decimal:
    return payable_of(balances_of(consultant.office, consultant))


def test_a_replaced_ruling_is_taken_back_entry_by_entry(deal: Order, an, bo, mei) -> None:
    share(deal, {an: Fraction(60), bo: Fraction(40)}, mei)
    assert entries(an) == [
        ("accrued", COMMISSION),
        ("reversed", -COMMISSION),
        ("accrued", Decimal("7200.00")),
    ]
    assert entries(bo) == [("accrued", Decimal("4800.00"))]


def test_a_refund_takes_back_everything_once(deal: Order, an, mei) -> None:
    assert len(ledger.reverse(order=deal, by=mei, now=RULED_AT)) == 1
    assert ledger.reverse(order=deal, by=mei, now=RULED_AT) == []
    assert entries(an) == [("accrued", COMMISSION), ("reversed", -COMMISSION)]


def test_after_a_refund_a_new_ruling_accrues_nothing(deal: Order, an, bo, mei) -> None:
    ledger.reverse(order=deal, by=mei, now=RULED_AT)
    assert share(deal, {bo: Fraction(100)}, mei).entries.count() == 0
    assert list(differences(deal.office)) == []


@pytest.mark.parametrize("joined", ["complained of", "bought with", "neither"])
def test_held_back_by_a_complaint_of_the_person_in_whichever_file(deal: Order, zhou, an, lin, joined) -> None:
    other = file_of(lin, name="Zhou too")
    alias, keep = (other, zhou) if joined == "complained of" else (zhou, other)
    if joined != "neither":
        Customer.objects.filter(pk=alias.pk).update(merged_into=keep)
    complain(deal, an, at_large=other)
    assert hold_causes([deal.pk]) == ({} if joined == "neither" else {deal.pk: [HoldCause.COMPLAINT]})


def test_held_back_while_a_complaint_is_open(deal: Order, an, gu) -> None:
    complain(deal, an)
    [account] = accounts_of(deal.office)
    assert (account.held, account.payable) == (COMMISSION, Decimal("0.00"))
    with pytest.raises(Refusal):
        ledger.pay(consultant=an, amount=COMMISSION, by=gu, now=RULED_AT)


def test_the_end_of_one_cause_frees_nothing_that_another_holds(deal: Order, an) -> None:
    complaint = complain(deal, an)
    dispute = Dispute.objects.create(
        office=deal.office,
        order=deal,
        ruling=current_ruling(deal),
        evidence={},
        opened_by=an,
        opened_at=RULED_AT,
        due_at=RULED_AT,
    )
    [account] = accounts_of(deal.office)
    assert account.held == COMMISSION
    [balance] = balances_of(deal.office, an)
    assert balance.causes == ("dispute", "complaint")
    Dispute.objects.filter(pk=dispute.pk).update(state="withdrawn", ended_at=RULED_AT)
    assert payable(an) == 0
    DealFact.objects.filter(pk=complaint.pk).update(state=Decision.REFUSED)
    assert payable(an) == COMMISSION


def test_complaint_about_the_customer_at_large_holds_their_deals(deal: Order, zhou, an, lin) -> None:
    DealFact.objects.filter(pk=complain(deal, an).pk).update(order=None)
    assert payable(an) == 0
    other = file_of(lin, name="Wu", phone="13800009999")
    DealFact.objects.update(customer=other)
    assert payable(an) == COMMISSION


def test_the_department_has_its_share_booked_by_finance(deal: Order, an, gu, mei) -> None:
    share(deal, {an: Fraction(60), None: Fraction(40)}, mei)
    [_an, department] = accounts_of(deal.office)
    assert (department.consultant, department.payable) == (None, Decimal("4800.00"))
    ledger.pay(consultant=None, amount=Decimal("4800.00"), by=gu, now=RULED_AT)
    [_an, department] = accounts_of(deal.office)
    assert (department.paid, department.payable) == (Decimal("-4800.00"), 0)
    statement = statement_of(deal.office, None, SIGNED)
    assert (statement.accrued, statement.closing, statement.key) == (Decimal("4800.00"), 0, 0)
    assert list(differences(deal.office)) == []


def test_who_has_left_is_owed_what_they_earned(deal: Order, an, gu) -> None:
    an.is_active = False
    an.save(update_fields=["is_active"])
    ledger.pay(consultant=an, amount=COMMISSION, by=gu, now=RULED_AT)
    assert payable(an) == 0


def test_only_finance_enters_what_was_paid_and_nobody_pays_themselves(
    deal: Order, an, mei, other_office
) -> None:
    far = enrol(other_office, "far", Role.FINANCE)
    an.roles = [Role.CONSULTANT, Role.FINANCE]
    for who in (mei, far, an):
        with pytest.raises(NotYourMoney):
            ledger.pay(consultant=an, amount=COMMISSION, by=who, now=RULED_AT)
    assert payable(an) == COMMISSION


def test_reversals_of_another_month_stay_in_theirs(deal: Order, second_unit, zhou, an, gu, mei, lin) -> None:
    """Earned and paid in November, refunded in December, set off in January: every month closes as it opened."""
    ledger.pay(consultant=an, amount=COMMISSION, by=gu, now=RULED_AT)
    december, january = RULED_AT + timedelta(days=20), RULED_AT + timedelta(days=50)
    ledger.reverse(order=deal, by=mei, now=december)
    new = order_of(second_unit, zhou, an, price=Decimal("1500000.33"))
    ruled(new, lin, now=january)
    ledger.pay(consultant=an, amount=Decimal("3000.00"), by=gu, now=january)
    months = [statement_of(deal.office, an, month) for month in months_of(deal.office, an)]
    assert [each.closing for each in months] == [0, -COMMISSION, 0]
    assert [each.opening for each in months] == [0, 0, -COMMISSION]
    assert months[0].reversed == 0 and months[1].reversed == -COMMISSION
    assert list(differences(deal.office)) == []


def test_paid_once_as_it_was_shown(deal: Order, an, gu) -> None:
    with pytest.raises(Refusal) as refusal:
        ledger.pay(consultant=an, amount=Decimal("1.00"), by=gu, now=RULED_AT)
    assert refusal.value.field == "amount"
    ledger.pay(consultant=an, amount=COMMISSION, by=gu, now=RULED_AT)
    assert entries(an) == [("accrued", COMMISSION), ("paid", -COMMISSION)]
    with pytest.raises(Refusal):
        ledger.pay(consultant=an, amount=COMMISSION, by=gu, now=RULED_AT)
    line = AuditEntry.objects.get(action=AuditAction.COMMISSION_PAID)
    paid = CommissionEntry.objects.get(kind=EntryKind.PAID)
    assert line.details == {"amount": "12000.00", "entries": [[paid.pk, deal.pk, "-12000.00", "2026-11-20"]]}


def test_paid_and_refunded_is_set_off(deal: Order, second_unit, zhou, an, gu, mei, lin) -> None:
    ledger.pay(consultant=an, amount=COMMISSION, by=gu, now=RULED_AT)
    ledger.reverse(order=deal, by=mei, now=RULED_AT)
    assert payable(an) == 0
    ruled(order_of(second_unit, zhou, an, price=Decimal("1500000.00")), lin)
    assert payable(an) == Decimal("3000.00")
    ledger.pay(consultant=an, amount=Decimal("3000.00"), by=gu, now=RULED_AT)
    assert payable(an) == 0
    [account] = accounts_of(deal.office)
    assert account.balance == 0


def test_the_closest_rate_of_the_signing_date(unit: Unit, zhou: Customer, an, mei) -> None:
    order = order_of(unit, zhou, an)
    assert commission_of(order, SIGNED) == 0
    rate(unit.office, mei, percent="0.500")
    assert commission_of(order, SIGNED) == Decimal("6000.00")
    rate(unit.office, mei, percent="0.800", layout=unit.layout)
    assert commission_of(order, SIGNED) == Decimal("9600.00")
    rate(unit.office, mei, percent=None, fixed=Decimal("5000.00"), release=unit.release)
    assert commission_of(order, SIGNED) == Decimal("5000.00")
    rate(unit.office, mei, percent="1.000", release=unit.release, layout=unit.layout)
    assert commission_of(order, SIGNED) == Decimal("12000.00")
    rate(
        unit.office,
        mei,
        percent="9.000",
        release=unit.release,
        layout=unit.layout,
        effective_from=date(2027, 1, 1),
    )
    rate(unit.office, mei, percent="8.000", layout="another")
    assert commission_of(order, SIGNED) == Decimal("12000.00")


def test_half_a_fen_is_rounded_up(unit: Unit, zhou: Customer, an, mei) -> None:
    rate(unit.office, mei, percent="0.125")
    assert commission_of(order_of(unit, zhou, an, price=Decimal("100.00")), SIGNED) == Decimal("0.13")


@pytest.mark.parametrize("given", [{}, {"percent": Decimal(1), "fixed": Decimal(1)}])
def test_a_rate_is_a_percent_or_an_amount(office, mei, given) -> None:
    values = {"percent": None, "fixed": None, **given}
    with pytest.raises(Refusal):
        ledger.set_rate(
            office=office, release=None, layout="", **values, effective_from=SIGNED, by=mei, now=RULED_AT
        )


def test_a_statement_adds_up_month_by_month(deal: Order, an, bo, gu, mei) -> None:
    december = RULED_AT + timedelta(days=20)
    ledger.pay(consultant=an, amount=COMMISSION, by=gu, now=december)
    november, paid = statement_of(deal.office, an, SIGNED), statement_of(deal.office, an, december.date())
    assert (november.opening, november.accrued, november.closing) == (0, COMMISSION, COMMISSION)
    assert (paid.opening, paid.paid, paid.closing) == (COMMISSION, -COMMISSION, 0)
    assert months_of(deal.office, an) == [date(2026, 11, 1), date(2026, 12, 1)]
    rows = list(sheet_of(november).rows)
    assert sum(row[-1] for row in rows[:-1]) == rows[-1][-1] == COMMISSION
    assert (after(date(2026, 12, 31)), november.previous) == (date(2027, 1, 1), date(2026, 10, 1))


def test_the_database_keeps_the_ledger(deal: Order, an, mei) -> None:
    [entry] = CommissionEntry.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        CommissionEntry.objects.update(amount=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
    values = {
        "office": deal.office,
        "order": deal,
        "ruling": entry.ruling,
        "consultant": an,
        "on": SIGNED,
        "at": RULED_AT,
    }
    for wrong in (
        {"kind": "accrued", "amount": -1},
        {"kind": "reversed", "amount": -1},
        {"kind": "paid", "amount": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CommissionEntry.objects.create(**values, **wrong)


PARTS = st.lists(st.integers(0, 100), min_size=3, max_size=3).filter(any)
STEPS = st.lists(
    st.tuples(st.sampled_from(["share", "pay", "reverse", "hold", "free"]), st.integers(0, 2), PARTS),
    max_size=10,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_is_lost_and_nothing_comes_from_nowhere(
    steps, building, zhou: Customer, an, bo, chen, mei, gu, lin
) -> None:
    """Whatever is ruled anew, refunded, held and paid: the ledger equals what rulings give, less what was paid."""
    with transaction.atomic():
        rate(building.office, mei)
        orders = [order_of(unit_of(building, f"90{place}"), zhou, an) for place in (1, 2, 3)]
        for order in orders:
            ruled(order, lin)
        for what, place, parts in steps:
            _do(what, orders[place], dict(zip((an, bo, chen), parts, strict=True)), by=mei, gu=gu)
            assert list(differences(building.office)) == []
        _adds_up(orders, [an, bo, chen])
        transaction.set_rollback(True)


def _do(what: str, order: Order, parts: dict[Member, int], *, by: Member, gu: Member) -> None:
    if what == "share":
        whole = sum(parts.values())
        share(order, {who: Fraction(100 * part, whole) for who, part in parts.items()}, by)
    elif what == "reverse":
        ledger.reverse(order=order, by=by, now=RULED_AT)
    elif what == "pay":
        who = next(iter(parts))
        if payable(who):
            ledger.pay(consultant=who, amount=payable(who), by=gu, now=RULED_AT)
            assert payable(who) == 0
    else:
        DealFact.objects.filter(order=order).delete()
        if what == "hold":
            complain(order, next(iter(parts)))


def _adds_up(orders: list[Order], people: list[Member]) -> None:
    for order in orders:
        made = CommissionEntry.objects.filter(order=order).exclude(kind=EntryKind.PAID)
        total = sum(each.amount for each in made)
        holds = current_ruling(order).entries.filter(kind=EntryKind.ACCRUED, reversed_by=None).exists()
        assert total == (COMMISSION if holds else 0)
    for each in people:
        [account] = [one for one in accounts_of(each.office) if one.consultant == each] or [None]
        if account is None:
            continue
        statements = [statement_of(each.office, each, month) for month in months_of(each.office, each)]
        assert statements[-1].closing == account.balance
        assert account.payable >= 0
