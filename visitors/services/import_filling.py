"""What a list says of customers whom we know is added where their file lacks it; nothing is overwritten."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from visitors.enums import ContactKind, GradeReason, Honorific, PhoneAnswer
from visitors.import_words import COLLEAGUES
from visitors.models import Customer, CustomerPhone, FileValue, ImportRun
from visitors.ownership import Touch, TouchRole, owner_on
from visitors.selectors.effective_contacts import effective_contacts
from visitors.selectors.file_fields import fields_of
from visitors.selectors.ownership import house_validity_rules, touches
from visitors.selectors.purposes import ended_by_file
from visitors.services.customers import set_fields
from visitors.services.grades import note_grade
from visitors.services.import_checking import Read
from visitors.services.import_making import phone_of, write_contacts, write_values
from visitors.services.plan_due import plan_is_due
from visitors.services.search_index import EMPLOYER, write_company_keys


@dataclass(frozen=True, slots=True)
class Change:
    """A line and the file (id) that it speaks of."""

    read: Read
    customer: int


def fill_in(run: ImportRun, changes: Sequence[Change], now: datetime) -> int:
    """Add to these files what they lack, inside the caller's transaction; how many files that were.

    A visit that would make a colleague's customer somebody else's is written without its consultant, and its line says
    so. The rows are held in one order. Seven queries, and a few more for each file that learned something of its own.
    """
    wanted = sorted({change.customer for change in changes})
    rows = Customer.objects.filter(office=run.office_id, pk__in=wanted).order_by("pk")
    files = {file.pk: file for file in rows.select_for_update(of=("self",), no_key=True)}
    changed = _numbers(run, changes, now)
    for change in changes:
        if _columns(run, files[change.customer], change, change.customer in changed, now):
            changed.add(change.customer)
    changed |= _values(run, changes, files, now)
    for change in _gains(run, changes, files, now):
        change.read.said.consultant = None
        change.read.row.findings.append(["consultant", COLLEAGUES])
    write_contacts(run, [(change.customer, change.read) for change in changes], now)
    return len(changed)


def _gains(
    run: ImportRun, changes: Sequence[Change], files: dict[int, Customer], now: datetime
) -> list[Change]:
    """Those by whose visit or call a customer who is somebody's would be another one's: two queries.

    Whose the customers of the house are is not decided by a list that anybody may have typed. Files that this very list
    made were nobody's: there its lines tell all that is known, in whatever order they stand.
    """
    told = [
        (change, touch)
        for change in changes
        if not _is_made_by(run, files[change.customer]) and (touch := _touch_of(change)) is not None
    ]
    if not told:
        return []
    day = run.office.business_date(now)
    rules = house_validity_rules(run.office, day)
    contacts = effective_contacts({files[change.customer] for change, _touch in told})
    known = {file: touches(met, run.office) for file, met in contacts.items()}
    gains = []
    for change, touch in told:
        met = known[files[change.customer].file_id]
        owner = owner_on(met, rules, day).owner
        if owner is not None and owner_on([*met, touch], rules, day).owner != owner:
            gains.append(change)
        else:
            met.append(touch)
    return gains


def _touch_of(change: Change) -> Touch | None:
    """The visit or call that the line tells of, if it says with whom; at noon, as it is written."""
    said = change.read.said
    if said.consultant is None or not said.met_on:
        return None
    role = TouchRole.RECEPTION if said.met_how in ("", ContactKind.VISIT) else TouchRole.PHONE
    return Touch(datetime.combine(date.fromisoformat(said.met_on), time(12)), said.consultant, role)


def _is_made_by(run: ImportRun, file: Customer) -> bool:
    return (
        file.created_by_id == run.by_id and run.started_at is not None and file.created_at >= run.started_at
    )


def _numbers(run: ImportRun, changes: Sequence[Change], now: datetime) -> set[int]:
    """Numbers that nobody has yet; one of somebody else stays theirs."""
    digests = {digest for change in changes for digest in change.read.digests}
    held = CustomerPhone.objects.active().filter(office=run.office_id, digest__in=digests)
    known = set(held.values_list("digest", flat=True))
    fresh: dict[str, CustomerPhone] = {}
    for change in changes:
        for digest, (number, place) in zip(change.read.digests, change.read.said.numbers, strict=True):
            if digest not in known:
                fresh.setdefault(digest, phone_of(run, number, place, change.customer, now))
    if fresh:
        CustomerPhone.objects.bulk_create(
            sorted(fresh.values(), key=lambda row: row.digest), ignore_conflicts=True
        )
    return {row.customer_id for row in fresh.values()}


def _columns(run: ImportRun, file: Customer, change: Change, gave_number: bool, now: datetime) -> bool:
    said = change.read.said
    lacking: dict[str, tuple[bool, Any]] = {
        "name": (not file.name, said.name),
        "honorific": (file.honorific == Honorific.NONE, said.honorific),
        "licence_plate": (not file.licence_plate, said.licence_plate),
        "source": (not file.source, said.source),
        "grade": (not file.grade, said.grade),
    }
    changes = {name: value for name, (lacks, value) in lacking.items() if lacks and value}
    if gave_number and file.phone_answer != PhoneAnswer.GIVEN:
        changes |= {"phone_answer": PhoneAnswer.GIVEN, "phone_note": ""}
    if "grade" in changes:
        note_grade(customer=file, grade=said.grade, reason=GradeReason.LISTED, by=run.by, now=now)
        plan_is_due(file.pk, now=now)
    set_fields(file, changes)
    return bool(changes)


def _values(run: ImportRun, changes: Sequence[Change], files: dict[int, Customer], now: datetime) -> set[int]:
    """Fields that are empty, and that the person did not forbid; the first line that answers one is taken."""
    held = FileValue.objects.filter(customer__in=files).values_list("customer", "key")
    there = set(held)
    ended = ended_by_file(files)
    purposes = {field.key: field.purpose for field in fields_of(run.office)} if ended else {}
    new: dict[int, dict[str, Any]] = defaultdict(dict)
    for change in changes:
        unwanted = ended.get(change.customer, frozenset())
        for key, value in change.read.said.values.items():
            if (change.customer, key) not in there and purposes.get(key) not in unwanted:
                new[change.customer].setdefault(key, value)
    write_values(run, iter(new.items()), now)
    for pk, values in new.items():
        files[pk].filled += len(values)
        if EMPLOYER in values:
            write_company_keys(files[pk])
    Customer.objects.bulk_update([files[pk] for pk in new], ["filled"])
    return set(new)
