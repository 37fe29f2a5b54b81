"""The desk's screen is left alone: it hides what it shows, and gives it back to the clerk with what was typed."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from offices.models import Member
from offices.services.pins import TRIES, set_pin
from reception.models import Reception
from tests.browser.conftest import PHONE, Complaints
from tests.browser.pages import Desk
from tests.browser.scenes import comes, day_open
from tests.cast import PASSWORD
from tests.left_alone import leave_alone

PIN, WRONG = "407195", "407196"
MINUTE = 60_000


@pytest.fixture
def desk(window: Callable[..., Page], complaints: Complaints, lin: Member, an: Member, bo: Member) -> Desk:
    """The desk on an open day with an and bo, and a visitor on the board; lin has a PIN."""
    complaints.expect("401|422")
    set_pin(user=lin.user, pin=PIN, password=PASSWORD, by=lin, now=timezone.now())
    day_open([an, bo], by=lin)
    comes("Wu Qing", by=lin)
    return Desk(window(lin, "desk/"))


def nobody_is_there(desk: Desk, minutes: float) -> None:
    """The clock of the session and that of the page go on."""
    [cookie] = [each for each in desk.page.context.cookies() if each["name"] == "lunxu_session"]
    leave_alone(cookie["value"], minutes=minutes)
    desk.page.clock.fast_forward(int(minutes * MINUTE))


def unlock_with(page: Page, pin: str, field: str = "pin") -> None:
    page.locator(f'#unlock-form [name="{field}"]').fill(pin)
    page.locator("#unlock-form button").click()


def is_hidden(desk: Desk) -> None:
    expect(desk.page.locator("#lock")).to_be_visible()
    for part in ("#arrival", ".order", "header.bar", "#content"):
        expect(desk.page.locator(part).first).to_be_hidden()
    shown = desk.page.locator("body").inner_text()
    assert "Wu Qing" not in shown and "Zhou" not in shown
    assert "Wu Qing" not in desk.page.title()


def test_what_was_typed_is_there_after_the_pin(desk: Desk, lin: Member) -> None:
    desk.fill("name", "Zhou Chun")
    nobody_is_there(desk, 10)
    is_hidden(desk)
    unlock_with(desk.page, WRONG)
    expect(desk.page.locator("#unlock-form .invalid-feedback")).to_contain_text("4")
    is_hidden(desk)
    unlock_with(desk.page, PIN)
    expect(desk.page.locator("#lock")).to_be_hidden()
    expect(desk.field("name")).to_have_value("Zhou Chun")
    desk.choose("phone_answer", "later")
    visit = desk.save()
    assert Reception.objects.get(visit=visit).customer.name == "Zhou Chun"


def test_the_page_counts_by_itself_where_nothing_asks_the_server(desk: Desk, complaints: Complaints) -> None:
    """No contact at all: the names are hidden all the same."""
    complaints.expect("ERR_FAILED|htmx:sendError")
    desk.page.route(re.compile("/live/"), lambda route: route.abort())
    desk.page.clock.fast_forward(9 * MINUTE)
    expect(desk.page.locator("#lock")).to_be_hidden()
    desk.page.clock.fast_forward(MINUTE)
    is_hidden(desk)


def test_a_hand_on_the_keys_keeps_it_open(desk: Desk) -> None:
    for _ in range(3):
        desk.page.clock.fast_forward(4 * MINUTE)
        desk.page.keyboard.press("Shift")
    desk.page.clock.fast_forward(4 * MINUTE)
    expect(desk.page.locator("#lock")).to_be_hidden()


def test_no_key_and_no_click_beside_it_takes_the_lock_away(desk: Desk) -> None:
    nobody_is_there(desk, 10)
    is_hidden(desk)
    for _ in range(3):
        desk.page.keyboard.press("Escape")
    desk.page.mouse.click(5, 5)
    desk.page.keyboard.press("n")
    is_hidden(desk)


def test_loading_the_page_again_does_not_either(desk: Desk) -> None:
    nobody_is_there(desk, 10)
    desk.page.reload()
    expect(desk.page).to_have_url(re.compile(r"/unlock/\?next="))
    unlock_with(desk.page, PIN)
    expect(desk.page).to_have_url(re.compile(r"/harbour/desk/$"))


def test_after_five_wrong_ones_only_the_password_helps(desk: Desk) -> None:
    desk.fill("name", "Zhou Chun")
    nobody_is_there(desk, 10)
    for _ in range(TRIES):
        with desk.page.expect_response(re.compile("/unlock/")):
            unlock_with(desk.page, WRONG)
    expect(desk.page.locator("#unlock-form .note")).to_be_visible()
    unlock_with(desk.page, PASSWORD, field="password")
    expect(desk.page.locator("#lock")).to_be_hidden()
    expect(desk.field("name")).to_have_value("Zhou Chun")


def test_one_pin_opens_all_windows_of_the_desk(desk: Desk) -> None:
    other = desk.page.context.new_page()
    other.clock.install()
    other.goto("/harbour/desk/")
    nobody_is_there(desk, 10)
    is_hidden(desk)
    other.clock.fast_forward(3000)
    expect(other.locator("#lock")).to_be_visible()
    unlock_with(desk.page, PIN)
    expect(other.locator("#lock")).to_be_hidden()


def test_the_lock_fits_a_phone_and_takes_digits(desk: Desk, window: Callable[..., Page], lin: Member) -> None:
    phone = Desk(window(lin, "desk/", **PHONE))
    nobody_is_there(phone, 10)
    is_hidden(phone)
    field = phone.page.locator('#unlock-form [name="pin"]')
    expect(field).to_be_focused()
    assert field.get_attribute("inputmode") == "numeric"
    assert phone.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_javascript_the_form_waits_behind_the_lock(
    desk: Desk, window: Callable[..., Page], lin: Member
) -> None:
    plain = Desk(window(lin, "desk/", java_script_enabled=False))
    plain.fill("name", "Zhou Chun")
    [cookie] = [each for each in plain.page.context.cookies() if each["name"] == "lunxu_session"]
    leave_alone(cookie["value"], minutes=10)
    plain.page.locator("#arrival-save").click()
    expect(plain.page).to_have_url(re.compile(r"/unlock/\?next="))
    unlock_with(plain.page, PIN)
    expect(plain.field("name")).to_have_value("Zhou Chun")
    assert Reception.objects.count() == 1
