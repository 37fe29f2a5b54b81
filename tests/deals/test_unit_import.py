"""A list of units: read line by line, shown first, written as a whole or not at all."""

import io
from decimal import Decimal
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from deals.models import Building, Order, Unit, UnitImport
from deals.selectors.unit_import import plan_of
from deals.services.unit_imports import bring_list, write_list
from deals.unit_sheet import ColumnsMissing, cells, read_units
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import AuditEntry
from offices.spreadsheets import Sheet, SheetProblem, read_rows, workbook
from tests.deals.conftest import NOW, unit_of

PAGE = "/harbour/units/import/"
HEAD = ["Building", "Unit", "Floor", "Place", "Layout", "Area (m2)", "Facing", "List price", "Release"]
CHINESE_HEAD = (
    "\u697c\u680b,\u623f\u53f7,\u697c\u5c42,\u6237\u578b,\u5efa\u7b51\u9762\u79ef\uff08\u33a1\uff09"
    ",\u671d\u5411,\u603b\u4ef7"
)


def line(number: str = "1201", **other: str) -> dict[str, str | int]:
    return {
        "row": 2,
        "building": "Block 1",
        "number": number,
        "floor": "12",
        "layout": "3 rooms",
        "area": "98.5",
        "list_price": "1250000",
        **other,
    }


def csv(*lines: str) -> bytes:
    return "\n".join(["Building,Unit,Floor,Layout,Area,List price,Release", *lines]).encode()


def bring(by, *lines: str) -> UnitImport:
    return bring_list(office=by.office, key=uuid4(), data=csv(*lines), by=by, now=NOW)


# ---------------------------------------------------------------- the lines


