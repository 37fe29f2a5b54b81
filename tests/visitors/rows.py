"""Rows that the tests of visitors start from. Numbers and names are plainly invented."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from offices.models import Member
from visitors.models import Contact, ContactCorrection, Customer
from visitors.services.contacts import correct_contact, record_contact
from visitors.services.customers import CustomerEntry, Entered, enter_customer

NOW = datetime(2026, 11, 2, 6, 20, tzinfo=UTC)
"""14:20 on the harbour's clock."""
NUMBER = "+8613800001234"
TYPED = "138 0000 1234"
WU = "\u5434\u5c0f\u8339"
"""Wu Xiaoru."""


def enter(by: Member, *, now: datetime = NOW, **fields: Any) -> Entered:
    """The clerk enters somebody; without a number they will be asked later."""
    fields = {"phone_answer": "" if "phone" in fields else "later", **fields}
    with transaction.atomic():
        return enter_customer(office=by.office, entry=CustomerEntry(**fields), by=by, now=now)


def file_of(by: Member, **fields: Any) -> Customer:
    return enter(by, **fields).customer


def receive(customer: Customer, consultant: Member, at: datetime = NOW, **fields: Any) -> Contact:
    """A visit that the consultant received."""
    values: dict[str, Any] = {
        "kind": "visit",
        "role": "reception",
        "counted": True,
        "by": consultant,
        **fields,
    }
    return record_contact(
        office=consultant.office, customer=customer, at=at, consultant=consultant, now=at, **values
    )


def correct(contact: Contact, kind: str, by: Member, **fields: Any) -> ContactCorrection:
    return correct_contact(contact=contact, kind=kind, by=by, now=contact.at + timedelta(hours=1), **fields)
