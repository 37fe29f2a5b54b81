"""The control board: every unit in its place, its state as a colour, a shape and a word, live and filtered."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deals.enums import BoardState
from deals.filters import UnitFilter
from deals.models import Building, Order, Release, Unit
from deals.selectors.unit_board import UnitBoard, board_of
from deals.services.holds import withhold
from offices.live import token_for
from tests.deals.conftest import NOW, unit_of

PAGE = "/harbour/units/"


def shown(office, **chosen: str) -> UnitBoard:
    found = UnitFilter(chosen)
    return board_of(
        office,
        now=NOW,
        wants=found.wants,
        chosen=found.state_chosen,
        others=found.query_without_state(),
    )


def cells(board: UnitBoard) -> dict[str, object]:
    return {
        cell.unit.number: cell
        for grid in board.grids
        for floor in grid.floors
        for cell in floor.cells
        if cell is not None
    }


def fitting(board: UnitBoard) -> set[str]:
    return {number for number, cell in cells(board).items() if cell.fits}


def test_units_stand_by_building_and_floor_from_the_top_down(office, building, release) -> None:
    for number in ("102", "201", "203"):
        unit_of(building, number, release=release)
    second = Building.objects.create(office=office, name="Block 0", position=1)
    unit_of(second, "101", release=release)
    board = shown(office)
    assert [grid.building.name for grid in board.grids] == ["Block 1", "Block 0"]
    grid = board.grids[0]
    assert [floor.number for floor in grid.floors] == [2, 1]
    drawn = [[cell.unit.number if cell else None for cell in floor.cells] for floor in grid.floors]
    assert drawn == [["201", None, "203"], [None, "102", None]]


def test_two_units_that_claim_one_place_are_both_shown(office, building, release) -> None:
    for number in ("101", "1A"):
        unit_of(building, "101" if number == "101" else "102", line=1, release=release)
    assert cells(shown(office)).keys() == {"101", "102"}


def test_each_state_is_shown(office, mei, an, customer, building, release) -> None:
    coming = Release.objects.create(office=office, name="Later", opens_on=NOW.date() + timedelta(days=1))
    made = {number: unit_of(building, number, release=release) for number in ("101", "102", "103")}
    unit_of(building, "104", release=coming)
    unit_of(building, "105")
    withhold(unit=made["102"], reason="x", until=None, by=mei, now=NOW)
    Unit.objects.filter(number="103").update(state="small")
    Order.objects.create(
        office=office,
        number=1,
        unit=made["103"],
        customer=customer,
        closer=an,
        step="small",
        list_price=1,
        price=1,
        ordered_at=NOW,
    )
    board = shown(office)
    states = {number: (cell.state, cell.holder) for number, cell in cells(board).items()}
    assert states == {
        "101": (BoardState.FOR_SALE, ""),
        "102": (BoardState.WITHHELD, "Mei"),
        "103": (BoardState.SMALL_DEPOSIT, "An"),
        "104": (BoardState.LATER, ""),
        "105": (BoardState.LATER, ""),
    }
    assert {line.state: line.count for line in board.counts if line.count} == {
        BoardState.FOR_SALE: 1,
        BoardState.LATER: 2,
        BoardState.WITHHELD: 1,
        BoardState.SMALL_DEPOSIT: 1,
    }


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        ({}, {"101", "102", "103"}),
        ({"layout": "2B1L"}, {"102"}),
        ({"area_min": "90"}, {"101", "103"}),
        ({"area_max": "90"}, {"102"}),
        ({"price_max": "100"}, {"102"}),
        ({"price_min": "100", "price_max": "125"}, {"101", "103"}),
        ({"state": "withheld"}, {"103"}),
        ({"state": "for_sale", "layout": "2B1L"}, {"102"}),
        ({"state": "nothing"}, {"101", "102", "103"}),
        ({"area_min": "many"}, {"101", "102", "103"}),
        ({"layout": "none such"}, set()),
    ],
)
def test_filter_marks_what_is_wanted(office, mei, building, release, chosen: dict, numbers: set) -> None:
    unit_of(building, "101", release=release)
    unit_of(building, "102", layout="2B1L", area=Decimal("60"), list_price=Decimal("600000"), release=release)
    withhold(unit=unit_of(building, "103", release=release), reason="x", until=None, by=mei, now=NOW)
    board = shown(office, **chosen)
    assert fitting(board) == numbers
    assert (board.fitting, board.total) == (len(numbers), 3)


def test_filter_by_release(office, building, release) -> None:
    unit_of(building, "101", release=release)
    unit_of(building, "102")
    assert fitting(shown(office, release=str(release.pk))) == {"101"}


def test_legend_adds_a_state_to_the_filter_and_takes_it_back(office, unit) -> None:
    line = shown(office, layout="3B2L", state="for_sale").counts[0]
    assert (line.chosen, line.query) == (True, "layout=3B2L")
    line = shown(office, layout="3B2L").counts[0]
    assert (line.chosen, line.query) == (False, "state=for_sale&layout=3B2L")


def test_other_office_sees_none_of_it(other_office, unit) -> None:
    assert shown(other_office).total == 0


def many(building: Building, count: int, release: Release) -> None:
    Unit.objects.bulk_create(
        Unit(
            office=building.office,
            building=building,
            release=release,
            number=f"{1 + place // 8}{1 + place % 8:02}",
            floor=1 + place // 8,
            line=1 + place % 8,
            layout="3B2L",
            area=Decimal("98.50"),
            list_price=Decimal("1250000.00"),
        )
        for place in range(count)
    )


@pytest.mark.parametrize("count", [1, 240])
def test_board_costs_the_same_for_one_unit_and_for_all(office, building, release, count: int) -> None:
    many(building, count, release)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        board = shown(office)
        assert board.total == count
        assert [str(cell) for cell in cells(board).values()]
    assert len(queries) <= 4


@pytest.fixture
def consultant(client: Client, an, english) -> Client:
    client.force_login(an.user)
    return client


def grid_of(page: str) -> list[str]:
    return re.findall(r'<a class="unit unit-(\w+)" id="(unit-\d+)"', page)


def test_state_is_a_word_and_a_shape_and_never_colour_alone(consultant, unit) -> None:
    page = consultant.get(PAGE).content.decode()
    cell = re.search(rf'<a class="unit unit-for_sale" id="unit-{unit.pk}".*?</a>', page, re.S)[0]
    assert '<span class="unit-mark"' in cell
    assert '<span class="visually-hidden">for sale</span>' in cell
    assert reverse("deals:unit", args=["harbour", unit.pk]) in cell


def test_fragment_shows_what_the_page_shows(consultant, an, unit, second_unit) -> None:
    page = consultant.get(PAGE)
    token = page.context["live_token"]
    fragment = consultant.get(f"{PAGE}board/", {"v": "none"}, headers={"X-Live-Token": token})
    assert fragment.status_code == 200
    assert grid_of(fragment.content.decode()) == grid_of(page.content.decode()) != []


def test_poll_of_what_has_not_changed_is_answered_with_nothing(consultant, mei, unit, steady_version) -> None:
    page = consultant.get(PAGE)
    token, version = page.context["live_token"], page.context["board"].version
    poll = {"headers": {"X-Live-Token": token}}
    with CaptureQueriesContext(connection) as queries:
        assert consultant.get(f"{PAGE}board/", {"v": version}, **poll).status_code == 204
    assert len(queries) == 0


@pytest.mark.django_db(transaction=True)
def test_change_is_on_every_board_at_once(consultant, mei, unit) -> None:
    page = consultant.get(PAGE)
    token, version = page.context["live_token"], page.context["board"].version
    withhold(unit=unit, reason="x", until=None, by=mei, now=NOW)
    fragment = consultant.get(f"{PAGE}board/", {"v": version}, headers={"X-Live-Token": token})
    assert grid_of(fragment.content.decode()) == [("withheld", f"unit-{unit.pk}")]


def test_fragment_keeps_the_filter_of_its_page(consultant, unit, second_unit) -> None:
    Unit.objects.filter(pk=second_unit.pk).update(layout="2B1L")
    page = consultant.get(PAGE, {"layout": "2B1L"}).content.decode()
    assert 'hx-get="/harbour/units/board/?layout=2B1L"' in page
    assert grid_of(page) == [("for_sale", f"unit-{second_unit.pk}")]
    assert "1 of 2 units fit" in page


def test_token_of_another_office_opens_nothing(client, stranger, unit) -> None:
    client.force_login(stranger.user)
    client.get("/hillside/units/")
    token = token_for(stranger, client.session.session_key)
    assert client.get(f"{PAGE}board/", headers={"X-Live-Token": token}).status_code in (401, 404)


def test_empty_board_says_what_will_stand_there(client, consultant, mei) -> None:
    assert "No units yet" in consultant.get(PAGE).content.decode()
    assert "Bring in the units" not in consultant.get(PAGE).content.decode()
    client.force_login(mei.user)
    assert "Bring in the units" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("parameter", ["state", "layout", "release", "area_min", "price_max"])
@pytest.mark.parametrize("value", ["", "\x00", "-1", "9" * 50, "<script>", "\U0001f600"])
def test_no_parameter_can_break_the_board(consultant, unit, parameter: str, value: str) -> None:
    answer = consultant.get(PAGE, {parameter: value})
    assert answer.status_code == 200
    assert answer.context["board"].total == 1