def test_line_becomes_a_unit() -> None:
    [unit], findings = read_units([line(facing="S", line="3", release=" Autumn")])
    assert findings == []
    assert (unit.key, unit.floor, unit.line, unit.layout) == (("Block 1", "1201"), 12, 3, "3 rooms")
    assert (unit.area, unit.list_price) == (Decimal("98.50"), Decimal("1250000.00"))
    assert unit.facing == "s"


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("list_price", "\u00a51,250,000.00", Decimal("1250000")),
        ("list_price", "1250000\u5143", Decimal("1250000")),
        ("list_price", "\uff11\uff12\uff15\uff10", Decimal("1250")),
        ("floor", "12F", 12),
        ("floor", "12\u5c42", 12),
        ("floor", "12.0", 12),
        ("floor", "-1", -1),
        ("line", "", 1),
        ("facing", "\u5357\u5317\u901a\u900f", "ns"),
        ("facing", "South-East", "se"),
        ("facing", "", ""),
    ],
)
def test_texts_are_read_as_offices_write_them(column: str, text: str, value: object) -> None:
    [unit], findings = read_units([line(**{column: text})])
    assert (getattr(unit, column), findings) == (value, [])


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("building", "", "missing"),
        ("number", "", "missing"),
        ("floor", "", "missing"),
        ("layout", "", "missing"),
        ("area", "", "missing"),
        ("list_price", "", "missing"),
        ("building", "B" * 31, "too_long"),
        ("number", "1" * 13, "too_long"),
        ("floor", "twelve", "no_number"),
        ("floor", "12.5", "no_number"),
        ("floor", "201", "out_of_range"),
        ("line", "0", "out_of_range"),
        ("area", "many", "no_number"),
        ("area", "NaN", "no_number"),
        ("area", "0", "not_above_zero"),
        ("area", "-98.5", "not_above_zero"),
        ("area", "98.505", "decimals"),
        ("list_price", "-1250000", "not_above_zero"),
        ("list_price", "1250000.001", "decimals"),
        ("list_price", "1e30", "out_of_range"),
        ("list_price", "Infinity", "no_number"),
        ("facing", "upwards", "unknown_facing"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_column(column: str, text: str, code: str) -> None:
    units, findings = read_units([line(**{column: text, "row": 7})])
    assert units == []
    assert [(each.row, each.column, each.code) for each in findings] == [(7, column, code)]


def test_everything_is_reported_at_once() -> None:
    _units, findings = read_units(
        [line(area="x", list_price="-1"), line("1202", floor=""), line("1203"), line("1203", row=9)]
    )
    assert [each.code for each in findings] == ["no_number", "not_above_zero", "missing", "twice"]
    assert (findings[-1].row, findings[-1].other) == (9, 2)


def test_titles_may_stand_above_the_head_and_empty_lines_between() -> None:
    table = [["All units of phase 1"], [], HEAD, ["A", "1", "1"], ["", " "], ["A", "2", "1"]]
    assert [cell["row"] for cell in cells(table)] == [4, 6]


def test_head_is_known_in_chinese_with_units_of_measure() -> None:
    data = f"{CHINESE_HEAD}\n1,1201,12,3,98.5,\u5357,1250000".encode("gb18030")
    [unit], findings = read_units(cells(read_rows(data)))
    assert (unit.facing, unit.area, findings) == ("s", Decimal("98.50"), [])


def test_missing_columns_are_named() -> None:
    with pytest.raises(ColumnsMissing) as caught:
        cells([["Building", "Unit", "Floor", "Layout", "Colour"], ["A", "1", "1", "x", "red"]])
    assert caught.value.missing == ("area", "list_price")


def test_head_alone_is_no_list() -> None:
    with pytest.raises(SheetProblem) as caught:
        cells([HEAD, ["", ""]])
    assert caught.value.code == "empty"


# -------------------------------------------------------- against the office


def test_list_adds_buildings_and_units(mei, release) -> None:
    brought = bring(
        mei, "Block 2,101,1,2 rooms,60,600000,", "Block 1,1201,12,3 rooms,98.5,1250000,Autumn release"
    )
    assert not Unit.objects.exists()
    plan = write_list(brought=brought, by=mei, now=NOW)
    assert (len(plan.new), plan.changed) == (2, [])
    assert [building.name for building in Building.objects.all()] == ["Block 2", "Block 1"]
    unit = Unit.objects.get(number="1201")
    assert (unit.release, unit.line, unit.office) == (release, 1, mei.office)
    entry = AuditEntry.objects.get(action=AuditAction.UNITS_IMPORTED)
    assert entry.details == {"import": brought.pk, "new": 2, "changed": 0, "same": 0}


def test_list_that_is_brought_again_changes_what_differs(mei, unit, second_unit) -> None:
    brought = bring(mei, "Block 1,1201,12,3B2L,98.5,1300000,", "Block 1,1202,12,3B2L,98.5,1250000,")
    plan = write_list(brought=brought, by=mei, now=NOW)
    assert (len(plan.new), len(plan.changed), plan.same) == (0, 1, 1)
    unit.refresh_from_db()
    assert unit.list_price == Decimal("1300000.00")
    # What the list leaves open stays.
    assert (unit.facing, unit.release.name, unit.state) == ("s", "Autumn release", "for_sale")
    assert Unit.objects.count() == 2


def test_one_wrong_line_stops_all_of_them(mei) -> None:
    brought = bring(mei, "Block 1,1201,12,3 rooms,98.5,1250000,", "Block 1,1202,12,3 rooms,98.5,-1,")
    with pytest.raises(Refusal):
        write_list(brought=brought, by=mei, now=NOW)
    assert not Unit.objects.exists() and not Building.objects.exists()


def test_release_has_to_be_there(mei) -> None:
    brought = bring(mei, "Block 1,1201,12,3 rooms,98.5,1250000,Nowhere")
    [finding] = plan_of(mei.office, brought.rows).findings
    assert (finding.code, finding.text) == ("unknown_release", "Nowhere")


def test_unit_that_was_sold_keeps_what_was_sold(mei, unit, an, customer) -> None:
    brought = bring(mei, "Block 1,1201,12,3B2L,98.5,1300000,", "Block 1,1202,12,3B2L,98.5,1250000,")
    assert plan_of(mei.office, brought.rows).findings == []
    # It was sold after the list was looked at.
    unit.state = "small"
    unit.save(update_fields=["state"])
    with pytest.raises(Refusal):
        write_list(brought=brought, by=mei, now=NOW)
    assert Unit.objects.count() == 1
    [finding] = plan_of(mei.office, brought.rows).findings
    assert (finding.code, finding.column) == ("sold", "list_price")


def test_unit_that_was_sold_may_move_on_the_board(mei, unit) -> None:
    unit.state = "contracted"
    unit.save(update_fields=["state"])
    brought = bring(mei, "Block 1,1201,13,3B2L,98.5,1250000,")
    write_list(brought=brought, by=mei, now=NOW)
    unit.refresh_from_db()
    assert unit.floor == 13


def test_list_is_written_once(mei) -> None:
    brought = bring(mei, "Block 1,1201,12,3 rooms,98.5,1250000,")
    write_list(brought=brought, by=mei, now=NOW)
    with pytest.raises(Refusal):
        write_list(brought=brought, by=mei, now=NOW)


def test_units_of_another_office_are_no_matter_here(mei, other_office) -> None:
    theirs = unit_of(Building.objects.create(office=other_office, name="Block 1"), "1201")
    write_list(brought=bring(mei, "Block 1,1201,12,Mine,98.5,99,"), by=mei, now=NOW)
    theirs.refresh_from_db()
    assert theirs.layout == "3B2L"
    assert Unit.objects.of(mei.office).get().layout == "Mine"


def test_what_was_not_written_is_forgotten_with_the_next_list(mei) -> None:
    bring(mei, "Block 1,1,1,a,1,1,")
    kept = bring(mei, "Block 1,2,1,a,1,1,")
    assert UnitImport.objects.get() == kept


# ------------------------------------------------------------------ the pages


@pytest.fixture
def manager(client: Client, mei, english) -> Client:
    client.force_login(mei.user)
    return client


def upload(client: Client, data: bytes, name: str = "units.csv", **fields):
    sent = {"request_key": str(uuid4()), "file": SimpleUploadedFile(name, data), **fields}
    return client.post(PAGE, sent, follow=True)


def test_list_is_looked_at_and_then_written(manager) -> None:
    seen = upload(manager, csv("Block 1,1201,12,3 rooms,98.5,1250000,"))
    assert "Import them all" in seen.content.decode()
    assert not Unit.objects.exists()
    manager.post(seen.request["PATH_INFO"], {"request_key": str(uuid4())})
    assert Unit.objects.get().number == "1201"
    again = manager.get(seen.request["PATH_INFO"]).content.decode()
    assert "This list was imported." in again and "Import them all" not in again


def test_what_would_change_is_shown_as_the_units_page_shows_it(manager, unit) -> None:
    head = "Building,Unit,Floor,Layout,Area,List price,Facing"
    seen = upload(manager, f"{head}\nBlock 1,1201,12,3B2L,98.5,1300000,ns\n".encode())
    [(_change, differences)] = seen.context["changed"]
    assert [(now, then) for _name, now, then in differences] == [
        ("south", "north and south"),
        ("\u00a5\u00a01,250,000.00", "\u00a5\u00a01,300,000.00"),
    ]


def test_lines_may_be_pasted(manager) -> None:
    pasted = csv("Block 1,1201,12,3 rooms,98.5,1250000,").decode().replace(",", "\t")
    seen = manager.post(PAGE, {"request_key": str(uuid4()), "pasted": pasted}, follow=True)
    assert len(seen.context["plan"].new) == 1


def test_errors_are_shown_by_line_and_nothing_can_be_imported(manager) -> None:
    seen = upload(manager, csv("Block 1,1201,12,3 rooms,98.5,-1,", "Block 1,1201,x,3 rooms,98.5,1,"))
    page = seen.content.decode()
    assert [(row, str(column)) for row, column, _words in seen.context["findings"]] == [
        (2, "List price"),
        (3, "Floor"),
    ]
    assert "Import them all" not in page
    manager.post(seen.request["PATH_INFO"], {"request_key": str(uuid4())})
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Building,Unit\nA,1", "These columns are missing"),
        (b"PK\x03\x04", "neither an .xlsx file nor a CSV"),
        (b"\xd0\xcf\x11\xe0", "old Excel"),
    ],
)
def test_file_that_cannot_be_read_is_said_at_its_field(manager, data: bytes, said: str) -> None:
    answer = upload(manager, data)
    assert answer.status_code == 422
    assert said in answer.context["form"].errors["file"][0]
    assert not UnitImport.objects.exists()


