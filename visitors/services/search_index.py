"""Keeps the search keys of a customer in step with name and plate."""

from visitors.enums import KeyKind
from visitors.models import Customer, SearchKey
from visitors.search_keys import initials_keys, name_keys, pinyin_keys, plate_keys


def write_keys(customer: Customer) -> None:
    """The keys of a customer who has none yet: one query, or none where there is nothing to find."""
    texts = {
        KeyKind.NAME: name_keys(customer.name),
        KeyKind.PINYIN: pinyin_keys(customer.name),
        KeyKind.INITIALS: initials_keys(customer.name),
        KeyKind.PLATE: plate_keys(customer.licence_plate),
    }
    SearchKey.objects.bulk_create(
        SearchKey(office_id=customer.office_id, customer_id=customer.pk, kind=kind, key=key)
        for kind, keys in texts.items()
        for key in sorted(keys)
    )


def rewrite_keys(customer: Customer) -> None:
    """The keys made anew. The caller holds the customer's row, so that two changes cannot mix theirs."""
    SearchKey.objects.filter(office=customer.office_id, customer=customer).delete()
    write_keys(customer)
