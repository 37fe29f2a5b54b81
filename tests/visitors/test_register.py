"""A signed line: what its digest covers, that it never changes, and the check-sum of a day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from offices.errors import Refusal
from offices.models import BusinessDay, Member, Office
from visitors import register
from visitors.enums import ContactKind, ContactRole, SignedThrough
from visitors.models import Contact, Customer, RegisterEntry
from visitors.register import Signature, checksum, digest_of
from visitors.selectors.register import checksum_of, entries_of, is_intact
from visitors.services.register import Words, sign_entry

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
SIGNATURE = Signature(
    office=1,
    day="2026-11-02",
    contact=7,
    number=3,
    facts={"visit": "v", "party_size": 2, "area": [80, None]},
    commitment="sha256:00",
    signed_by=5,
    signed_at=NOON,
    signed_through="login",
    screen_of=None,
    corrects="",
)


@pytest.mark.parametrize(
    "changed",
    [
        {"office": 2},
        {"day": "2026-11-03"},
        {"contact": 8},
        {"number": 4},
        {"facts": {"visit": "v", "party_size": 3, "area": [80, None]}},
        {"commitment": "sha256:01"},
        {"signed_by": 6},
        {"signed_at": NOON + timedelta(microseconds=1)},
        {"signed_through": "pin"},
        {"screen_of": 9},
        {"corrects": "ab"},
    ],
    ids=lambda changed: next(iter(changed)),
)
@pytest.mark.clause("B-02")
def test_the_digest_covers_everything_that_is_signed(changed: dict) -> None:
    assert digest_of(replace(SIGNATURE, **changed)) != digest_of(SIGNATURE)


def test_the_digest_is_the_same_wherever_it_is_computed() -> None:
    """A change of the format would make every signature of the past look forged."""
    assert register.canonical(SIGNATURE) == (
        b'{"commitment":"sha256:00","contact":7,"corrects":"","day":"2026-11-02","facts":{"area":[80,null],'
        b'"party_size":2,"visit":"v"},"format":1,"number":3,"office":1,"screen_of":null,'
        b'"signed_at":"2026-11-02T04:00:00.000000Z","signed_by":5,"signed_through":"login"}'
    )


ROWS = st.lists(
    st.tuples(st.integers(1, 40), st.integers(1, 400), st.text("0123456789abcdef", min_size=4, max_size=4)),
    unique_by=lambda row: row[1],
    min_size=1,
    max_size=12,
)


@given(rows=ROWS, data=st.data())
def test_a_check_sum_knows_every_line_and_no_order_of_reading(rows: list, data: st.DataObject) -> None:
    assert checksum(data.draw(st.permutations(rows))) == checksum(rows)
    index = data.draw(st.integers(0, len(rows) - 1))
    assert checksum(rows[:index] + rows[index + 1 :]) != checksum(rows)
    number, pk, digest = rows[index]
    assert checksum([*rows[:index], (number, pk, digest + "0"), *rows[index + 1 :]]) != checksum(rows)


def test_nothing_signed_has_no_check_sum() -> None:
    assert checksum([]) == ""


@pytest.fixture
def day(office: Office, mei: Member) -> BusinessDay:
    return BusinessDay.objects.create(office=office, date=NOON.date(), opened_at=NOON, opened_by=mei)


@pytest.fixture
def met(office: Office, an: Member, lin: Member) -> Contact:
    """Somebody whom An received."""
    customer = Customer.objects.create(office=office, name="Zhou", created_at=NOON, created_by=lin)
    return Contact.objects.create(
        office=office,
        customer=customer,
        kind=ContactKind.VISIT,
        at=NOON,
        consultant=an,
        role=ContactRole.RECEPTION,
        by=lin,
        recorded_at=NOON,
    )


def signed(met: Contact, day: BusinessDay, by: Member, **said) -> RegisterEntry:
    words = Words(name="Zhou", phone="138****5678", remark=said.pop("remark", ""))
    return sign_entry(
        contact=met, day=day, number=1, facts={"party_size": 2}, words=words, by=by, now=NOON, **said
    )


@pytest.mark.clause("B-02")
def test_a_signed_line_never_changes(met: Contact, day: BusinessDay, an: Member, bo: Member) -> None:
    entry = signed(met, day, an)
    for change in (
        lambda: RegisterEntry.objects.filter(pk=entry.pk).update(signed_by=bo),
        lambda: RegisterEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert is_intact(RegisterEntry.objects.get(pk=entry.pk))


def test_words_that_were_changed_are_found_out_and_erased_ones_are_not_missed(
    met: Contact, day: BusinessDay, an: Member
) -> None:
    entry = signed(met, day, an)
    entry.words.remark = "something else"
    entry.words.save(update_fields=["remark"])
    [found] = entries_of(met.office, day)
    assert not is_intact(found)
    entry.words.delete()
    [found] = entries_of(met.office, day)
    assert is_intact(found)


def test_a_line_that_was_changed_behind_our_back_is_found_out(
    met: Contact, day: BusinessDay, an: Member
) -> None:
    entry = signed(met, day, an)
    entry.facts = {"party_size": 20}
    assert not is_intact(entry)


def test_one_line_for_each_contact(met: Contact, day: BusinessDay, an: Member) -> None:
    signed(met, day, an)
    with pytest.raises(IntegrityError), transaction.atomic():
        signed(met, day, an)
    assert RegisterEntry.objects.count() == 1


def test_an_entry_is_corrected_once_and_then_its_correction(
    met: Contact, day: BusinessDay, an: Member
) -> None:
    first = signed(met, day, an)
    second = signed(met, day, an, corrects=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        signed(met, day, an, corrects=first)
    third = signed(met, day, an, corrects=second)
    assert [entry.pk for entry in RegisterEntry.objects.standing()] == [third.pk]


def test_a_pin_says_at_whose_screen(met: Contact, day: BusinessDay, an: Member, lin: Member) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        signed(met, day, an, through=SignedThrough.PIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        signed(met, day, an, screen_of=lin)
    assert signed(met, day, an, through=SignedThrough.PIN, screen_of=lin).screen_of == lin


def test_another_offices_people_do_not_sign(met: Contact, day: BusinessDay, stranger: Member) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        signed(met, day, stranger)


def test_a_remark_too_long_is_refused(met: Contact, day: BusinessDay, an: Member) -> None:
    with pytest.raises(Refusal) as caught:
        signed(met, day, an, remark="x" * 201)
    assert caught.value.field == "remark"


def test_the_check_sum_of_a_day_is_over_what_was_signed_until_then(
    met: Contact, day: BusinessDay, an: Member
) -> None:
    assert checksum_of(met.office, day) == ""
    entry = signed(met, day, an)
    assert checksum_of(met.office, day) == checksum([(1, entry.pk, entry.digest)])
    assert checksum_of(met.office, day, until=NOON) == checksum_of(met.office, day)
    assert checksum_of(met.office, day, until=NOON - timedelta(seconds=1)) == ""
