"""`manage.py verify_ledger` is silent about what is whole, and names what somebody has changed behind our back."""

from datetime import date
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deals.enums import RuledBy
from deals.models import Order
from deals.services import ledger
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


def verified(*args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_ledger", *args, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_all_in_order(deal: Order) -> None:
    status, said = verified()
    assert (status, said) == (0, "harbour: 2 rulings and 5 entries, all in order\n")


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


def test_a_contract_that_nobody_ruled(deal: Order, second_unit, an) -> None:
    order_of(second_unit, deal.customer, an, step="contracted", large_on=None, contracted_on=SIGNED)
    status, said = verified()
    assert (status, "nobody ruled whose deal it is" in said) == (1, True)


TABLES = ("deals_ruling", "deals_rulingwords", "deals_commissionentry", "deals_order")


def tampered(deal: Order, change: str) -> None:
    """Somebody with the owner's password changes a row although the database refuses it."""
    execute_as_owner([f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES])
    try:
        execute_as_owner([change])
    finally:
        execute_as_owner([f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES])
