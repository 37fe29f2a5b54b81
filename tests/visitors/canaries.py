"""Canaries: words that stand nowhere else, put into every place of a person that an erasure shall empty."""

import re
from collections import deque
from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db import Error, connection, models, transaction

from tests.visitors.test_personal_data import holds_words
from visitors import personal_data
from visitors.models import Customer

Row = models.Model
SHORTEST = 8
"""A text that is shorter may stand anywhere by chance."""
PRINTS = {
    "messaging.TextMessage": "number_print",
    "messaging.TextReply": "number_print",
    "switchboard.Caller": "digest",
}
"""Tables that point to nobody, and hold the print of a number."""


PRINT = re.compile(r"^[0-9a-f]{60}$")
EVIDENCE = (
    *("messaging_consent", "messaging_textmessage", "messaging_textreply"),
    *("visitors_erasure", "visitors_importrow"),
)
"""Where the print of a number stays: that we were allowed, or told to stop, and that no list brings them back."""


def everything_said(but: Collection[str] = (), besides: int = 0) -> str:
    """Every column of every table as one text: what a thief of the database would read.

    Without tables (``but``), and without rows of another office (``besides``) that may know the same people.
    """
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in but:
                continue
            cursor.execute(f'SELECT row_to_json(whole)::text FROM "{table}" whole')
            found += [
                row[0] for row in cursor.fetchall() if f'"office_id":{besides},' not in f"{row[0][:-1]},"
            ]
    return "\n".join(found)


def path_to_customer(model: type[Row]) -> str | None:
    """The shortest way along foreign keys, as a filter takes it."""
    waiting: deque[tuple[type[Row], str]] = deque([(model, "")])
    seen = {model}
    while waiting:
        at, path = waiting.popleft()
        for field in at._meta.concrete_fields:
            target = field.related_model
            if target is None or not field.is_relation:
                continue
            if target is Customer and field.name not in ("referred_by", "merged_into", "second_contact"):
                return f"{path}{field.name}"
            if target not in seen:
                seen.add(target)
                waiting.append((target, f"{path}{field.name}__"))
    return None


def places() -> Iterator[tuple[str, type[Row], list[models.Field]]]:
    """Each table that holders empty, with the columns that go."""
    for label, taken in personal_data.taken_away().items():
        model = apps.get_model(label)
        fields = [each for each in model._meta.concrete_fields if holds_words(each)]
        yield label, model, [each for each in fields if not taken or each.name in taken]


def plant(row: Row, field: models.Field, word: str) -> str:
    """Put the word there, or take what stands there for one; empty where neither is possible."""
    value: Any = {"canary": word} if isinstance(field, models.JSONField) else word
    longest = getattr(field, "max_length", None)
    if isinstance(value, str) and longest:
        value = value[:longest]
    # What is sealed, or a print, is its own canary.
    own = (
        field.name.startswith("sealed") or "print" in field.name or field.name in ("digest", "salt", "masked")
    )
    if not own and (not isinstance(value, str) or len(value) >= SHORTEST):
        try:
            with transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**{field.name: value})
            return word if isinstance(value, dict) else value
        except Error:
            pass
    there = getattr(row, field.name)
    return there[-60:] if isinstance(there, str) and len(there) >= SHORTEST and "*" not in there else ""
