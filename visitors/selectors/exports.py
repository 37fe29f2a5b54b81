"""Which customers somebody may take out as a file, and what stands in it (I-20)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from offices import phones
from offices.models import Member, Office
from offices.spreadsheets import Sheet
from visitors.access import Action, FileFacts, Party, Verdict, Viewer, may
from visitors.access_approvals import Ask, Mark, approval_for
from visitors.file_choice_words import CHOICE_WORDS
from visitors.file_filter import FileFilter
from visitors.file_kinds import FileField, Kind
from visitors.import_mapping import VALUE, columns_for, place_of
from visitors.import_words import COLUMN_WORDS, column_words
from visitors.models import Customer, CustomerPhone, ExportRequest, FileMark, FileValue
from visitors.selectors.aliases import files_by_id
from visitors.selectors.customer_list import chosen_files
from visitors.selectors.file_fields import fields_of

CARD = ("file_number", "name", "honorific", "phone", "licence_plate", "source", "grade")
Values = Mapping[tuple[int, str], object]


def verdict_of(member: Member, mark: Mark, now: datetime) -> Verdict:
    """What the table says of taking a file of that mark out, by the member's roles alone."""
    roles = frozenset(Party(role) for role in member.roles)
    return may(Action.EXPORT, Viewer(roles, working=member.is_active), FileFacts(mark), now)


def exportable(office: Office, chosen: FileFilter, member: Member, now: datetime) -> QuerySet[Customer]:
    """The files that the filter asks for, without marked ones that this member may not take out: one query more."""
    if not verdict_of(member, Mark.NONE, now).allowed:
        return Customer.objects.none()
    marks = (
        FileMark.objects.of(office).latest_of_each().values_list("customer", "customer__merged_into", "mark")
    )
    closed = {
        merged or pk
        for pk, merged, mark in marks
        if mark != Mark.NONE and not verdict_of(member, Mark(mark), now).allowed
    }
    rows = chosen_files(office, chosen, member, now=now, fields=len(fields_of(office)))
    return rows.exclude(pk__in=closed)


def approving_roles() -> tuple[str, ...]:
    """Whose word an export takes: one of these, and never the asker's own."""
    approval = approval_for(Ask.COPY, Mark.NONE)
    return approval.roles if approval else ()


def sheet_of(request: ExportRequest, files: Sequence[Customer], notice: str) -> Sheet:
    """These files as lines, in the active language, with titles that an import knows again: 3 queries at most."""
    fields = {field.key: field for field in fields_of(request.office)} if request.with_form else {}
    columns = [column.key for column in columns_for(fields.values(), {}) if column.key.startswith(VALUE)]
    header = [str(COLUMN_WORDS[key]) for key in CARD]
    header += [_("Consultant now"), _("Valid until"), _("Last contact")]
    header += [column_words(key, fields) for key in columns]
    numbers = _numbers(request, files)
    values = _values(files, columns)
    rows = (
        [
            *_card(file, numbers.get(file.pk, [])),
            *_standing(file, request.office),
            *(_told(values, file.pk, key, fields) for key in columns),
        ]
        for file in files
    )
    return Sheet(_("Customers"), header, rows, notice)


def _card(file: Customer, numbers: Iterable[str]) -> list[str]:
    honorific = file.get_honorific_display() if file.honorific != "none" else ""
    return [
        file.file_number or "",
        file.name,
        honorific,
        " / ".join(numbers),
        file.licence_plate,
        file.get_source_display() if file.source else "",
        file.grade,
    ]


def _standing(file: Customer, office: Office) -> list[object]:
    standing = getattr(file, "standing", None)
    if standing is None:
        return [None, None, None]
    last = standing.last_contact_at
    return [
        standing.owner.name if standing.owner else None,
        standing.valid_until if standing.owner else None,
        office.business_date(last) if last else None,
    ]


def _numbers(request: ExportRequest, files: Sequence[Customer]) -> dict[int, list[str]]:
    """By file its numbers, hidden in their middle unless whole ones were allowed."""
    people = files_by_id(file.pk for file in files)
    rows = CustomerPhone.objects.of(request.office).active().filter(customer__in=list(people)).order_by("pk")
    found: dict[int, list[str]] = {}
    for row in rows:
        told = phones.national(row.number) if request.with_numbers else row.masked
        found.setdefault(people[row.customer_id], []).append(told)
    return found


def _values(files: Sequence[Customer], columns: Sequence[str]) -> Values:
    keys = {place_of(key)[0] for key in columns}
    if not keys:
        return {}
    rows = FileValue.objects.filter(customer__in=[file.pk for file in files], key__in=keys, sealed="")
    return {(customer, key): value for customer, key, value in rows.values_list("customer", "key", "value")}


def _told(values: Values, file: int, column: str, fields: Mapping[str, FileField]) -> object:
    """One value in words, as an import reads it."""
    name, part = place_of(column)
    value = values.get((file, name))
    asked = fields[name]
    kind, choices = asked.kind, asked.choices
    if part:
        value = value.get(part) if isinstance(value, dict) else None
        place = next(each for each in asked.parts if each.key == part)
        kind, choices = place.kind, place.choices
    if value is None:
        return None
    words = CHOICE_WORDS.get(choices, {})
    if kind is Kind.CHOICES and isinstance(value, list):
        return ", ".join(str(words.get(each, each)) for each in value)
    if kind is Kind.CHOICE:
        return str(words.get(str(value), value))
    if kind is Kind.YES_NO:
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    return value if isinstance(value, int) else str(value)
