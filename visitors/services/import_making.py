"""New files out of a list, many at a time: the same rows that the desk and the form write one by one."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import connection

from offices import phones, sealing
from visitors.enums import ContactKind, ContactRole, GradeReason, Honorific, PhoneAnswer
from visitors.models import (
    Contact,
    Customer,
    CustomerPhone,
    FileChange,
    FileValue,
    GradeChange,
    ImportRun,
)
from visitors.models.customer_phone import digest_of, newest_key
from visitors.search_keys import sort_key
from visitors.services.import_checking import Read
from visitors.services.search_index import EMPLOYER, write_many_keys

IDS = """
    SELECT nextval(pg_get_serial_sequence('visitors_customer', 'id')) FROM generate_series(1, %s)
"""
AT_ONCE = 1000


def make_files(run: ImportRun, reads: Sequence[Read], now: datetime) -> dict[int, int]:
    """A file for each line (by its id), inside the caller's transaction; without those whose number was lost in a race.

    Numbers are claimed first, in one order, so that two who claim the same ones never wait for each other in a circle.
    """
    ids = dict(zip((read.row.pk for read in reads), _ids(len(reads)), strict=True))
    wanted = [
        phone_of(run, number, place, ids[read.row.pk], now)
        for read in reads
        for number, place in read.said.numbers
    ]
    lost = claim(run, wanted)
    kept = [read for read in reads if ids[read.row.pk] not in lost]
    numbers = _file_numbers(run, kept)
    files = [_file(run, read, ids[read.row.pk], numbers, now) for read in kept]
    Customer.objects.bulk_create(files, batch_size=AT_ONCE)
    companies = (read.said.values.get(EMPLOYER, {}).get("company", "") for read in kept)
    write_many_keys(run.office_id, zip(files, companies, strict=True))
    write_values(run, ((file.pk, read.said.values) for file, read in zip(files, kept, strict=True)), now)
    GradeChange.objects.bulk_create(
        GradeChange(
            office_id=run.office_id,
            customer_id=file.pk,
            old="",
            new=file.grade,
            reason=GradeReason.LISTED,
            at=now,
            by_id=run.by_id,
        )
        for file in files
        if file.grade
    )
    write_contacts(run, [(file.pk, read) for file, read in zip(files, kept, strict=True)], now)
    return {read.row.pk: ids[read.row.pk] for read in kept}


def phone_of(run: ImportRun, number: str, place: str, customer: int, now: datetime) -> CustomerPhone:
    """A number as it is kept."""
    return CustomerPhone(
        office_id=run.office_id,
        customer_id=customer,
        sealed=sealing.seal(number),
        key_name=newest_key(),
        digest=digest_of(number),
        last4=number[-4:],
        masked=phones.masked(number),
        line=phones.line_of(number).value,
        place=place,
        created_at=now,
    )


def claim(run: ImportRun, wanted: Sequence[CustomerPhone]) -> set[int]:
    """Give these numbers to their customers; returns those (ids) who lost one to somebody else, with none of theirs.

    Two queries, and one more where a number was lost.
    """
    rows = sorted(wanted, key=lambda row: row.digest)
    CustomerPhone.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
    held = dict(
        CustomerPhone.objects.active()
        .filter(office=run.office_id, digest__in=[row.digest for row in rows])
        .values_list("digest", "customer")
    )
    lost = {row.customer_id for row in rows if held.get(row.digest) != row.customer_id}
    if lost:
        CustomerPhone.objects.filter(office=run.office_id, customer__in=lost).delete()
    return lost


def write_values(run: ImportRun, values: Iterator[tuple[int, dict[str, Any]]], now: datetime) -> None:
    """Values of files (by id) that have none under these keys, each with its line of history."""
    told = [(customer, key, value) for customer, found in values for key, value in sorted(found.items())]
    FileValue.objects.bulk_create(
        (
            FileValue(
                office_id=run.office_id,
                customer_id=customer,
                key=key,
                value=value,
                set_by_id=run.by_id,
                set_at=now,
            )
            for customer, key, value in told
        ),
        batch_size=AT_ONCE,
    )
    FileChange.objects.bulk_create(
        (
            FileChange(
                office_id=run.office_id, customer_id=customer, key=key, after=value, at=now, by_id=run.by_id
            )
            for customer, key, value in told
        ),
        batch_size=AT_ONCE,
    )


def write_contacts(run: ImportRun, told: Sequence[tuple[int, Read]], now: datetime) -> None:
    """The visits and calls that the list tells of, once each: by file, kind and day."""
    wanted: dict[tuple, Contact] = {}
    for customer, read in told:
        if read.said.met_on:
            made = _contact(run, customer, read, now)
            wanted.setdefault((customer, made.kind, made.at), made)
    there = set(
        Contact.objects.filter(
            office=run.office_id, customer__in={customer for customer, _kind, _at in wanted}
        ).values_list("customer", "kind", "at")
    )
    Contact.objects.bulk_create(
        [made for place, made in wanted.items() if place not in there], batch_size=AT_ONCE
    )


def _contact(run: ImportRun, customer: int, read: Read, now: datetime) -> Contact:
    """At noon: an old register tells of days only."""
    kind = ContactKind(read.said.met_how or ContactKind.VISIT)
    role = ContactRole.RECEPTION if kind == ContactKind.VISIT else ContactRole.PHONE
    noon = datetime.combine(date.fromisoformat(read.said.met_on), time(12), tzinfo=run.office.zone)
    return Contact(
        office_id=run.office_id,
        customer_id=customer,
        kind=kind,
        at=min(noon, now),
        consultant_id=read.said.consultant,
        role=role if read.said.consultant else ContactRole.NONE,
        by_id=run.by_id,
        recorded_at=now,
    )


def _ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(IDS, [count])
        return [row[0] for row in cursor.fetchall()]


def _file(run: ImportRun, read: Read, pk: int, numbers: Iterator[str], now: datetime) -> Customer:
    said = read.said
    return Customer(
        pk=pk,
        office_id=run.office_id,
        file_number=said.file_number or next(numbers),
        filled=len(said.values),
        name=said.name,
        honorific=said.honorific or Honorific.NONE,
        sort_key=sort_key(said.name),
        licence_plate=said.licence_plate,
        grade=said.grade,
        source=said.source,
        phone_answer=PhoneAnswer.GIVEN if said.numbers else PhoneAnswer.LATER,
        created_at=now,
        created_by_id=run.by_id,
    )


def _file_numbers(run: ImportRun, reads: Sequence[Read]) -> Iterator[str]:
    """The numbers that were drawn for this list, one after the other; None would have the database draw one."""
    left = run.new - run.used_numbers
    first = run.first_number + run.used_numbers
    need = sum(not read.said.file_number for read in reads)
    run.used_numbers += min(need, left)
    drawn: list[Any] = [f"K-{number:06}" for number in range(first, first + min(need, left))]
    return iter(drawn + [None] * (need - len(drawn)))