def test_neither_file_nor_lines_is_asked_for(manager) -> None:
    answer = manager.post(PAGE, {"request_key": str(uuid4()), "pasted": " "})
    assert answer.status_code == 422 and "file" in answer.context["form"].errors


def test_another_file_under_the_same_key_is_not_taken_for_the_first(manager) -> None:
    key = str(uuid4())
    upload(manager, csv("Block 1,1201,12,3 rooms,98.5,1250000,"), request_key=key)
    answer = upload(manager, csv("Block 1,1202,12,3 rooms,98.5,1250000,"), request_key=key)
    assert answer.status_code == 422
    assert UnitImport.objects.get().rows[0]["number"] == "1201"


def test_template_and_what_is_there_can_be_brought_back(manager, mei, unit) -> None:
    empty = manager.get(f"{PAGE}template/")
    assert read_rows(empty.content)[0][:2] == ["Building", "Unit"]
    assert len(read_rows(empty.content)) == 1
    filled = manager.get(f"{PAGE}template/", {"units": "all"}).content
    plan = plan_of(mei.office, cells(read_rows(filled)))
    assert (plan.findings, plan.same, plan.changes_something) == ([], 1, False)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_template_is_read_back_in_every_language(manager, mei, unit, language: str) -> None:
    manager.cookies["lunxu_language"] = language
    filled = manager.get(f"{PAGE}template/", {"units": "all"}).content
    assert plan_of(mei.office, cells(read_rows(filled))).same == 1


