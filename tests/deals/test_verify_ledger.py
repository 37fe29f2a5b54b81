"""`manage.py verify_ledger` is silent about what is whole, and names what somebody has changed behind our back."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deals.enums import RuledBy
from deals.models import Agreement, Order
from deals.selectors.agreements import Particulars
from deals.selectors.cash import figures_of
from deals.services import ledger
from deals.services.agreements import sign_agreement, start_with_our_wording, write_agreement
from deals.services.cash_days import close_cash_day
from deals.services.payments import draw_book, take_payment, void_receipt
from deals.services.rulings import replace_ruling
from tests.conftest import execute_as_owner
from tests.deals.ruled import RULED_AT, SIGNED, met, order_of, rate, ruled
from tests.visitors.rows import file_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deal(unit, an, bo, lin, mei, gu) -> Order:
    """Ruled, settled anew, and partly paid."""
    customer = file_of(lin, name="Zhou")
    met(customer, an, date(2026, 11, 10))
    rate(unit.office, mei)
    order = order_of(unit, customer, an)
    ruled(order, lin)
    shares = {an: Fraction(60), bo: Fraction(40)}
    replace_ruling(
        order=order,
        shares=shares,
        source=RuledBy.SETTLEMENT,
        clause="floor-4",
        why="Agreed.",
        by=mei,
        now=RULED_AT,
    )
    balance = ledger.balances_of(unit.office, an)
    ledger.pay(consultant=an, amount=ledger.payable_of(balance), by=gu, now=RULED_AT)
    return order


@pytest.fixture
def till(deal: Order, gu, hua, mei) -> Order:
    """Two payments, one of a closed day, a spoiled receipt, a signed agreement."""
    office, day = deal.office, SIGNED
    draw_book(office=office, first=1, last=50, by=hua, now=RULED_AT)
    for when in (day, day + timedelta(days=1)):
        now = RULED_AT + (when - day)
        take_payment(order=deal, amount=Decimal(1000), way="card", paid_on=when, by=gu, now=now)
        if when == day:
            seen = figures_of(office, day).document()["digest"]
            close_cash_day(office=office, day=day, seen=seen, by=gu, now=now)
    void_receipt(office=office, number=7, reason="spoiled", by=gu, now=now)
    start_with_our_wording(office=office, kind="subscription", language="en", by=mei, now=now)
    words = Particulars("Zhou", "13800001234", "1 Harbour Road", "200000")
    agreement = write_agreement(order=deal, particulars=words, version=0, by=gu, now=now)
    sign_agreement(agreement=agreement, digest=agreement.digest, keeper=gu, by=gu, now=now)
    return deal


def verified(*args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_ledger", *args, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_all_in_order(deal: Order) -> None:
    status, said = verified()
    assert (status, said) == (0, "harbour: 2 rulings, 5 entries, 0 payments, all in order\n")


def test_an_office_that_is_not_there() -> None:
    with pytest.raises(CommandError):
        call_command("verify_ledger", "--office", "nowhere")


def test_one_office_does_not_speak_of_another(deal: Order, other_office) -> None:
    tampered(deal, "UPDATE deals_ruling SET clause = 'floor-3.2' WHERE replaces_id IS NULL")
    assert verified("--office", "hillside")[0] == 0
    assert verified("--office", "harbour")[0] == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE deals_ruling SET clause = 'floor-3.2' WHERE replaces_id IS NULL", "digest"),
        ("UPDATE deals_ruling SET commission = 1 WHERE replaces_id IS NULL", "the shares add up to"),
        ("UPDATE deals_rulingwords SET text = 'Other.'", "the words are not those"),
        ("UPDATE deals_commissionentry SET amount = 1 WHERE amount = 4800", "are not the shares"),
        ("DELETE FROM deals_commissionentry WHERE kind = 'reversed'", "are not reversed"),
        ("UPDATE deals_commissionentry SET amount = -1 WHERE kind = 'reversed'", "does not take back entry"),
        ("UPDATE deals_order SET \"end\" = 'refunded', ended_at = now()", "the order has ended"),
    ],
)
def test_whatever_was_changed_is_named(deal: Order, change: str, words: str) -> None:
    tampered(deal, change)
    status, said = verified()
    assert (status, words in said) == (1, True), said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE deals_commissionentry SET amount = -1 WHERE kind = 'paid'", "it is not what was paid"),
        ("DELETE FROM deals_commissionentry WHERE kind = 'paid'", "it was paid, but is not there"),
        ("DELETE FROM offices_auditentry WHERE action = 'commission_paid'", "nobody entered this payment"),
        (
            "UPDATE deals_commissionentry SET \"on\" = '2026-12-01' WHERE kind = 'accrued'",
            "stands on 2026-12-01",
        ),
        (
            "UPDATE deals_commissionentry SET consultant_id = NULL WHERE amount = 4800",
            "are not the shares",
        ),
        ("UPDATE deals_ruling SET answer = jsonb_set(answer, '{clause}', '\"x\"')", "the digest"),
        ("UPDATE deals_payment SET amount = 1 WHERE receipt = 1", "it is not what was entered"),
        ("UPDATE deals_payment SET amount = 1 WHERE receipt = 1", "not those that it was closed with"),
        ("DELETE FROM deals_payment WHERE receipt = 2", "it was entered, but is not there"),
        ("UPDATE deals_payment SET receipt = 99 WHERE receipt = 2", "receipt:99: it is used, but was never"),
        ("DELETE FROM deals_voidreceipt", "the void receipts are not those"),
        ("UPDATE deals_receiptbook SET last = 60", "receipts 1-60: the books are not"),
        ("UPDATE deals_cashday SET totals = jsonb_set(totals, '{used}', '[]')", "closed day were changed"),
        ("DELETE FROM deals_cashday", "it was closed, but is not there"),
        ('UPDATE deals_agreement SET facts = facts || \'{"price": "1"}\'', "the digest does not fit"),
        ("UPDATE deals_agreementtemplate SET text = 'Other'", "the digest does not fit"),
        ("UPDATE deals_agreement SET digest = 'x'", "it is not the one that was signed"),
        ("DELETE FROM deals_agreement", "it was signed, but is not there"),
    ],
)
def test_whatever_was_changed_about_money_is_named(till: Order, change: str, words: str) -> None:
    assert verified()[0] == 0
    tampered(till, change)
    status, said = verified()
    assert (status, words in said) == (1, True), said


def test_erased_particulars_of_an_agreement_are_no_finding(till: Order) -> None:
    Agreement.objects.update(particulars={})
    assert verified()[0] == 0


def test_an_entry_that_was_taken_back_twice(deal: Order) -> None:
    once = "ALTER TABLE deals_commissionentry DROP CONSTRAINT deals_commissionentry_reverses_id_key"
    columns = (
        'office_id, order_id, ruling_id, consultant_id, kind, percent, amount, reverses_id, "on", by_id, at'
    )
    copy = f"INSERT INTO deals_commissionentry ({columns}) SELECT {columns} FROM deals_commissionentry"
    execute_as_owner(once)
    try:
        execute_as_owner(f"{copy} WHERE kind = 'reversed'")
        status, said = verified()
        assert (status, "was taken back 2 times" in said) == (1, True), said
    finally:
        tampered(
            deal,
            "DELETE FROM deals_commissionentry WHERE id = (SELECT max(id) FROM deals_commissionentry)",
        )
        execute_as_owner(once.replace("DROP", "ADD") + " UNIQUE (reverses_id)")


def test_a_contract_that_nobody_ruled(deal: Order, second_unit, an) -> None:
    order_of(second_unit, deal.customer, an, step="contracted", large_on=None, contracted_on=SIGNED)
    status, said = verified()
    assert (status, "nobody ruled whose deal it is" in said) == (1, True)


TABLES = (
    "deals_ruling",
    "deals_rulingwords",
    "deals_commissionentry",
    "deals_order",
    "deals_payment",
    "deals_voidreceipt",
    "deals_receiptbook",
    "deals_cashday",
    "deals_agreement",
    "deals_agreementtemplate",
    "offices_auditentry",
)


def tampered(deal: Order, change: str) -> None:
    """Somebody with the owner's password changes a row although the database refuses it."""
    execute_as_owner("; ".join(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES))
    try:
        execute_as_owner(change)
    finally:
        execute_as_owner("; ".join(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES))
