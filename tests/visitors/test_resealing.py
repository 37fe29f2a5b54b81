"""The keys of stored numbers can be rotated, in batches, stopped and started again."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from offices.sealing import SealBroken
from tests.visitors.rows import enter
from visitors.models import CustomerPhone
from visitors.services.resealing import reseal_next

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
    call_command("reseal_phones", "--batch", "2")
    assert capsys.readouterr().out.startswith("3 numbers")
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert stored() == numbers
    settings.FIELD_KEYS = old
    with pytest.raises(SealBroken):
        stored()


def test_nothing_is_left_to_do_twice(numbers) -> None:
    before = list(CustomerPhone.objects.values_list("sealed", flat=True))
    call_command("reseal_phones")
    assert list(CustomerPhone.objects.values_list("sealed", flat=True)) == before


def test_a_key_that_is_missing_is_said_and_changes_nothing(numbers, settings) -> None:
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="not in FIELD_KEYS"):
        call_command("reseal_phones")


@pytest.mark.parametrize("size", ["0", "-5"])
def test_a_batch_is_one_or_more(size) -> None:
    with pytest.raises(CommandError, match="batch"):
        call_command("reseal_phones", f"--batch={size}")
