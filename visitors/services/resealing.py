"""Rotation of the encryption keys of all that is kept sealed, a batch at a time."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from offices.sealing import is_newest, reseal
from visitors.models import CustomerPhone
from visitors.models.customer_phone import newest_key

SEALED = "sealed"
"""How every column begins that holds something encrypted with FIELD_KEYS."""


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


def sealed_columns() -> dict[type[models.Model], list[str]]:
    """Everything else that is sealed, by table: what robots and gateways are known by, receivers of texts, links …"""
    found = {}
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if field.name.startswith(SEALED)]
        if names and model is not CustomerPhone:
            found[model] = names
    return found


def reseal_others(*, limit: int) -> Iterator[int]:
    """Go through the other tables once, a transaction for each batch of rows; yields how many of it were changed.

    What is under the newest key already is left alone, so that this may be stopped and begun again. Raises SealBroken.
    """
    for model, columns in sealed_columns().items():
        last = 0
        while keys := list(_rows(model, last).values_list("pk", flat=True)[:limit]):
            yield _reseal_rows(model, columns, keys)
            last = keys[-1]


def _rows(model: type[models.Model], after: int) -> models.QuerySet:
    return model._default_manager.filter(pk__gt=after).order_by("pk")


@transaction.atomic
def _reseal_rows(model: type[models.Model], columns: list[str], keys: list[int]) -> int:
    """The rows are held meanwhile: who changes one of them comes before or after."""
    rows = model._default_manager.filter(pk__in=keys).select_for_update(of=("self",), no_key=True)
    changed = []
    for row in rows.order_by("pk").only("pk", *columns):
        old = {name: getattr(row, name) for name in columns}
        new = {name: value if not value or is_newest(value) else reseal(value) for name, value in old.items()}
        if new != old:
            for name, value in new.items():
                setattr(row, name, value)
            changed.append(row)
    model._default_manager.bulk_update(changed, columns)
    return len(changed)
