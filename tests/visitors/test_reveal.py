"""A whole number is shown to few, rarely, and never without a line in the audit log."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Member
from tests.visitors.rows import NOW, NUMBER, TYPED, WU, file_of, receive
from visitors.enums import RevealPurpose
from visitors.models import CustomerPhone
from visitors.ownership import Ownership
from visitors.phone_policy import may_see_number
from visitors.services.reveal import NotYours, TooMany, reveal_phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(lin, an) -> CustomerPhone:
    """The number of a customer whom An received."""
    customer = file_of(lin, name=WU, phone=TYPED)
    receive(customer, an, NOW - timedelta(days=1))
    return customer.phones.get()


def show(phone: CustomerPhone, member: Member, purpose: str = "call", now=NOW) -> str:
    return reveal_phone(phone=phone, member=member, purpose=purpose, now=now)


def seen_before(member: Member, times: int, ago: timedelta) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(
            office=member.office,
            at=NOW - ago,
            by=member,
            action=AuditAction.PHONE_REVEALED,
            record="customer:0",
        )
        for _ in range(times)
    )


POLICY = [
    # role, owns, at the desk, sees
    (Role.CONSULTANT, True, False, True),
    (Role.CONSULTANT, False, False, False),
    (Role.CONSULTANT, False, True, False),
    (Role.DESK, False, True, True),
    (Role.DESK, False, False, False),
    (Role.MANAGER, False, False, True),
    *(
        (role, False, at_desk, False)
        for role in (Role.SERVICE, Role.FINANCE, Role.ADMINISTRATOR)
        for at_desk in (0, 1)
    ),
    *(
        (role, False, False, False)
        for role in (Role.ASSISTANT, Role.SUPERVISOR, Role.INFORMATION, Role.DIRECTOR)
    ),
]


@pytest.mark.parametrize(("role", "owns", "at_desk", "sees"), POLICY)
def test_the_policy(role, owns, at_desk, sees) -> None:
    member = Member(pk=7, roles=[role], is_active=True)
    ownership = Ownership(owner=7 if owns else 8)
    assert may_see_number(member, ownership, bool(at_desk)) is sees
    member.is_active = False
    assert may_see_number(member, ownership, bool(at_desk)) is False


def test_nobody_owns_what_nobody_registered() -> None:
    assert not may_see_number(Member(roles=[Role.CONSULTANT], is_active=True), Ownership(), at_desk=False)


def test_the_owner_sees_it_and_the_log_knows(phone, an) -> None:
    assert show(phone, an) == NUMBER
    line = AuditEntry.objects.get()
    assert (line.action, line.by, line.at) == (AuditAction.PHONE_REVEALED, an, NOW)
    assert line.record == f"customer:{phone.customer_id}"
    assert line.details == {"phone": phone.pk, "purpose": "call"}
    assert NUMBER not in str(AuditEntry.objects.values().get())


def test_the_manager_sees_it_and_the_desk_while_it_enters(phone, mei, lin) -> None:
    assert show(phone, mei) == show(phone, lin, "entry") == NUMBER


def test_others_do_not_and_the_log_knows_that_too(phone, bo, fang, lin, stranger) -> None:
    for member, purpose in ((bo, "call"), (bo, "entry"), (fang, "entry"), (lin, "call"), (stranger, "entry")):
        with pytest.raises(NotYours):
            show(phone, member, purpose)
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {AuditAction.ACCESS_DENIED}
    assert AuditEntry.objects.count() == 5


def test_ownership_that_lapsed_shows_nothing(phone, an) -> None:
    with pytest.raises(NotYours):
        show(phone, an, now=NOW + timedelta(days=90))


def test_roles_are_read_afresh(phone, mei, an) -> None:
    Member.objects.filter(pk=mei.pk).update(roles=[])
    Member.objects.filter(pk=an.pk).update(is_active=False)
    for member in (mei, an):
        with pytest.raises(NotYours):
            show(phone, member)


def test_a_purpose_is_one_of_the_list(phone, an) -> None:
    with pytest.raises(Refusal) as refused:
        show(phone, an, "curiosity")
    assert refused.value.field == "purpose"
    assert [str(choice.label) for choice in RevealPurpose]


@pytest.mark.parametrize(("times", "ago"), [(30, timedelta(minutes=59)), (100, timedelta(hours=23))])
def test_the_next_one_after_the_cap_is_refused(phone, mei, times, ago) -> None:
    seen_before(mei, times - 1, ago)
    assert show(phone, mei) == NUMBER
    with pytest.raises(TooMany):
        show(phone, mei)
    assert AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED).count() == 1


def test_what_was_long_ago_or_somebody_elses_does_not_count(phone, mei, an) -> None:
    seen_before(mei, 99, timedelta(hours=2))
    seen_before(mei, 200, timedelta(hours=25))
    seen_before(an, 200, timedelta(minutes=1))
    assert show(phone, mei) == NUMBER


def test_without_the_line_there_is_no_number(transactional_db, owner_cursor, phone, an) -> None:
    owner_cursor.execute("ALTER TABLE offices_auditentry ADD CONSTRAINT log_is_full CHECK (false) NOT VALID")
    try:
        with pytest.raises(DatabaseError):
            show(phone, an)
    finally:
        owner_cursor.execute("ALTER TABLE offices_auditentry DROP CONSTRAINT log_is_full")
    assert not AuditEntry.objects.exists()


def test_it_runs_in_no_other_transaction_which_could_take_the_line_back(transactional_db, phone, an) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        show(phone, an)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_cannot_both_take_the_last_number_of_the_hour(phone, mei) -> None:
    seen_before(mei, 29, timedelta(minutes=1))
    barrier = Barrier(4)

    def tab(_: int) -> str:
        barrier.wait()
        try:
            return show(phone, mei)
        except TooMany:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(tab, range(4))) == ["", "", "", NUMBER]
