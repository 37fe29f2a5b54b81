"""Writes what a file took over from another, or gives back: see visitors.selectors.merge_sides for the reading."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from offices.models import Member
from visitors.enums import GradeReason, Honorific, PhoneAnswer
from visitors.file_enums import CustomerKind
from visitors.joining import Value
from visitors.models import (
    CallWishes,
    CorporateFacts,
    Customer,
    FileChange,
    FileTag,
    FileValue,
    SegmentChoice,
)
from visitors.models.sealed_json import closed
from visitors.selectors.merge_sides import (
    AXES,
    CARD,
    COMPANY,
    KIND,
    PEOPLE,
    PHONE,
    SEGMENTS,
    TAGS,
    VALUE,
    WISH,
    WISHES,
)
from visitors.services.customers import set_fields
from visitors.services.grades import note_grade
from visitors.services.search_index import EMPLOYER, write_company_keys

Kept = Mapping[str, Value] | None
"""A value of the form as selectors.merge_sides.value_of says it; None where there is none."""


def write_values(
    customer: Customer, values: Mapping[str, Value], *, gives_back: bool = False, by: Member, now: datetime
) -> None:
    """Set these fields of a file whose row the caller holds; search keys, history and counters follow.

    ``gives_back``: what goes was another person's, and the history of this one shall not say it.
    """
    changes: dict[str, Any] = {name: values[name] for name in CARD if name in values}
    if "honorific" in changes:
        changes["honorific"] = changes["honorific"] or Honorific.NONE
    changes |= {f"{name}_id": values[name] for name in PEOPLE if name in values}
    if PHONE in values:
        changes["phone_answer"], changes["phone_note"] = values[PHONE] or [PhoneAnswer.LATER, ""]
    if KIND in values:
        changes["kind"], changes["partner"] = values[KIND] or [CustomerKind.GENERAL, ""]
    if changes.get("grade") and changes["grade"] != customer.grade:
        note_grade(customer=customer, grade=changes["grade"], reason=GradeReason.JOINED, by=by, now=now)
    if COMPANY in values:
        _write_company(customer, values[COMPANY])
    if TAGS in values:
        _write_tags(customer, values[TAGS], by, now)
    if SEGMENTS in values:
        _write_segments(customer, values[SEGMENTS])
    if wishes := {name.removeprefix(WISH): value for name, value in values.items() if name.startswith(WISH)}:
        _write_wishes(customer, wishes, by, now)
    kept = {name.removeprefix(VALUE): value for name, value in values.items() if name.startswith(VALUE)}
    for key, value in kept.items():
        _note_value(customer, key, value, gives_back, by, now)
        _write_value(customer, key, value)
    if COMPANY in values or EMPLOYER in kept:
        write_company_keys(customer)
    if kept:
        changes["filled"] = FileValue.objects.filter(customer=customer).count()
    set_fields(customer, changes)


def _write_tags(customer: Customer, tags: list[list[str]], by: Member, now: datetime) -> None:
    """Those that are there already stay as they are."""
    wanted = {(kind, label) for kind, label in tags}
    rows = {(row.kind, row.label): row for row in FileTag.objects.filter(customer=customer)}
    FileTag.objects.filter(pk__in=[row.pk for place, row in rows.items() if place not in wanted]).delete()
    FileTag.objects.bulk_create(
        FileTag(office_id=customer.office_id, customer=customer, kind=kind, label=label, at=now, by=by)
        for kind, label in sorted(wanted - rows.keys())
    )


def _write_company(customer: Customer, facts: Mapping[str, Value] | None) -> None:
    if facts is None:
        CorporateFacts.objects.filter(customer=customer).delete()
    else:
        values = {**facts, "changed_at": datetime.fromisoformat(facts["changed_at"])}
        CorporateFacts.objects.update_or_create(
            customer=customer,
            defaults=values,
            create_defaults={**values, "office_id": customer.office_id},
        )


def _write_segments(customer: Customer, chosen: Mapping[str, Value] | None) -> None:
    if chosen is None:
        SegmentChoice.objects.filter(customer=customer).delete()
        return
    row = {axis: chosen[axis] for axis in AXES}
    row |= {"by_id": chosen["by"], "at": datetime.fromisoformat(chosen["at"])}
    SegmentChoice.objects.update_or_create(
        customer=customer, defaults=row, create_defaults={**row, "office_id": customer.office_id}
    )


def _write_wishes(customer: Customer, wishes: Mapping[str, Value], by: Member, now: datetime) -> None:
    """Who changed them last stays as it is. A row that says nothing goes, where there was none (None) before."""
    values = {name: value or ("" if name == "special" else False) for name, value in wishes.items()}
    CallWishes.objects.get_or_create(
        customer=customer, defaults={"office_id": customer.office_id, "changed_at": now, "changed_by": by}
    )
    CallWishes.objects.filter(customer=customer).update(**values)
    if None in wishes.values():
        nothing = dict.fromkeys(WISHES, False) | {"special": "", "refusals": 0}
        CallWishes.objects.filter(customer=customer, **nothing).delete()


def _note_value(
    customer: Customer, key: str, value: Kept, gives_back: bool, by: Member, now: datetime
) -> None:
    """A line of the file's history; sealed where either of the two is."""
    before = FileValue.objects.filter(customer=customer, key=key).first()
    change = FileChange(office_id=customer.office_id, customer=customer, key=key, at=now, by=by)
    old, new = before.content if before else None, value["content"] if value else None
    if gives_back:
        change.is_blank = True
    elif (before is not None and before.sealed) or (value is not None and value["sealed"]):
        change.sealed = closed({"before": old, "after": new})
    else:
        change.before, change.after = old, new
    change.save(force_insert=True)


def _write_value(customer: Customer, key: str, value: Kept) -> None:
    """The row as it was in the other file, or none."""
    if value is None:
        FileValue.objects.filter(customer=customer, key=key).delete()
        return
    is_sealed = value["sealed"]
    row = {
        "value": None if is_sealed else value["content"],
        "sealed": closed(value["content"]) if is_sealed else "",
        "set_by_id": value["by"],
        "set_at": datetime.fromisoformat(value["at"]),
    }
    FileValue.objects.update_or_create(
        customer=customer, key=key, defaults=row, create_defaults={**row, "office_id": customer.office_id}
    )
