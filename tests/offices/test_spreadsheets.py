"""Spreadsheets: whatever somebody brings is read as texts or refused; nothing that is written is a formula."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from offices.spreadsheets import (
    LARGEST_FILE,
    MOST_ROWS,
    Limits,
    Sheet,
    SheetProblem,
    csv_file,
    first_rows,
    read_rows,
    workbook,
)

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


STRICT = Limits(strict=True)


def sheet_of(*rows: list) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def strict_problem(data: bytes) -> str:
    with pytest.raises(SheetProblem) as caught:
        read_rows(data, STRICT)
    return caught.value.code


def test_strict_reading_refuses_what_is_else_left_out() -> None:
    assert strict_problem(sheet_of(["=1+1", "x"])) == "formulas"
    assert strict_problem(sheet_of(["x"] * 10_000)) == "too_wide"
    assert strict_problem((",x" * 10_000).encode()) == "too_wide"
    assert read_rows(sheet_of(["<f>", "a=1"]), STRICT) == [["<f>", "a=1"]]


def test_strict_reading_refuses_links_to_other_files() -> None:
    made = io.BytesIO(sheet_of(["Name"]))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    assert strict_problem(made.getvalue()) == "links"
    assert read_rows(made.getvalue()) == [["Name"]]


def test_limits_can_be_wider() -> None:
    data = b"1\n" * (MOST_ROWS + 500)
    assert len(read_rows(data, Limits(rows=5000))) == MOST_ROWS + 500
    assert len(first_rows(data, 10)) == 10


def test_csv_carries_no_formula_and_keeps_the_text() -> None:
    texts = ["=1", "+1", "-1", "@a", "\t=1", "\uff1d1", "plain"]
    lines = csv_file(Sheet("A", ["What"], [[text] for text in texts], notice="=by Mei")).decode("utf-8-sig")
    cells = lines.splitlines()
    assert cells[0] == "'=by Mei" and cells[1] == "What"
    assert all(cell.startswith("'") for cell in cells[2:-1]) and cells[-1] == "plain"
    assert [cell.removeprefix("'") for cell in cells[2:]] == [text.strip("\t") for text in texts]


def test_who_took_it_stands_in_every_sheet() -> None:
    data = workbook(Sheet("A", ["x"], [[1]], notice="Mei & Co"), Sheet("B", ["y"], [], notice="Mei & Co"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    for page in book.worksheets:
        assert page["A1"].value == "Mei & Co"
        assert page.oddHeader.center.text == page.oddFooter.center.text == "Mei && Co"


def test_long_text_leaves_whole() -> None:
    long = "long " * 180
    sheet = Sheet("Sheet", ["Words"], [[long.strip()]])
    assert csv_file(sheet).decode("utf-8-sig").splitlines()[1] == long.strip()
