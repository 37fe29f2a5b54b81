"""The office's departments and categories of complaints: started with ours, changed, put out of use, never deleted."""

import json
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from complaints.models import Department, TicketCategory
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from visitors.services.customers import clean_text

SHIPPED = Path(__file__).parent.parent / "data" / "lists.json"
DEPARTMENT_LENGTH = 40
CATEGORY_LENGTH = 60
MOST = 80


@transaction.atomic
def start_with_ours(*, office: Office, language: str, by: Member, now: datetime) -> int:
    """Copy the lists that the house brings along (G-08, G-10), in that language. Raises Refusal.

    Once: an office that has written a category of its own starts no more. Returns how many categories that were.
    """
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    if TicketCategory.objects.of(office).exists():
        raise Refusal(_("There are categories already. Change those, or add your own."))
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    language = language if language in shipped["departments"][0]["name"] else "en"
    departments = {
        each["code"]: Department.objects.get_or_create(office=office, name=each["name"][language])[0]
        for each in shipped["departments"]
    }
    made = TicketCategory.objects.bulk_create(
        TicketCategory(
            office=office,
            name=each["name"][language],
            is_major=each.get("is_major", False),
            department=departments[each["department"]],
            position=position,
        )
        for position, each in enumerate(shipped["categories"])
    )
    _keep("lists", {"did": "started", "language": language}, by, now)
    return len(made)


@transaction.atomic
def write_department(
    *,
    office: Office,
    department: Department | None = None,
    name: str,
    head: Member | None,
    is_active: bool = True,
    by: Member,
    now: datetime,
) -> Department:
    """Add a department, or change one. Raises Refusal."""
    row = department or Department(office=office)
    row.name = _named(name, DEPARTMENT_LENGTH)
    if head is not None and head.office_id != office.pk:
        raise Refusal(_("Choose somebody of this office."), field="head")
    row.head, row.is_active = head, is_active
    _save(row)
    _keep(f"department:{row.pk}", {"head": head.pk if head else None, "in_use": is_active}, by, now)
    return row


@transaction.atomic
def write_category(
    *,
    office: Office,
    category: TicketCategory | None = None,
    name: str,
    is_major: bool,
    department: Department | None,
    is_active: bool = True,
    by: Member,
    now: datetime,
) -> TicketCategory:
    """Add a category, or change one; complaints that were taken keep what it was then. Raises Refusal."""
    rows = TicketCategory.objects.of(office)
    if category is None and rows.in_use().count() >= MOST:
        raise Refusal(_("Nobody finds anything in a longer list. Put one out of use first."))
    row = category or TicketCategory(office=office, position=rows.count())
    row.name = _named(name, CATEGORY_LENGTH)
    if department is not None and department.office_id != office.pk:
        raise Refusal(_("Choose a department of this office."), field="department")
    row.is_major, row.department, row.is_active = is_major, department, is_active
    _save(row)
    _keep(f"category:{row.pk}", {"major": is_major, "in_use": is_active}, by, now)
    return row


def _named(name: str, longest: int) -> str:
    words = clean_text(name, "name", longest)
    if not words:
        raise Refusal(_("Give it a name."), field="name")
    return words


def _save(row: Department | TicketCategory) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(_("There is one of this name already."), field="name") from error


def _keep(record: str, details: dict, by: Member, now: datetime) -> None:
    keep(action=AuditAction.TICKET_LISTS_CHANGED, record=record, details=details, by=by, now=now)
