"""The unit control board: every unit by building and floor, what holds it, and which of them a filter wants."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from deals.enums import BoardState
from deals.figures import metres, yuan
from deals.models import Building, Hold, Order, Unit
from offices import live
from offices.models import Office


@dataclass(slots=True)
class Cell:
    """A unit on the board. ``holder`` is who withholds it, or whose order holds it."""

    unit: Unit
    state: BoardState
    fits: bool = True
    holder: str = ""

    @property
    def told(self) -> str:
        """What a pointer that rests on it is told."""
        return " \u00b7 ".join(
            part
            for part in (self.unit.layout, metres(self.unit.area), yuan(self.unit.list_price), self.holder)
            if part
        )

    @property
    def line(self) -> str:
        """What stands below the number: who has the unit, else what it is."""
        return self.holder or self.unit.layout

    @property
    def glow(self) -> str:
        """Changes whenever the cell looks different: then it glows once."""
        return f"{self.state}{self.unit.list_price}{self.holder}"


@dataclass(slots=True)
class FloorRow:
    """A floor from left to right; None where no unit stands."""

    number: int
    cells: list[Cell | None]


@dataclass(slots=True)
class BuildingGrid:
    """A building from the top floor down."""

    building: Building
    floors: list[FloorRow]
    units: int
    for_sale: int


@dataclass(slots=True)
class StateCount:
    """A line of the legend, which is the filter by state as well: ``query`` chooses this one, or all again."""

    state: BoardState
    count: int
    chosen: bool
    query: str


@dataclass(slots=True)
class UnitBoard:
    """``total`` units, of which ``fitting`` are what the filter wants."""

    version: str
    grids: list[BuildingGrid]
    counts: list[StateCount]
    total: int
    fitting: int
    query: str = ""
    layouts: list[str] = field(default_factory=list)
    releases: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_filtered(self) -> bool:
        return bool(self.query)


def board_state(unit: Unit, today: date) -> BoardState:
    """What the board shows: the unit's state, or that its release has not opened."""
    if unit.state == BoardState.FOR_SALE and not unit.is_released(today):
        return BoardState.LATER
    return BoardState(unit.state)


def board_of(
    office: Office,
    *,
    now: datetime,
    wants: Callable[[Unit, BoardState], bool],
    chosen: str = "",
    others: str = "",
    version: str = "",
) -> UnitBoard:
    """The office's board as it is now: three queries, however many units there are.

    ``wants`` is the filter; ``chosen`` the state that it wants, ``others`` the rest of it as a query. The legend counts
    every unit.
    """
    version = version or live.version(office.pk, now)
    today = office.business_date(now)
    units = list(
        Unit.objects.of(office)
        .select_related("building", "release")
        .order_by("building__position", "building__name", "building_id", "-floor", "line", "number")
    )
    holders = _holders(office)
    cells = []
    for unit in units:
        unit.office = office
        state = board_state(unit, today)
        cells.append(Cell(unit, state, wants(unit, state), holders.get(unit.pk, "")))
    counts = Counter(cell.state for cell in cells)
    return UnitBoard(
        version=version,
        grids=[_grid(building, own) for building, own in _by_building(cells)],
        counts=[_count(state, counts[state], chosen, others) for state in BoardState],
        total=len(cells),
        fitting=sum(cell.fits for cell in cells),
        query=_query(chosen, others),
        layouts=sorted({unit.layout for unit in units}),
        releases=sorted({(str(unit.release_id), unit.release.name) for unit in units if unit.release}),
    )


def holder_of(unit: Unit) -> Hold | Order | None:
    """What stands in the way of a sale: the live order, else the hold."""
    order = Order.objects.filter(unit=unit).live().select_related("closer__user").first()
    return order or Hold.objects.filter(unit=unit, ended_at=None).select_related("by__user").first()


def _count(state: BoardState, count: int, chosen: str, others: str) -> StateCount:
    is_chosen = state == chosen
    return StateCount(state, count, is_chosen, _query("" if is_chosen else state, others))


def _query(state: str, others: str) -> str:
    return "&".join(part for part in (f"state={state}" if state else "", others) if part)


def _holders(office: Office) -> dict[int, str]:
    orders = Order.objects.of(office).live().order_by().values_list("unit_id", "closer__name")
    holds = Hold.objects.filter(office=office, ended_at=None).order_by().values_list("unit_id", "by__name")
    return {**dict(holds), **dict(orders)}


def _by_building(cells: Iterable[Cell]) -> list[tuple[Building, list[Cell]]]:
    found: dict[int, tuple[Building, list[Cell]]] = {}
    for cell in cells:
        found.setdefault(cell.unit.building_id, (cell.unit.building, []))[1].append(cell)
    return list(found.values())


def _grid(building: Building, cells: list[Cell]) -> BuildingGrid:
    floors: dict[int, dict[int, Cell]] = {}
    for cell in cells:
        row = floors.setdefault(cell.unit.floor, {})
        place = cell.unit.line
        while place in row:  # two units that claim one place stand beside each other
            place += 1
        row[place] = cell
    places = sorted({place for row in floors.values() for place in row})
    return BuildingGrid(
        building=building,
        floors=[FloorRow(number, [row.get(place) for place in places]) for number, row in floors.items()],
        units=len(cells),
        for_sale=sum(cell.state == BoardState.FOR_SALE for cell in cells),
    )
