"""What somebody who comes likes, for whoever receives them (B-57)."""

from collections.abc import Iterable

from offices.models import Office
from visitors.file_kinds import FileField, Group, Held, Purpose
from visitors.file_telling import label_of
from visitors.models import Customer, FileValue
from visitors.selectors.file_fields import fields_of
from visitors.selectors.file_page import masked_words
from visitors.selectors.standing import marks_of

SHOWN = 6


def likings_of(customers: Iterable[Customer], *, office: Office) -> dict[int, tuple[tuple[str, str], ...]]:
    """By the id of each file that says so: what the field is called and what they like, in the form's order.

    Nothing sensitive, and nothing of a marked file: who may read that opens it. No query for nobody, else four.
    """
    files = {customer.file_id: customer for customer in customers}
    if not files:
        return {}
    for marked in marks_of(files.values()):
        files.pop(marked, None)
    asked = {field.key: field for field in fields_of(office) if _is_liking(field)}
    found: dict[int, dict[str, str]] = {}
    rows = FileValue.objects.filter(customer__in=list(files), key__in=list(asked), sealed="")
    for row in rows:
        words = masked_words(asked[row.key], row.value)
        if words:
            found.setdefault(row.customer_id, {})[row.key] = words
    return {
        file: tuple((label_of(field), said[key]) for key, field in asked.items() if key in said)[:SHOWN]
        for file, said in found.items()
    }


def _is_liking(field: FileField) -> bool:
    """Habits that a host minds; of an office's own fields those kept for receiving them as well."""
    if field.sensitive or field.held is not Held.VALUE:
        return False
    return field.purpose is Purpose.HOST and (field.group is Group.HABITS or field.is_own)
