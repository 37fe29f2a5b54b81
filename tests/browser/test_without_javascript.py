"""Without JavaScript everything still works: plain forms, a message on the next page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from offices.models import BusinessDay, Member
from reception.models import Reception
from tests.browser.conftest import PHONE, Complaints
from tests.browser.pages import Board, Desk, press
from tests.browser.scenes import day_open, known
from tests.cast import PASSWORD
from visitors.models import ContactOutcome

WITHOUT = {"java_script_enabled": False}


class PlainBoard(Board):
    """A board that changes when it is loaded again, and only then."""

    def look(self) -> Page:
        return self.page


class PlainDesk(Desk):
    def look(self) -> Page:
        return self.page


@pytest.fixture
def plain_desk(window: Callable[..., Page], lin: Member, an: Member, bo: Member) -> PlainDesk:
    """The desk on an open day with an and bo."""
    day_open([an, bo], by=lin)
    return PlainDesk(window(lin, "desk/", **WITHOUT))


def test_somebody_logs_in_by_mobile_number_and_out_again(
    an: Member, new_context: Callable[..., BrowserContext], live_server
) -> None:
    page = new_context(base_url=live_server.url, **WITHOUT, **PHONE).new_page()
    page.goto("/")
    page.locator('[name="username"]').fill("13800000001")
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator("form[novalidate] button.btn-primary").click()
    expect(page).to_have_url(re.compile("/harbour/my-turn/"))
    page.locator("#who-menu summary").click()
    page.locator('#who-menu form[action="/logout/"] button').click()
    expect(page).to_have_url(re.compile("/login/"))


def test_a_day_is_opened_and_closed(window: Callable[..., Page], lin: Member, an: Member, bo: Member) -> None:
    page = window(lin, "day/", **WITHOUT)
    page.locator(f'[name="place_{bo.pk}"]').fill("1")
    page.locator(f'[name="place_{an.pk}"]').fill("2")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#messages")).to_contain_text("The day is open.")
    PlainBoard(page).stand(bo, an)
    page.goto("/harbour/day/close/")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#messages")).to_contain_text("The day is closed.")
    assert BusinessDay.objects.get().closed_by == lin


def test_a_visitor_is_logged_and_given_to_the_next_one(plain_desk: PlainDesk, an: Member, bo: Member) -> None:
    visit = plain_desk.takes_in("Zhou")
    plain_desk.answered("An")
    plain_desk.called(visit, an)
    plain_desk.card(visit).locator('[data-key="x"]').click()
    plain_desk.called(visit, bo)
    plain_desk.card(visit).locator('[data-key="m"]').click()
    plain_desk.shows(bo, "receiving")
    plain_desk.row(bo).locator('[data-row-key="f"]').click()
    plain_desk.shows(bo, "free")
    assert Reception.objects.get().status == "finished"


def test_what_is_missing_is_said_and_everything_is_kept(
    plain_desk: PlainDesk, an: Member, bo: Member, complaints: Complaints
) -> None:
    """The named are ticked, in the order in which they stand."""
    complaints.expect("422")
    desk = plain_desk
    desk.fill("name", "Zhou")
    desk.choose("history", "visited")
    for member in (an, bo):
        desk.choose("named", str(member.pk))
    desk.click(desk.page.locator("#arrival-save"))
    expect(desk.page.locator("#id_phone_error")).to_be_visible()
    expect(desk.field("name")).to_have_value("Zhou")
    expect(desk.form.locator('[name="named"]:checked')).to_have_count(2)
    desk.choose("phone_answer", "later")
    visit = desk.save()
    assert Reception.objects.get(visit=visit).circumstances["named"] == [an.pk, bo.pk]


def test_a_second_click_logs_no_second_visit(plain_desk: PlainDesk) -> None:
    plain_desk.fill("name", "Zhou")
    plain_desk.choose("phone_answer", "later")
    plain_desk.page.locator("#arrival-save").dblclick()
    expect(plain_desk.answer.locator("[data-answer]")).to_be_visible()
    assert Reception.objects.count() == 1


def test_a_consultant_steps_out_and_in_again_receives_and_finishes(
    window: Callable[..., Page], plain_desk: PlainDesk, an: Member
) -> None:
    phone = window(an, "my-turn/", **WITHOUT, **PHONE)
    phone.locator('#step-out [value="business"]').click()
    expect(phone.locator("#messages")).to_contain_text("An is away on business.")
    phone.locator("#step-in button").click()
    expect(phone.locator(".turn-number")).to_have_text("1")
    plain_desk.takes_in("Zhou")
    phone.reload()
    phone.locator("form[id^=meet-] button").click()
    phone.locator(".turn-actions a.btn-primary").click()
    press(phone, "grade", "A")
    phone.locator("main form button.btn-primary").click()
    expect(phone.locator("#messages")).to_contain_text("Reception finished.")
    assert ContactOutcome.objects.get().grade == "A"


def test_a_customer_is_found_and_the_number_shown(
    window: Callable[..., Page], lin: Member, an: Member
) -> None:
    known("Wu Qing", "13900005678", an, by=lin)
    page = window(lin, "customers/", **WITHOUT)
    page.locator('[name="q"]').fill("5678")
    page.locator('[role="search"] button').click()
    page.locator("a.match").click()
    expect(page.locator(".phone")).to_contain_text("139****5678")
    page.locator(".phone summary").click()
    page.locator(".phone [name=purpose]").first.click()
    expect(page.locator("main")).to_contain_text("13900005678")
    page.locator("main a").click()
    expect(page.locator(".phone")).to_contain_text("139****5678")
