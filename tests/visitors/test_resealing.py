"""The keys of stored numbers can be rotated, in batches, stopped and started again."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from offices.sealing import SealBroken
from switchboard.services.callers import caller_of
from switchboard.services.phone_desks import connect
from tests.messaging.rows import make_robot
from tests.messaging.texts import NOON, NUMBER, make_gateway, make_template, queue
from tests.visitors.rows import enter
from visitors.models import CustomerPhone
from visitors.services.emails import keep_address
from visitors.services.resealing import reseal_next, sealed_columns

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(lin) -> list[str]:
    return [enter(lin, phone=f"138 0000 {last:04}").customer.phones.get().number for last in range(5)]


def stored() -> list[str]:
    return [phone.number for phone in CustomerPhone.objects.order_by("pk")]


def test_an_interrupted_rotation_goes_on_where_it_stopped(numbers, settings, capsys) -> None:
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *old]
    assert reseal_next(limit=2) == 2
    call_command("reseal", "--batch", "2")
    assert capsys.readouterr().out.startswith("3 numbers")
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert stored() == numbers
    settings.FIELD_KEYS = old
    with pytest.raises(SealBroken):
        stored()


def test_nothing_is_left_to_do_twice(numbers) -> None:
    before = list(CustomerPhone.objects.values_list("sealed", flat=True))
    call_command("reseal")
    assert list(CustomerPhone.objects.values_list("sealed", flat=True)) == before


def test_everything_else_that_is_sealed_follows(numbers, lin, settings, capsys) -> None:
    office = lin.office
    office.hotline = "400-800-8000"
    office.save()
    robot = make_robot(office, secret="SECnobody")
    gateway = make_gateway(office, "aliyun")
    text = queue(make_template(office))
    customer = CustomerPhone.objects.first().customer
    mail = keep_address(customer=customer, address="wang@example.com", now=NOON)
    caller = caller_of(office=office, number="+8613900001234", now=NOON)
    desk = connect(office=office, by=lin, now=NOON)
    secret = desk.secret
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    call_command("reseal", "--batch", "1")
    assert capsys.readouterr().out.startswith("5 numbers and 6 other rows")
    call_command("reseal")
    assert capsys.readouterr().out.startswith("0 numbers and 0 other rows")
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    for row in (robot, gateway, text, mail, caller, desk):
        row.refresh_from_db()
    assert (robot.secret, gateway.settings["key_id"], text.number, mail.address) == (
        "SECnobody",
        "AKID",
        NUMBER,
        "wang@example.com",
    )
    assert (caller.number, desk.secret) == ("+8613900001234", secret)


def test_no_table_with_something_sealed_is_forgotten() -> None:
    """Whatever is sealed stands in a column that says so."""
    assert {model.__name__ for model in sealed_columns()} == {
        *("Caller", "CheckIn", "ComplaintLink", "CustomerEmail", "Gateway", "PhoneDesk", "PublicLink"),
        *("Robot", "Signature", "TextMessage", "Ticket", "TicketEvent"),
        *("FileValue", "FileChange", "MergerMemory", "ImportRun", "ImportRow", "ExportRequest"),
    }


def test_a_key_that_is_missing_is_said_and_changes_nothing(numbers, settings) -> None:
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="not in FIELD_KEYS"):
        call_command("reseal")


@pytest.mark.parametrize("size", ["0", "-5"])
def test_a_batch_is_one_or_more(size) -> None:
    with pytest.raises(CommandError, match="batch"):
        call_command("reseal", f"--batch={size}")
