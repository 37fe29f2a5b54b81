"""The control board under the eyes of two who sell, and what the one reads who comes second."""

from django.utils import timezone
from playwright.sync_api import expect

from deals.services.orders import open_order
from tests.browser.conftest import PHONE
from tests.browser.deal_scenes import deal_office


def test_unit_that_a_colleague_orders_changes_on_the_board_and_is_refused_with_their_name(
    office, lin, window, complaints
) -> None:
    complaints.expect(r"422.*/orders/new/")
    scene = deal_office(office, lin)
    unit, customer = scene.unit("0601"), scene.customers[-1]
    board = window(scene.bo, "units/?layout=3B2L", **PHONE)
    cell = board.locator(f"#unit-{unit.pk}")
    expect(cell).to_have_class("unit unit-for_sale")

    cell.click()
    board.get_by_role("link", name="Order this unit").click()
    board.get_by_label("Find a customer").fill("0017")
    board.get_by_role("button", name="Find").click()
    board.locator(f"input[name=customer][value='{customer.pk}']").check()
    open_order(
        unit=unit,
        customer=scene.customers[-2],
        step="small",
        closer=scene.an,
        by=scene.an,
        now=timezone.now(),
    )
    board.get_by_role("button", name="Order the unit").click()
    expect(board.get_by_role("alert").first).to_contain_text("is taken: An has it since")
    expect(board.locator(f"input[name=customer][value='{customer.pk}']")).to_be_checked()

    board.goto("/harbour/units/?layout=3B2L")
    free = scene.unit("0603")
    other = board.locator(f"#unit-{free.pk}")
    expect(other).to_have_class("unit unit-for_sale")
    open_order(unit=free, customer=customer, step="small", closer=scene.an, by=scene.an, now=timezone.now())
    board.clock.fast_forward(5000)
    expect(other).to_contain_class("unit-small")
    expect(other).to_contain_text("An")
    expect(board.locator(f"#unit-{scene.unit('0602').pk}")).to_have_class("unit unit-out")
