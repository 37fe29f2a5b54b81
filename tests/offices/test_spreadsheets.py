"""Spreadsheets: whatever somebody brings is read as texts or refused; nothing that is written is a formula."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from offices.spreadsheets import LARGEST_FILE, MOST_ROWS, Sheet, SheetProblem, read_rows, workbook

BUILDING = "\u697c\u680b"


def rows_of(data: bytes) -> list[list[str]]:
    """The rows without the empty cells at their ends."""
    rows = []
    for row in read_rows(data):
        while row and not row[-1]:
            row.pop()
        rows.append(row)
    return rows


def problem_of(data: bytes) -> str:
    with pytest.raises(SheetProblem) as caught:
        read_rows(data)
    return caught.value.code


def test_what_is_written_is_read_back() -> None:
    written = workbook(
        Sheet(
            "Units", ["Unit", "Price", "Day"], [["1201", Decimal("1250000.50"), date(2026, 11, 2)], [None, 3]]
        )
    )
    assert rows_of(written) == [
        ["Unit", "Price", "Day"],
        ["1201", "1250000.5", "2026-11-02"],
        ["", "3"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-1", "@sum", '=HYPERLINK("x")'])
def test_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(Sheet("Units", [text], [[text]]))))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s"), (text, "s")]
    assert all(cell.quotePrefix for cell in cells)


def test_moments_and_control_characters_do_not_break_a_file() -> None:
    data = workbook(Sheet("A\x07/B?", ["At"], [[datetime(2026, 11, 2, 9, 30)], ["a\x00b\x1b"]]))
    assert rows_of(data) == [["At"], ["2026-11-02 09:30:00"], ["ab"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_csv_is_read_in_the_encodings_that_offices_use(encoding: str) -> None:
    data = f'{BUILDING},1201\r\nA,"1,250"\r\n'.encode(encoding)
    assert read_rows(data) == [[BUILDING, "1201"], ["A", "1,250"]]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_parted_by_what_its_first_line_has(mark: str) -> None:
    assert read_rows(f"a{mark}b\n1{mark}2".encode()) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n \n", "empty"),
        (b"a,b\x00", "unreadable"),
        (b"\x81\xff\xff", "unreadable"),
        (b"PK\x03\x04 no archive", "unreadable"),
        (b"\xd0\xcf\x11\xe0 old", "old_excel"),
        (b"a" * (LARGEST_FILE + 1), "too_large"),
        (b"1\n" * (MOST_ROWS + 2), "too_long"),
        (b'a,"' + b"x" * 200_000 + b'"', "unreadable"),
    ],
    ids=["nothing", "blank", "NUL", "no text", "no archive", "old", "large", "long", "one huge cell"],
)
def test_what_cannot_be_read_is_named(data: bytes, code: str) -> None:
    assert problem_of(data) == code


def packed(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.xml", content)
    return made.getvalue()


def test_small_file_that_unpacks_to_a_huge_one_is_not_unpacked() -> None:
    assert problem_of(packed(sheet=b"0" * 50_000_000)) == "too_large"


def test_entities_are_not_expanded() -> None:
    assert problem_of(packed(sheet=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')) == "unreadable"


def test_archive_that_is_no_spreadsheet_is_unreadable() -> None:
    assert problem_of(packed(sheet=b"<a/>")) == "unreadable"


def test_sheet_with_a_cell_far_away_is_not_walked_through() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "head"
    book.active["A1048576"] = "far"
    made = io.BytesIO()
    book.save(made)
    assert rows_of(made.getvalue())[0] == ["head"]


def test_formula_counts_by_its_last_value() -> None:
    """A program that computed it left the value; where none did the cell is empty."""
    book = openpyxl.Workbook()
    book.active.append(["=1+1", "x"])
    made = io.BytesIO()
    book.save(made)
    assert rows_of(made.getvalue()) == [["", "x"]]
