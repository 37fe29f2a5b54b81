"""What a list of units would change: asked before it is written, and once more under the lock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from deals.enums import UnitState
from deals.models import Building, Release, Unit
from deals.unit_sheet import Finding, UnitRow, read_units
from offices.models import Office

UNSOLD = (UnitState.FOR_SALE, UnitState.WITHHELD)
FIELDS = ("floor", "line", "layout", "area", "facing", "list_price")
KEPT_WHEN_SOLD = ("layout", "area", "list_price")


@dataclass(slots=True)
class Change:
    """A unit that is there already, and what the list says otherwise: field -> (now, then)."""

    unit: Unit
    row: UnitRow
    differs: dict[str, tuple[object, object]]


@dataclass(slots=True)
class Plan:
    """The list against the office's units. With a finding nothing of it is written."""

    findings: list[Finding] = field(default_factory=list)
    new: list[UnitRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    new_buildings: list[str] = field(default_factory=list)
    releases: dict[str, Release] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.new) + len(self.changed) + self.same

    @property
    def changes_something(self) -> bool:
        return bool(self.new or self.changed)


def plan_of(office: Office, rows: Iterable[Mapping[str, str | int]]) -> Plan:
    """Compare the lines with what is there, by building and number: three queries."""
    read, findings = read_units(rows)
    plan = Plan(findings=findings)
    plan.releases = {release.name: release for release in Release.objects.filter(office=office)}
    there = {
        (unit.building.name, unit.number): unit
        for unit in Unit.objects.of(office).select_related("building", "release")
    }
    buildings = set(Building.objects.filter(office=office).values_list("name", flat=True))
    for row in read:
        unit = there.get(row.key)
        if row.release and row.release not in plan.releases:
            plan.findings.append(Finding(row.row, "release", "unknown_release", row.release))
        elif unit is None:
            plan.new.append(row)
            if row.building not in buildings:
                buildings.add(row.building)
                plan.new_buildings.append(row.building)
        else:
            _compare(plan, unit, row)
    plan.findings.sort(key=lambda finding: finding.row)
    return plan


def _compare(plan: Plan, unit: Unit, row: UnitRow) -> None:
    differs = {
        name: (getattr(unit, name), getattr(row, name))
        for name in FIELDS
        if getattr(unit, name) != getattr(row, name) and not _left_out(name, row)
    }
    release = unit.release.name if unit.release else ""
    if row.release and row.release != release:
        differs["release"] = (release, row.release)
    if not differs:
        plan.same += 1
    elif unit.state not in UNSOLD and differs.keys() & {*KEPT_WHEN_SOLD, "release"}:
        plan.findings.append(Finding(row.row, next(iter(differs)), "sold", str(unit)))
    else:
        plan.changed.append(Change(unit, row, differs))


def _left_out(name: str, row: UnitRow) -> bool:
    """An empty facing leaves the one that is there."""
    return name == "facing" and row.facing == ""


def cells_of(office: Office) -> list[list[str | int | Decimal]]:
    """Every unit as a line of such a list, facing as its code: one query."""
    units = Unit.objects.of(office).select_related("building", "release")
    units = units.order_by("building__position", "building__name", "floor", "line", "number")
    return [
        [
            unit.building.name,
            unit.number,
            unit.floor,
            unit.line,
            unit.layout,
            unit.area,
            unit.facing,
            unit.list_price,
            unit.release.name if unit.release else "",
        ]
        for unit in units
    ]
