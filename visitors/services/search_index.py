"""Keeps the search keys of a customer in step with name, plate and company."""

from collections.abc import Iterable

from django.db import connection

from visitors.enums import KeyKind
from visitors.models import CorporateFacts, Customer, FileValue, SearchKey
from visitors.search_keys import company_keys, initials_keys, name_keys, pinyin_keys, plate_keys

INSERT = """
    INSERT INTO visitors_searchkey (office_id, customer_id, kind, key)
    SELECT %s, customer, kind, key FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS fresh (customer, kind, key)
"""
EMPLOYER = "company_name_address"
"""The field of the form that names the company somebody works for."""


def write_keys(customer: Customer) -> None:
    """The keys of a customer who has none yet: one query, or none where there is nothing to find."""
    SearchKey.objects.bulk_create(keys_of(customer))


def keys_of(customer: Customer, company: str = "") -> list[SearchKey]:
    """The keys of a customer who has none yet, to be written: by name and plate, and by the company they work for."""
    return [
        SearchKey(office_id=customer.office_id, customer_id=customer.pk, kind=kind, key=key)
        for kind, key in _texts(customer, company)
    ]


def write_many_keys(office: int, customers: Iterable[tuple[Customer, str]]) -> None:
    """The keys of customers of an office who have none yet, each with the company they work for: one query.

    A long list has ten keys a line, and a row of ours costs as much as making all of them.
    """
    files, kinds, keys = [], [], []
    for customer, company in customers:
        for kind, key in _texts(customer, company):
            files.append(customer.pk)
            kinds.append(kind.value)
            keys.append(key)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [office, files, kinds, keys])


def _texts(customer: Customer, company: str) -> list[tuple[KeyKind, str]]:
    texts = {
        KeyKind.NAME: name_keys(customer.name),
        KeyKind.PINYIN: pinyin_keys(customer.name),
        KeyKind.INITIALS: initials_keys(customer.name),
        KeyKind.PLATE: plate_keys(customer.licence_plate),
        KeyKind.COMPANY: company_keys(company),
    }
    return [(kind, key) for kind, keys in texts.items() for key in sorted(keys)]


def rewrite_keys(customer: Customer) -> None:
    """The keys of name and plate anew. The caller holds the customer's row, so that two changes cannot mix theirs."""
    keys = SearchKey.objects.filter(office=customer.office_id, customer=customer)
    keys.exclude(kind=KeyKind.COMPANY).delete()
    write_keys(customer)


def write_company_keys(customer: Customer) -> None:
    """The company that the customer works for, and the one that the file is about, instead of those before.

    The row is held as above. Four queries at most.
    """
    row = FileValue.objects.filter(customer=customer, key=EMPLOYER).first()
    employer = row.value.get("company") if row is not None and isinstance(row.value, dict) else ""
    firm = CorporateFacts.objects.filter(customer=customer).values_list("company", flat=True).first()
    keys = company_keys(employer or "") | company_keys(firm or "")
    SearchKey.objects.filter(office=customer.office_id, customer=customer, kind=KeyKind.COMPANY).delete()
    SearchKey.objects.bulk_create(
        SearchKey(office_id=customer.office_id, customer_id=customer.pk, kind=KeyKind.COMPANY, key=key)
        for key in sorted(keys)
    )
