"""Spreadsheets in and out, as plain values: XLSX and CSV are read into rows of texts, rows are written as either.

Nothing that somebody typed is ever written as a formula.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
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
LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the full-width signs, which some programs take for the others."""
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
MONEY = "#,##0.00"
CSV_TYPE = "text/csv; charset=utf-8"
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
CHUNK, OVERLAP = 2**20, 64
BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)
UNWANTED = {"xl/externalLinks/": "links", "vbaProject.bin": "macros"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: bytes of the file and of what it unpacks to, rows below the head, columns, characters a cell.

    ``strict`` refuses what is else left out in silence: more columns, formulas, macros, links to other files.
    """

    file: int = LARGEST_FILE
    unpacked: int = LARGEST_UNPACKED
    rows: int = MOST_ROWS
    columns: int = MOST_COLUMNS
    cell: int = LONGEST_CELL
    strict: bool = False


USUAL = Limits()
WHOLE = Limits(cell=32_000)
"""Nothing that we write is cut; a cell of a workbook holds no more."""


class SheetProblem(Exception):
    """The file as a whole cannot be read.

    ``code``: empty, too_large, too_long, old_excel, unreadable; where Limits.strict also too_wide, formulas, links and
    macros.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: texts, numbers (Decimal, int) and dates as such; None for an empty cell.

    ``notice`` stands above the header and on every printed page: who took it out of the house, and when.
    """

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]
    notice: str = ""


def read_rows(data: bytes, limits: Limits = USUAL, encoding: str = "") -> list[list[str]]:
    """The rows of the first sheet, or of a CSV in UTF-8 or GB18030, as stripped texts; formulas as their last value.

    Empty rows stay, so that the place in the list plus one is the line in the file. ``encoding``: only this one.
    Raises SheetProblem.
    """
    rows = list(islice(_rows(data, limits, encoding), limits.rows + 2))
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise SheetProblem("empty")
    if len(rows) > limits.rows + 1:
        raise SheetProblem("too_long")
    return rows


def first_rows(data: bytes, count: int, limits: Limits = USUAL, encoding: str = "") -> list[list[str]]:
    """So many rows of it, without reading the rest. Raises SheetProblem as read_rows does."""
    if any(map(any, rows := list(islice(_rows(data, limits, encoding), count)))):
        return rows
    raise SheetProblem("empty")


def encoding_of(data: bytes) -> str:
    """In which of ENCODINGS a CSV is written; "" for a workbook. Raises SheetProblem."""
    if data.startswith(ZIP):
        return ""
    for encoding in ENCODINGS:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise SheetProblem("unreadable")


def _rows(data: bytes, limits: Limits, encoding: str) -> Iterator[list[str]]:
    if not data.strip():
        raise SheetProblem("empty")
    if len(data) > limits.file:
        raise SheetProblem("too_large")
    if data.startswith(OLD_EXCEL):
        raise SheetProblem("old_excel")
    if data.startswith(ZIP):
        return _xlsx(data, limits)
    return _csv(_decoded(data, encoding), limits)


def workbook(*sheets: Sheet) -> bytes:
    """These sheets as an XLSX file, heads in bold and frozen."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def csv_file(sheet: Sheet) -> bytes:
    """The sheet as a CSV in UTF-8 that spreadsheet programs here read; a text that looks like a formula is quoted."""
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    if sheet.notice:
        lines.writerow([_harmless(sheet.notice)])
    lines.writerow([_harmless(title) for title in sheet.header])
    for row in sheet.rows:
        lines.writerow(["" if value is None else _harmless(_text(value, WHOLE)) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    plain = _printable(text)
    return (
        f"'{plain}" if plain.startswith(LOOKS_LIKE_FORMULA) or text.startswith(LOOKS_LIKE_FORMULA) else plain
    )


def _write(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(NOT_IN_TITLES.sub("-", _printable(sheet.title))[:31])
    page.freeze_panes = "A3" if sheet.notice else "A2"
    rows = [list(row) for row in sheet.rows]
    for place, title in enumerate(sheet.header):
        texts = [title, *(str(row[place]) for row in rows if place < len(row) and row[place] is not None)]
        # A Chinese character is twice as wide as a letter.
        longest = max(sum(2 if ord(each) > 0x2E7F else 1 for each in text) for text in texts)
        page.column_dimensions[get_column_letter(place + 1)].width = min(max(longest + 2, 8), 60)
    if sheet.notice:
        page.append([_cell(page, sheet.notice, bold=True)])
        # An ampersand begins a code in heads and feet of pages.
        for place in (page.oddHeader, page.oddFooter):
            place.center.text = _printable(sheet.notice).replace("&", "&&")[:200]
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


def _decoded(data: bytes, encoding: str) -> str:
    for each in (encoding,) if encoding else ENCODINGS:
        try:
            return data.decode(each)
        except UnicodeDecodeError:
            continue
    raise SheetProblem("unreadable")


def _csv(text: str, limits: Limits) -> Iterator[list[str]]:
    """Parted by comma, semicolon or tab, whichever the first line has most of."""
    if "\x00" in text:
        raise SheetProblem("unreadable")
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    mark = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            yield _texts(row, limits)
    except csv.Error:
        raise SheetProblem("unreadable") from None


def _xlsx(data: bytes, limits: Limits) -> Iterator[list[str]]:
    _refuse_bombs(data, limits)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = book.worksheets[0]
        page.reset_dimensions()  # what the file says of its own size need not be true
        most = limits.columns + 1
        for row in page.iter_rows(max_row=limits.rows + 2, max_col=most, values_only=True):
            yield _texts(row, limits)
        book.close()
    except SheetProblem:
        raise
    except Exception as error:  # a broken file fails in a dozen ways; to us they mean the same
        raise SheetProblem("unreadable") from error


def _refuse_bombs(data: bytes, limits: Limits) -> None:
    """A small file may unpack to a huge one, or declare entities that grow."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > limits.unpacked:
                raise SheetProblem("too_large")
            names = packed.namelist()
            for part, code in UNWANTED.items() if limits.strict else ():
                if any(part in name for name in names):
                    raise SheetProblem(code)
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _look_through(packed, name, limits)
    except SheetProblem:
        raise
    except BROKEN as error:
        raise SheetProblem("unreadable") from error


def _look_through(packed: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """A part of the archive, a piece after the other, so that a large one needs no memory."""
    of_sheet = limits.strict and name.startswith("xl/worksheets/")
    with packed.open(name) as part:
        seen = b""
        while piece := part.read(CHUNK):
            seen = seen[-OVERLAP:] + piece
            if b"<!ENTITY" in seen:
                raise SheetProblem("unreadable")
            if of_sheet and FORMULA.search(seen):
                raise SheetProblem("formulas")


def _texts(row: Iterable[Any], limits: Limits) -> list[str]:
    """Strict: one more than the columns there may be is looked at, and may not be there."""
    most = limits.columns + 1 if limits.strict else limits.columns
    texts = [_text(value, limits) for value, _place in zip(row, range(most), strict=False)]
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) > limits.columns:
        raise SheetProblem("too_wide")
    return texts


def _text(value: Any, limits: Limits) -> str:
    """A cell as somebody would type it, shortened where nobody would."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, float):
        return f"{value:.15g}"
    text = str(value)
    if not text.isprintable():
        text = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(text.split())[: limits.cell + 1]
