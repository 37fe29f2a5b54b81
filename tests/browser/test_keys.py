"""Every key that the list under “?” names does what the list says."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from offices.models import Member
from tests.browser.pages import LET_GO, Desk
from tests.browser.scenes import comes, day_open, meet, step_out

TRIED = {"N", "/", "Enter", "-", "M", "X", "1", "9", "F", "W", "I", "O", ".", "U", "S", "?", "Esc"}


@pytest.fixture
def desk(
    window: Callable[..., Page], lin: Member, an: Member, bo: Member, chen: Member, ding: Member
) -> Desk:
    """The desk on an open day (an, bo, chen, ding in order), with nothing in focus."""
    day_open([an, bo, chen, ding], by=lin)
    desk = Desk(window(lin, "desk/"))
    desk.leave_the_form()
    return desk


def in_focus(element: Locator) -> None:
    expect(element).to_be_focused()


def test_the_list_names_the_keys_that_are_tried_here(desk: Desk) -> None:
    desk.press("?")
    keys = desk.page.locator("dialog#keys")
    expect(keys).to_be_visible()
    assert set(keys.locator("dt kbd").all_inner_texts()) == TRIED
    desk.press("n")
    expect(keys).to_be_visible()
    desk.press("Escape")
    expect(keys).to_be_hidden()


def test_keys_into_the_form_and_out_of_it(desk: Desk) -> None:
    for key in ("n", "/"):
        desk.press(key)
        desk.in_focus("name")
        desk.press("Escape")
        expect(desk.form.locator(":focus")).to_have_count(0)
    desk.press("n")
    desk.type("nmx?")
    expect(desk.field("name")).to_have_value("nmx?")
    desk.press("Enter")
    desk.press("-")
    expect(desk.form.locator('[name="phone_answer"]:checked')).to_have_value("later")


def test_keys_for_who_has_waited_longest(
    desk: Desk, lin: Member, an: Member, bo: Member, chen: Member
) -> None:
    visits = [str(comes(name, by=lin).visit) for name in ("Zhou", "Wu")]
    desk.called(visits[1], bo)
    desk.press("x")
    desk.called(visits[0], chen)
    desk.press("m")
    desk.received(visits[0])
    desk.called(visits[1], bo)
    desk.shows(chen, "receiving")


def test_keys_of_a_row(desk: Desk, lin: Member, an: Member, bo: Member, chen: Member, ding: Member) -> None:
    """A digit goes to the row; then a letter acts in it."""
    meet(comes("Zhou", by=lin), by=an)
    step_out(chen, "personal")
    desk.stand(bo, chen, ding, an)
    desk.shows(chen, "personal")
    desk.press("4")
    in_focus(desk.row(an))
    desk.press("f")
    expect(desk.page.locator("#toasts button")).to_be_visible()
    desk.press("u")
    expect(desk.page.locator("#toasts button")).to_have_count(0)
    desk.press("2")
    desk.press("i")
    desk.shows(chen, "free")
    desk.press("1")
    desk.press("w")
    in_focus(desk.row(bo).locator('[name="reason"][value="business"]'))
    desk.press("Enter")
    desk.page.clock.fast_forward(LET_GO)
    desk.shows(bo, "business")
    desk.press("3")
    desk.press(".")
    expect(desk.page.locator(f"#more-{ding.pk}")).to_have_attribute("open", "")
    desk.press("o")
    desk.stand(bo, chen, an)
    desk.shows(an, "receiving")


def test_the_sound_is_switched_by_its_key(desk: Desk) -> None:
    button = desk.page.locator("[data-mute]")
    for pressed in ("true", "false"):
        desk.press("s")
        expect(button).to_have_attribute("aria-pressed", pressed)


def test_single_keys_can_be_switched_off_for_a_device(desk: Desk) -> None:
    desk.press("?")
    desk.page.locator("#keys-on").uncheck()
    desk.press("Escape")
    desk.page.reload()
    desk.leave_the_form()
    desk.press("n")
    expect(desk.form.locator(":focus")).to_have_count(0)
    desk.press("?")
    expect(desk.page.locator("dialog#keys")).to_be_visible()
