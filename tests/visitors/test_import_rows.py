"""An office's own lists: columns are guessed by their heads, lines are read or say what is wrong with them."""

import string
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offices import phones
from visitors.file_fields import BY_KEY, FIELDS
from visitors.file_kinds import CHOICES
from visitors.import_mapping import (
    ANSWERS,
    BASIC,
    NoColumns,
    checked,
    columns_for,
    guess,
    head_of,
    place_of,
    plain,
)
from visitors.import_rows import Book, read_row

NAME, PHONE, PLATE = "\u5ba2\u6237\u59d3\u540d", "\u8054\u7cfb\u7535\u8bdd", "\u8f66\u724c\u53f7"
COLUMNS = columns_for(FIELDS, {"value:native_place": ["Native place"]})
TODAY = date(2026, 11, 2)


def e164(text: str) -> str:
    try:
        return phones.normalise(text)
    except phones.PhoneError as error:
        raise ValueError from error


def book() -> Book:
    answers = {name: {plain(code): code for code in codes} for name, codes in CHOICES.items()}
    lists = {
        "honorific": answers["honorific"],
        "source": answers["source"],
        "grade": {"a": "A", "b": "B"},
        "met_how": {"visit": "visit", "call": "call"},
        "yes_no": {"yes": "yes", "no": "no"},
        "value:preferred_cuisine": answers["cuisine"],
        "value:education.degree": answers["degree"],
    }
    return Book(fields=BY_KEY, answers=lists, colleagues={plain("An"): 7}, today=TODAY, phone=e164)


def read(**cells: str):
    keys = [key.replace("__", ":").replace("_of_", ".") for key in cells]
    return read_row(list(cells.values()), keys, book())


def test_columns_are_known_by_the_names_offices_give_them() -> None:
    head = [NAME, f"{PHONE}(*)", "what?", PLATE, "Native Place", "phone"]
    assert guess(head, COLUMNS) == ("name", "phone", "", "licence_plate", "value:native_place", "")


def test_head_is_found_below_a_title() -> None:
    table = [["Register 2019", ""], ["", ""], [NAME, PHONE], ["Wu", "13800001234"]]
    assert head_of(table, COLUMNS) == 2
    assert head_of([["a", "b"], ["c", "d"]], COLUMNS) == 0


def test_sensitive_fields_are_no_columns() -> None:
    fields = {place_of(column.key)[0] for column in COLUMNS}
    assert not fields & {field.key for field in FIELDS if field.sensitive}
    assert "current_residence" in fields and "education" in fields
    assert set(BASIC) <= {column.key for column in COLUMNS}


def test_no_name_and_no_number_is_no_list() -> None:
    with pytest.raises(NoColumns):
        checked(["licence_plate"], COLUMNS)
    with pytest.raises(NoColumns) as caught:
        checked(["name", "name"], COLUMNS)
    assert caught.value.key == "name"
    assert checked(["name", "value:health", "value:nothing"], COLUMNS) == ("name", "", "")


def test_line_is_read() -> None:
    row = read(
        name="  Wu  Xiaoru ",
        phone="138 0000 1234 / 13900005678",
        honorific="MS",
        licence_plate="\u8c6bA-123.45",
        met_on="2019\u5e743\u67085\u65e5",
        consultant="an",
        value__preferred_cuisine="Sichuan\u3001hotpot",
        value__education_of_degree="Master",
        value__education_of_school="Harbour College",
        value__native_place="'=Town",
    )
    assert not row.findings
    assert (row.name, row.honorific, row.licence_plate) == ("Wu Xiaoru", "ms", "\u8c6bA12345")
    assert row.numbers == [("+8613800001234", ""), ("+8613900005678", "")]
    assert (row.met_on, row.consultant) == ("2019-03-05", 7)
    assert row.values == {
        "preferred_cuisine": ["sichuan", "hotpot"],
        "education": {"degree": "master", "school": "Harbour College"},
        "native_place": "=Town",
    }


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"licence_plate": "B99"}, "name", "nobody"),
        ({"name": "Wu", "phone": "12345"}, "phone", "no_phone"),
        ({"name": "Wu", "phone": "138****1234"}, "phone", "no_phone"),
        ({"name": "W" * 41}, "name", "too_long"),
        ({"name": "Wu", "consultant": "Nobody"}, "consultant", "no_colleague"),
        ({"name": "Wu", "met_on": "2027-01-01"}, "met_on", "in_future"),
        ({"name": "Wu", "met_on": "soon"}, "met_on", "no_day"),
        ({"name": "Wu", "grade": "Z"}, "grade", "not_listed"),
        ({"name": "Wu", "file_number": "x" * 20}, "file_number", "no_file_number"),
        ({"name": "Wu", "value__education_of_degree": "wizard"}, "value:education.degree", "not_listed"),
        ({"name": "Wu", "value__preferred_cuisine": "air"}, "value:preferred_cuisine", "not_listed"),
        ({"name": "Wu", "licence_plate": "B" * 20}, "licence_plate", "no_plate"),
    ],
)
def test_what_is_wrong_is_named(cells: dict, column: str, code: str) -> None:
    row = read(**cells)
    assert [(each.column, each.code) for each in row.findings] == [(column, code)]


def test_hidden_number_of_our_own_list_says_nothing() -> None:
    row = read(file_number="k-000123", phone="138****1234", name="Wu")
    assert not row.findings and not row.numbers and row.file_number == "K-000123"


@pytest.mark.parametrize(
    "text",
    ["2019-3-5", "2019/03/05", "2019.3.5", "20190305", "2019-03-05 14:30:00", "2019\u5e743\u67085\u65e5"],
)
def test_days_as_people_write_them(text: str) -> None:
    assert read(name="Wu", met_on=text).met_on == "2019-03-05"


def test_every_answer_of_the_words_is_a_code() -> None:
    for name in ("honorific", "source"):
        assert set(ANSWERS[name]) <= set(CHOICES[name])
    words = [plain(word) for codes in (ANSWERS["honorific"], ANSWERS["source"]) for word in codes]
    assert len(words) == len(set(words))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from([column.key for column in COLUMNS]), st.text(string.printable, max_size=60)
        ),
        max_size=30,
    )
)
def test_no_line_breaks_the_reader(cells: list[tuple[str, str]]) -> None:
    row = read_row([text for _key, text in cells], [key for key, _text in cells], book())
    assert row.findings or row.name or row.numbers
    assert all(each.column and each.code for each in row.findings)
