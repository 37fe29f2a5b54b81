"""Rotation of the encryption keys of telephone numbers, a batch at a time."""

from django.db import transaction

from offices.sealing import reseal
from visitors.models import CustomerPhone
from visitors.models.customer_phone import newest_key


@transaction.atomic
def reseal_next(*, limit: int) -> int:
    """Put at most so many numbers under the newest key and return how many; 0 means that none is left.

    Each row says with which key it was sealed, so that an interrupted run goes on where it stopped, and rows that
    another run holds are waited for, not done twice. Raises SealBroken.
    """
    name = newest_key()
    rows = list(
        CustomerPhone.objects.exclude(key_name=name)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")[:limit]
    )
    for row in rows:
        row.sealed, row.key_name = reseal(row.sealed), name
    CustomerPhone.objects.bulk_update(rows, ["sealed", "key_name"])
    return len(rows)