def test_unit_named_like_a_formula_leaves_as_a_text(manager, building) -> None:
    unit_of(building, "101", layout="=cmd|x")
    filled = manager.get(f"{PAGE}template/", {"units": "all"}).content
    [cell] = [
        cell
        for row in openpyxl.load_workbook(io.BytesIO(filled)).worksheets[0].iter_rows()
        for cell in row
        if str(cell.value).startswith("=")
    ]
    assert cell.data_type == "s"


def test_list_of_another_office_is_not_there(client, mei, stranger) -> None:
    brought = bring(mei, "Block 1,1201,12,3 rooms,98.5,1250000,")
    stranger.roles = ["manager"]
    stranger.save(update_fields=["roles"])
    client.force_login(stranger.user)
    page = f"/hillside/units/import/{brought.key}/"
    assert client.get(page).status_code == 404
    assert client.post(page, {"request_key": str(uuid4())}).status_code == 404
    assert not Unit.objects.exists()


def test_long_list_is_written_in_few_queries(mei, django_assert_max_num_queries) -> None:
    lines = [f"Block {place % 4},{place},1,3 rooms,98.5,1250000," for place in range(1, 241)]
    brought = bring_many(mei, lines)
    with django_assert_max_num_queries(12):
        write_list(brought=brought, by=mei, now=NOW)
    assert Unit.objects.count() == 240


def bring_many(by, lines: list[str]) -> UnitImport:
    rows = cells(read_rows(csv(*lines)))
    return UnitImport.objects.create(office=by.office, key=uuid4(), rows=rows, by=by, at=NOW)


def test_file_written_by_a_spreadsheet_program_is_read(mei) -> None:
    """Figures stand there as figures."""
    data = workbook(Sheet("Units", HEAD, [["Block 1", 1201, 12, 1, "3 rooms", 98.5, "", 1250000.0, ""]]))
    brought = bring_list(office=mei.office, key=uuid4(), data=data, by=mei, now=NOW)
    assert plan_of(mei.office, brought.rows).findings == []
    assert not Order.objects.exists()
