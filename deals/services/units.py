"""Buildings, releases and units, written by master unit control. Rows are locked as services.locking says."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from deals.enums import UnitState
from deals.models import Building, Order, Release, Unit
from deals.services.locking import lock_office, lock_unit
from offices import live
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep

UNSOLD = (UnitState.FOR_SALE, UnitState.WITHHELD)
KEPT_WHEN_SOLD = ("layout", "area", "list_price", "release_id")
"""What an order was made for: it changes with the order, never behind it."""


@transaction.atomic
def add_building(*, office: Office, name: str, by: Member, now: datetime) -> Building:
    """A building behind the others. Raises Refusal."""
    lock_office(office.pk)
    place = Building.objects.filter(office=office).count() + 1
    building = Building(office=office, name=_words(name, "name"), position=place)
    _save(building)
    _note(AuditAction.RELEASE_CHANGED, f"building:{building.pk}", {"did": "added"}, by, now)
    return building


@transaction.atomic
def change_building(*, building: Building, name: str, position: int, by: Member, now: datetime) -> None:
    """Another name, or another place on the board. Raises Refusal."""
    lock_office(building.office_id)
    building.name, building.position = _words(name, "name"), position
    _save(building, "name", "position")
    _note(AuditAction.RELEASE_CHANGED, f"building:{building.pk}", {"did": "changed"}, by, now)


@transaction.atomic
def add_release(*, office: Office, name: str, opens_on: date, by: Member, now: datetime) -> Release:
    """A batch that comes on sale on that day. Raises Refusal."""
    lock_office(office.pk)
    release = Release(office=office, name=_words(name, "name"), opens_on=opens_on)
    _save(release)
    details = {"did": "added", "opens_on": opens_on.isoformat()}
    _note(AuditAction.RELEASE_CHANGED, f"release:{release.pk}", details, by, now)
    return release


@transaction.atomic
def change_release(*, release: Release, name: str, opens_on: date, by: Member, now: datetime) -> None:
    """Another name or opening day. Raises Refusal."""
    lock_office(release.office_id)
    release.name, release.opens_on = _words(name, "name"), opens_on
    _save(release, "name", "opens_on")
    details = {"did": "changed", "opens_on": opens_on.isoformat()}
    _note(AuditAction.RELEASE_CHANGED, f"release:{release.pk}", details, by, now)


@transaction.atomic
def add_unit(*, building: Building, by: Member, now: datetime, **fields: Any) -> Unit:
    """A unit, for sale once its release opens. ``fields``: number, floor, line, layout, area, facing, list_price,
    release (or None). Raises Refusal.
    """
    lock_office(building.office_id)
    _refuse_foreign(building, fields)
    unit = Unit(office_id=building.office_id, building=building, **fields)
    _save(unit)
    _note(AuditAction.UNIT_CHANGED, f"unit:{unit.pk}", {"did": "added", **_values(unit)}, by, now)
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, by: Member, now: datetime, **fields: Any) -> Unit:
    """Set these fields. Layout, area, price and release of a unit that has an order stay. Raises Refusal."""
    lock_office(unit.office_id)
    held = lock_unit(unit)
    _refuse_foreign(held.building, fields)
    before = _values(held)
    for field, value in fields.items():
        setattr(held, field, value)
    changed = [name for name, value in _values(held).items() if before[name] != value]
    if not changed:
        return held
    if held.state not in UNSOLD and set(changed) & set(KEPT_WHEN_SOLD):
        raise Refusal(
            _("%(unit)s has an order: what was sold keeps its layout, area, price and release.")
            % {"unit": held}
        )
    _save(held, *fields)
    details = {"did": "changed", **{name: [before[name], _values(held)[name]] for name in changed}}
    _note(AuditAction.UNIT_CHANGED, f"unit:{held.pk}", details, by, now)
    return held


@transaction.atomic
def file_unit(*, unit: Unit, filed_on: date, by: Member, now: datetime) -> Unit:
    """The day on which the contract was filed online. Raises Refusal: before the contract, or in the future."""
    lock_office(unit.office_id)
    held = lock_unit(unit)
    order = Order.objects.filter(unit=held).live().first()
    if held.state != UnitState.CONTRACTED or order is None:
        raise Refusal(
            _("Only a contract is filed: %(unit)s has none yet.") % {"unit": held}, field="filed_on"
        )
    if filed_on > held.office.business_date(now):
        raise Refusal(_("This day has not come yet."), field="filed_on")
    if order.contracted_on and filed_on < order.contracted_on:
        raise Refusal(
            _("The contract was signed on %(date)s; it is filed on that day or later.")
            % {"date": order.contracted_on.isoformat()},
            field="filed_on",
        )
    held.filed_on = filed_on
    held.save(update_fields=["filed_on"])
    details = {"filed_on": filed_on.isoformat(), "order": order.number}
    _note(AuditAction.UNIT_FILED, f"unit:{held.pk}", details, by, now)
    return held


def _refuse_foreign(building: Building, fields: Mapping[str, Any]) -> None:
    release = fields.get("release")
    if release is not None and release.office_id != building.office_id:
        raise Refusal(_("This release belongs to another office."), field="release")


def _values(unit: Unit) -> dict[str, Any]:
    """The unit's facts for the audit log: figures and codes."""
    return {
        "number": unit.number,
        "floor": unit.floor,
        "line": unit.line,
        "layout": unit.layout,
        "area": f"{unit.area:.2f}",
        "facing": unit.facing,
        "list_price": f"{unit.list_price:.2f}",
        "release_id": unit.release_id,
    }


def _save(row: Building | Release | Unit, *fields: str) -> None:
    """Check and write. Raises Refusal in the words of the constraint, at its field where there is one."""
    try:
        row.full_clean()
    except ValidationError as error:
        field, texts = next(iter(error.message_dict.items()))
        raise Refusal(texts[0], field=_field_of(row, field)) from None
    row.save(update_fields=list(fields) or None)
    live.bump(row.office_id)


def _field_of(row: Building | Release | Unit, field: str) -> str | None:
    if field != "__all__":
        return field
    return "number" if isinstance(row, Unit) else "name"


def _words(text: str, field: str) -> str:
    """In one line. Raises Refusal where there is nothing."""
    words = " ".join(text.split())
    if not words:
        raise Refusal(_("Type a few words."), field=field)
    return words


def _note(action: AuditAction, record: str, details: dict[str, Any], by: Member, now: datetime) -> None:
    keep(action=action, record=record, details=details, by=by, now=now)
