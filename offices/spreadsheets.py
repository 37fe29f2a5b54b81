"""Spreadsheets in and out, as plain values: XLSX and CSV are read into rows of texts, rows are written as XLSX.

Nothing that somebody typed is ever written as a formula.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_ROWS = 3000
MOST_COLUMNS = 40
LONGEST_CELL = 200
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCODINGS = ("utf-8-sig", "gb18030")
"""What spreadsheet programs here write a CSV in; the second reads GBK and GB2312 as well."""
LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
MONEY = "#,##0.00"


class SheetProblem(Exception):
    """The file as a whole cannot be read. ``code``: empty, too_large, too_long, old_excel, unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: texts, numbers (Decimal, int) and dates as such; None for an empty cell."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]


def read_rows(data: bytes) -> list[list[str]]:
    """The rows of the first sheet, or of a CSV in UTF-8 or GB18030, as stripped texts; formulas as their last value.

    Empty rows stay, so that the place in the list plus one is the line in the file. Raises SheetProblem.
    """
    if not data.strip():
        raise SheetProblem("empty")
    if len(data) > LARGEST_FILE:
        raise SheetProblem("too_large")
    if data.startswith(OLD_EXCEL):
        raise SheetProblem("old_excel")
    rows = _xlsx(data) if data.startswith(ZIP) else _csv(_decoded(data))
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise SheetProblem("empty")
    if len(rows) > MOST_ROWS + 1:
        raise SheetProblem("too_long")
    return rows


def workbook(*sheets: Sheet) -> bytes:
    """These sheets as an XLSX file, heads in bold and frozen."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _write(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(NOT_IN_TITLES.sub("-", _printable(sheet.title))[:31])
    page.freeze_panes = "A2"
    rows = [list(row) for row in sheet.rows]
    for place, title in enumerate(sheet.header):
        texts = [title, *(str(row[place]) for row in rows if place < len(row) and row[place] is not None)]
        # A Chinese character is twice as wide as a letter.
        longest = max(sum(2 if ord(each) > 0x2E7F else 1 for each in text) for text in texts)
        page.column_dimensions[get_column_letter(place + 1)].width = min(max(longest + 2, 8), 60)
    page.append([_cell(page, title, bold=True) for title in sheet.header])
    for row in rows:
        page.append([_cell(page, value) for value in row])


def _cell(page: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    text = _printable(value) if isinstance(value, str) else None
    cell = WriteOnlyCell(page, value=value if text is None else text)
    if text is not None:
        # A text stays a text, whatever it begins with.
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(LOOKS_LIKE_FORMULA)
    if isinstance(value, Decimal):
        cell.number_format = MONEY
    elif isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _printable(text: str) -> str:
    return "".join(each for each in text if each.isprintable() or each == "\n")


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetProblem("unreadable")


def _csv(text: str) -> list[list[str]]:
    """Parted by comma, semicolon or tab, whichever the first line has most of."""
    if "\x00" in text:
        raise SheetProblem("unreadable")
    first = text.lstrip().splitlines()[0]
    mark = max(",;\t", key=first.count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        raise SheetProblem("unreadable") from None
    return [_texts(row) for row in found]


def _xlsx(data: bytes) -> list[list[str]]:
    _refuse_bombs(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = book.worksheets[0]
        page.reset_dimensions()  # what the file says of its own size need not be true
        rows = [
            _texts(row)
            for row in page.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        ]
        book.close()
    except (
        Exception
    ) as error:  # a broken file makes the reader fail in a dozen ways; to us they mean the same
        raise SheetProblem("unreadable") from error
    return rows


def _refuse_bombs(data: bytes) -> None:
    """A small file may unpack to a huge one, or declare entities that grow."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST_UNPACKED:
                raise SheetProblem("too_large")
            if any(b"<!ENTITY" in packed.read(name) for name in packed.namelist() if name.endswith(".xml")):
                raise SheetProblem("unreadable")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise SheetProblem("unreadable") from error


def _texts(row: Iterable[Any]) -> list[str]:
    return [_text(value) for value, _place in zip(row, range(MOST_COLUMNS), strict=False)]


def _text(value: Any) -> str:
    """A cell as somebody would type it, shortened where nobody would."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, float):
        return f"{value:.15g}"
    text = " ".join("".join(each if each.isprintable() else " " for each in str(value)).split())
    return text[: LONGEST_CELL + 1]
