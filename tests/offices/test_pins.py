"""The PIN proves at a shared screen who is there: it is hard to guess, and whoever guesses is noticed."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Notice
from offices.services.pins import LOCKED_FOR, TRIES, check_pin, is_locked, set_pin
from tests.cast import PASSWORD

PIN, WRONG = "407195", "407196"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def give_pin(member: Member, pin: str = PIN) -> None:
    set_pin(user=member.user, pin=pin, password=PASSWORD, by=member, now=timezone.now())
    member.user.refresh_from_db()


def refused(member: Member, pin: str, by: Member, now: datetime | None = None) -> str:
    """The words with which this PIN is refused."""
    with pytest.raises(Refusal) as refusal:
        check_pin(member=member, pin=pin, by=by, now=now or timezone.now())
    assert refusal.value.field == "pin"
    return str(refusal.value)


@pytest.mark.parametrize("typed", [PIN, f" {PIN[:3]} {PIN[3:]} ", "".join(chr(ord(c) + 0xFEE0) for c in PIN)])
def test_the_right_pin_passes_as_a_keyboard_may_give_it(an: Member, lin: Member, typed: str) -> None:
    give_pin(an)
    check_pin(member=an, pin=typed, by=lin, now=timezone.now())


@pytest.mark.parametrize(
    "pin",
    ["000000", "777777", "123456", "987654", "890123", "000001", "12345", "1234567", "40719a", "", "١٢٣٤٥٧"],
)
def test_a_pin_that_is_guessed_first_or_no_six_digits_is_not_taken(an: Member, pin: str) -> None:
    """000001 is the end of her number."""
    with pytest.raises(Refusal) as refusal:
        give_pin(an, pin)
    assert refusal.value.field == "pin"
    an.user.refresh_from_db()
    assert an.user.pin == ""
    assert not AuditEntry.objects.exists()


def test_setting_one_needs_the_password_and_leaves_a_line_without_the_pin(an: Member) -> None:
    with pytest.raises(Refusal) as refusal:
        set_pin(user=an.user, pin=PIN, password="guess", by=an, now=timezone.now())
    assert refusal.value.field == "password"
    give_pin(an)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.record) == (AuditAction.PIN_SET, an, an.code)
    assert PIN not in an.user.pin and PIN not in f"{entry.record}{entry.details}"


def test_who_has_none_is_told_where_to_set_it(an: Member, lin: Member) -> None:
    assert "An has no PIN yet" in refused(an, PIN, by=lin)
    assert an.user.pin_failures == 0


def test_what_cannot_be_a_pin_is_no_try(an: Member, lin: Member) -> None:
    give_pin(an)
    refused(an, "4071", by=lin)
    an.user.refresh_from_db()
    assert an.user.pin_failures == 0


def test_five_wrong_ones_lock_it_for_a_quarter_of_an_hour(an: Member, lin: Member) -> None:
    give_pin(an)
    now = timezone.now()
    said = [refused(an, WRONG, by=lin, now=now) for _ in range(TRIES)]
    assert ["4 tries" in said[0], "1 try" in said[3]] == [True, True]
    until = an.office.local(now + LOCKED_FOR)
    assert f"locked until {until:%H:%M}" in said[4]
    assert said[4] == refused(an, PIN, by=lin, now=now + LOCKED_FOR - timedelta(seconds=1))
    an.user.refresh_from_db()
    assert is_locked(an.user, now) and not is_locked(an.user, now + LOCKED_FOR)
    check_pin(member=an, pin=PIN, by=lin, now=now + LOCKED_FOR)


def test_the_lock_tells_its_owner_and_keeps_who_held_the_screen(an: Member, lin: Member) -> None:
    give_pin(an)
    for _ in range(TRIES + 2):
        refused(an, WRONG, by=lin)
    notice = Notice.objects.get()
    assert (notice.member, notice.kind) == (an, NoticeKind.PIN_LOCKED)
    entry = AuditEntry.objects.get(action=AuditAction.PIN_LOCKED)
    assert (entry.by, entry.record) == (lin, an.code)
    assert WRONG not in str(entry.details)


def test_a_right_one_gives_the_tries_back(an: Member, lin: Member) -> None:
    give_pin(an)
    for _ in range(3):
        for _ in range(TRIES - 1):
            refused(an, WRONG, by=lin)
        check_pin(member=an, pin=PIN, by=lin, now=timezone.now())
    assert not Notice.objects.exists()


def test_the_last_try_may_be_the_right_one(an: Member, lin: Member) -> None:
    give_pin(an)
    for _ in range(TRIES - 1):
        refused(an, WRONG, by=lin)
    check_pin(member=an, pin=PIN, by=lin, now=timezone.now())
    an.user.refresh_from_db()
    assert not is_locked(an.user, timezone.now())


def test_a_new_pin_unlocks(an: Member, lin: Member) -> None:
    give_pin(an)
    for _ in range(TRIES):
        refused(an, WRONG, by=lin)
    give_pin(an, "580412")
    check_pin(member=an, pin="580412", by=lin, now=timezone.now())


def test_the_pin_of_a_colleague_opens_nothing(an: Member, bo: Member, lin: Member) -> None:
    give_pin(an)
    give_pin(bo, "580412")
    refused(an, "580412", by=lin)


def test_the_pin_stands_in_no_line_of_the_log(an: Member, lin: Member, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        give_pin(an)
        refused(an, WRONG, by=lin)
        check_pin(member=an, pin=PIN, by=lin, now=timezone.now())
    assert not any(word in caplog.text.replace("'", "") for word in (f" {PIN}", f" {WRONG}"))


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_count_twenty(an: Member, lin: Member) -> None:
    give_pin(an)

    def guess(_: int) -> str:
        try:
            with override("en"):
                return refused(an, WRONG, by=lin)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(guess, range(20)))
    an.user.refresh_from_db()
    assert an.user.pin_failures == 20
    assert sum("remain" in words for words in said) == TRIES - 1
    assert Notice.objects.count() == AuditEntry.objects.filter(action=AuditAction.PIN_LOCKED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_it_is_not_checked_at_all(an: Member, lin: Member) -> None:
    """A refusal would roll the count back, and guessing were free."""
    give_pin(an)
    with pytest.raises(RuntimeError), transaction.atomic():
        check_pin(member=an, pin=PIN, by=lin, now=timezone.now())
