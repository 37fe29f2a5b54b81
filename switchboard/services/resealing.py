"""Rotation of the encryption keys of numbers that called, a batch at a time."""

from django.db import transaction

from offices.sealing import reseal
from switchboard.models import Caller
from visitors.models.customer_phone import newest_key


@transaction.atomic
def reseal_next_callers(*, limit: int) -> int:
    """Put at most so many numbers under the newest key and return how many; 0 means that none is left.

    Raises SealBroken.
    """
    name = newest_key()
    rows = list(
        Caller.objects.exclude(key_name=name)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")[:limit]
    )
    for row in rows:
        row.sealed, row.key_name = reseal(row.sealed), name
    Caller.objects.bulk_update(rows, ["sealed", "key_name"])
    return len(rows)
