"""The file that an office brings, opened: its lines as texts, or why it cannot be read. Knows no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from offices.spreadsheets import Limits, SheetProblem, encoding_of, first_rows, read_rows

MOST_LINES = 100_000
LIMITS = Limits(
    file=20 * 1024 * 1024,
    unpacked=250 * 1024 * 1024,
    rows=MOST_LINES + 20,
    columns=80,
    cell=1000,
    strict=True,
)
"""A little more than MOST_LINES: titles may stand above the head."""
ENCODINGS = ("utf-8-sig", "gb18030")
LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Opened:
    """The first lines of a file, and in which encoding they were read ("" for a workbook)."""

    lines: Sequence[Sequence[str]]
    encoding: str


def opened(data: bytes, encoding: str = "") -> Opened:
    """Its first lines. ``encoding``: one of ENCODINGS; without it the one that fits. Raises SheetProblem."""
    if len(data) > LIMITS.file:
        raise SheetProblem("too_large")
    chosen = encoding if encoding in ENCODINGS else encoding_of(data)
    lines = first_rows(data, LOOKED_AT, LIMITS, "" if data.startswith(b"PK\x03\x04") else chosen)
    return Opened(lines, chosen)


def whole(data: bytes, encoding: str) -> list[list[str]]:
    """All its lines. Raises SheetProblem, also where a cell is longer than any that we keep."""
    rows = read_rows(data, LIMITS, encoding)
    if any(len(text) > LIMITS.cell for row in rows for text in row):
        raise SheetProblem("long_cell")
    return rows
