"""A list of units is brought, looked at, and then written as a whole or not at all."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deals.models import Building, Unit, UnitImport
from deals.selectors.unit_import import FIELDS, Plan, plan_of
from deals.services.locking import lock_office
from deals.unit_sheet import UnitRow, cells
from deals.unit_sheet_words import words_of_problem
from offices import live
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from offices.spreadsheets import SheetProblem, read_rows


@transaction.atomic
def bring_list(
    *, office: Office, key: UUID, data: bytes, file_name: str = "", by: Member, now: datetime
) -> UnitImport:
    """Read the file and keep its lines, to be looked at; writes no unit. Raises Refusal where it cannot be read.

    What this member brought before and never wrote is forgotten.
    """
    try:
        rows = cells(read_rows(data))
    except SheetProblem as problem:
        raise Refusal(words_of_problem(problem), field="file") from None
    UnitImport.objects.filter(office=office, by=by, applied_at=None).delete()
    return UnitImport.objects.create(
        office=office, key=key, file_name=_short(file_name), rows=rows, by=by, at=now
    )


@transaction.atomic
def write_list(*, brought: UnitImport, by: Member, now: datetime) -> Plan:
    """Write every line: new units, changed ones, new buildings. Raises Refusal with nothing written.

    The list is compared afresh under the office's lock: what was sold since it was looked at stops it.
    """
    office = lock_office(brought.office_id)
    held = UnitImport.objects.select_for_update(of=("self",), no_key=True).get(
        pk=brought.pk, office=by.office_id
    )
    if held.applied_at is not None:
        raise Refusal(_("This list was imported before."))
    plan = plan_of(office, held.rows)
    if plan.findings:
        raise Refusal(
            ngettext(
                "%(n)s line of the list needs mending. Nothing was imported.",
                "%(n)s lines of the list need mending. Nothing was imported.",
                len(plan.findings),
            )
            % {"n": len(plan.findings)}
        )
    if not plan.changes_something:
        raise Refusal(_("Every unit of the list is here already, as the list has it."))
    _write(office, plan)
    held.applied_at = now
    held.save(update_fields=["applied_at"])
    details = {"import": held.pk, "new": len(plan.new), "changed": len(plan.changed), "same": plan.same}
    keep(action=AuditAction.UNITS_IMPORTED, record=f"import:{held.pk}", details=details, by=by, now=now)
    live.bump(office.pk)
    return plan


def _write(office: Office, plan: Plan) -> None:
    buildings = {building.name: building for building in Building.objects.filter(office=office)}
    added = Building.objects.bulk_create(
        Building(office=office, name=name, position=place)
        for place, name in enumerate(plan.new_buildings, start=len(buildings) + 1)
    )
    buildings |= {building.name: building for building in added}
    Unit.objects.bulk_create(_new(office, buildings[row.building], row, plan) for row in plan.new)
    for change in plan.changed:
        for name in change.differs:
            value = plan.releases[change.row.release] if name == "release" else getattr(change.row, name)
            setattr(change.unit, name, value)
    Unit.objects.bulk_update([change.unit for change in plan.changed], [*FIELDS, "release"], batch_size=500)


def _new(office: Office, building: Building, row: UnitRow, plan: Plan) -> Unit:
    values = {name: getattr(row, name) for name in FIELDS}
    release = plan.releases.get(row.release)
    return Unit(office=office, building=building, number=row.number, release=release, **values)


def _short(name: str) -> str:
    return "".join(each for each in name if each.isprintable())[:100]
