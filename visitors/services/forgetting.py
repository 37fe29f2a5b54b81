"""Facts of a file that may be kept no longer: they go with what they were before; that there was something stays."""

from collections.abc import Collection
from datetime import datetime

from django.apps import apps

from offices.models import Member
from visitors.file_fields import FIELDS
from visitors.file_kinds import FileField, Held, Purpose
from visitors.models import Customer, FileChange, FileValue, OwnField
from visitors.services.customers import update_customer
from visitors.services.merge_memory import forget_values
from visitors.services.search_index import EMPLOYER, write_company_keys

CLEARED = {Held.PLATE: "licence_plate", Held.SOURCE: "source"}
"""Columns of the customer that a purpose may end for. Name and numbers stay: they say whom we must leave alone."""


def forget_facts(*, held: Customer, keys: Collection[str], by: Member, now: datetime) -> int:
    """Delete these fields of the person's files, inside the caller's transaction, which holds the file's row.

    How many fields had a value.
    """
    files = Customer.objects.of_person(held.pk)
    gone = list(FileValue.objects.filter(customer__in=files, key__in=keys))
    FileValue.objects.filter(pk__in=[row.pk for row in gone]).delete()
    changes = FileChange.objects.filter(customer__in=files, key__in=keys)
    changes.update(before=None, after=None, sealed="", is_blank=True)
    FileChange.objects.bulk_create(
        FileChange(
            office_id=row.office_id, customer_id=row.customer_id, key=row.key, is_blank=True, at=now, by=by
        )
        for row in gone
    )
    forget_values(customer=held, keys=keys)
    for file in files:
        file.filled = FileValue.objects.filter(customer=file).count()
        file.save(update_fields=["filled"])
        if EMPLOYER in keys:
            write_company_keys(file)
    return len(gone)


def forget_purposes(*, held: Customer, purposes: Collection[Purpose], by: Member, now: datetime) -> int:
    """Delete what is kept for these purposes, columns of the customer and their histories included; as above."""
    fields = [field for field in _fields(held.office_id) if field.purpose in purposes]
    count = forget_facts(held=held, keys=[field.key for field in fields], by=by, now=now)
    columns = [CLEARED[field.held] for field in fields if field.held in CLEARED]
    if columns:
        blank = dict.fromkeys(columns, "")
        for file in Customer.objects.of_person(held.pk):
            count += sum(bool(getattr(file, column)) for column in columns)
            update_customer(customer=file, by=by, now=now, **blank)
        events = apps.get_model("visitors", "CustomerEvent").objects
        events.filter(pgh_obj__in=Customer.objects.of_person(held.pk).values("pk")).update(**blank)
    return count


def _fields(office_id: int) -> list[FileField]:
    """All of them, an office's own and those out of use included."""
    return [*FIELDS, *(own.field for own in OwnField.objects.filter(office=office_id))]
