"""Reading a list of units: rows of texts in, units and typed findings out. Knows no database.

Everything that is wrong is reported at once, each finding with the line of the file it stands in.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from deals.unit_sheet_columns import COLUMNS, REQUIRED, column_of, facing_of
from offices.spreadsheets import SheetProblem

LENGTHS = {"building": 30, "number": 12, "layout": 20, "release": 40}
FLOORS = range(-9, 201)
PLACES = range(1, 100)
LARGEST_AREA = Decimal("99999.99")
LARGEST_PRICE = Decimal("99999999999.99")
HEAD_WITHIN = 10
"""Titles may stand above the head; it is looked for in so many lines."""
_MONEY_MARKS = re.compile("[,\\s\u00a5\uffe5\u5143]")  # separators, the yen and yuan signs
_WHOLE = re.compile(r"([+-]?\d{1,6})(?:\.0+)?[Ff\u5c42\u5c64]?")  # the storey's word may follow


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in a line. ``code`` is a key of unit_sheet_words.WORDS; ``text`` what stands there;
    ``other`` the line that says the same, for a duplicate.
    """

    row: int
    column: str
    code: str
    text: str = ""
    other: int = 0


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as a line of the list has it: area in square metres, price in yuan, ``release`` by name."""

    row: int
    building: str
    number: str
    floor: int
    line: int
    layout: str
    area: Decimal
    facing: str
    list_price: Decimal
    release: str

    @property
    def key(self) -> tuple[str, str]:
        return self.building, self.number


class ColumnsMissing(SheetProblem):
    """No line names the columns that are needed; ``missing`` are those of the line that comes nearest."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("columns")
        self.missing = tuple(missing)


def cells(table: Sequence[Sequence[str]]) -> list[dict[str, str | int]]:
    """The lines below the head as ``{"row": line of the file, column: text}``; empty lines fall out.

    Raises ColumnsMissing, and SheetProblem ``empty`` where nothing stands below the head.
    """
    at, columns = _head(table)
    found: list[dict[str, str | int]] = []
    for place, row in enumerate(table[at + 1 :], start=at + 2):
        texts = {
            column: text.strip()
            for column, text in zip(columns, row, strict=False)
            if column is not None and text.strip()
        }
        if texts:
            found.append({"row": place, **texts})
    if not found:
        raise SheetProblem("empty")
    return found


def read_units(rows: Iterable[Mapping[str, str | int]]) -> tuple[list[UnitRow], list[Finding]]:
    """The units of these lines, and all that is wrong; a line with a finding gives no unit."""
    units: list[UnitRow] = []
    findings: list[Finding] = []
    seen: dict[tuple[str, str], int] = {}
    for cell in rows:
        line = _Line(cell)
        unit = line.unit()
        if unit is not None and unit.key in seen:
            line.wrong("number", "twice", unit.number, other=seen[unit.key])
        elif unit is not None:
            seen[unit.key] = unit.row
            units.append(unit)
        findings.extend(line.findings)
    return units, findings


def _head(table: Sequence[Sequence[str]]) -> tuple[int, list[str | None]]:
    nearest: list[str] = list(REQUIRED)
    for place, row in enumerate(table[:HEAD_WITHIN]):
        columns: list[str | None] = []
        for text in row:
            column = column_of(text) if text else None
            columns.append(None if column in columns else column)
        missing = [column for column in REQUIRED if column not in columns]
        if not missing:
            return place, columns
        nearest = min(nearest, missing, key=len)
    raise ColumnsMissing(nearest)


class _Line:
    """One line while it is read: its findings come together here."""

    def __init__(self, cell: Mapping[str, str | int]) -> None:
        self.row = int(cell.get("row", 0))
        self.texts = {column: str(cell.get(column, "")) for column in COLUMNS}
        self.findings: list[Finding] = []

    def wrong(self, column: str, code: str, text: str = "", other: int = 0) -> None:
        self.findings.append(Finding(self.row, column, code, text[:40], other))

    def unit(self) -> UnitRow | None:
        number = self._words("number")
        read = UnitRow(
            row=self.row,
            building=self._words("building"),
            number=number,
            floor=self._whole("floor", FLOORS),
            line=self._whole("line", PLACES, instead=_place_in(number)),
            layout=self._words("layout"),
            area=self._amount("area", LARGEST_AREA),
            facing=self._facing(),
            list_price=self._amount("list_price", LARGEST_PRICE),
            release=self._words("release", needed=False),
        )
        return None if self.findings else read

    def _words(self, column: str, *, needed: bool = True) -> str:
        text = self.texts[column]
        if needed and not text:
            self.wrong(column, "missing")
        if len(text) > LENGTHS[column]:
            self.wrong(column, "too_long", text)
        return text

    def _whole(self, column: str, within: range, instead: int | None = None) -> int:
        text = unicodedata.normalize("NFKC", self.texts[column])
        if not text and instead is not None:
            return instead
        match = _WHOLE.fullmatch(text)
        if not text:
            self.wrong(column, "missing")
        elif match is None:
            self.wrong(column, "no_number", text)
        elif int(match[1]) not in within:
            self.wrong(column, "out_of_range", text)
        return int(match[1]) if match else 0

    def _amount(self, column: str, largest: Decimal) -> Decimal:
        text = _MONEY_MARKS.sub("", unicodedata.normalize("NFKC", self.texts[column]))
        if not text:
            self.wrong(column, "missing")
            return Decimal(0)
        try:
            amount = Decimal(text)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite():
            self.wrong(column, "no_number", text)
            return Decimal(0)
        if not 0 < amount <= largest:
            self.wrong(column, "not_above_zero" if amount <= 0 else "out_of_range", text)
            return Decimal(0)
        rounded = amount.quantize(Decimal("0.01"))
        if rounded != amount:
            self.wrong(column, "decimals", text)
        return rounded

    def _facing(self) -> str:
        text = self.texts["facing"]
        code = facing_of(text) if text else ""
        if code is None:
            self.wrong("facing", "unknown_facing", text)
        return code or ""


def _place_in(number: str) -> int:
    """The last two digits of a number such as 1203 say where on the floor it stands; 1 where they do not."""
    match = re.search(r"(\d{2})\D*\Z", number)
    return max(int(match[1]), 1) if match else 1
