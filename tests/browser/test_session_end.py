"""A session ends while somebody types: nothing that was typed is lost."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from offices.models import Member
from reception.models import Reception
from tests.browser.conftest import PHONE, Complaints
from tests.browser.pages import Desk, press
from tests.browser.scenes import comes, day_open, meet
from tests.cast import PASSWORD

TYPED = {"name": "Zhou Chun", "phone": "139 1234 1234", "party_size": "3", "licence_plate": "A12345"}
CHOSEN = {"phone_answer": "given", "consent_call": "yes", "consent_sms": "no", "history": "visited"}


@pytest.fixture
def desk(window: Callable[..., Page], complaints: Complaints, lin: Member, an: Member, bo: Member) -> Desk:
    """The desk on an open day with an and bo."""
    complaints.expect("401")
    day_open([an, bo], by=lin)
    return Desk(window(lin, "desk/"))


def log_in(page: Page, username: str) -> None:
    page.locator('[name="username"]').fill(username)
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator("form[novalidate] button.btn-primary").click()


def fill(desk: Desk, *named: Member) -> None:
    desk.page.locator("#arrival-more summary").click()
    for name, text in TYPED.items():
        desk.fill(name, text)
    for name, value in CHOSEN.items():
        desk.choose(name, value)
    for member in named:
        desk.choose("named", str(member.pk))
    desk.field("refuses_named").check()
    desk.fill("q", "Wu Qing")
    desk.select("source", desk.field("source").locator("option").nth(2).get_attribute("value"))


def keeps(desk: Desk, *named: Member) -> None:
    """The form shows all that was typed, and the named in their order."""
    for name, text in TYPED.items():
        expect(desk.field(name)).to_have_value(text)
    for name, value in CHOSEN.items():
        expect(desk.form.locator(f'[name="{name}"]:checked')).to_have_value(value)
    for place, member in enumerate(named, start=1):
        expect(desk.form.locator(f'.pick:has([value="{member.pk}"]) .pick-rank')).to_have_text(str(place))
    expect(desk.field("refuses_named")).to_be_checked()
    expect(desk.field("q")).to_have_value("Wu Qing")
    expect(desk.field("source")).not_to_have_value("")


def test_the_arrival_form_comes_back_after_the_log_in(desk: Desk, an: Member, bo: Member) -> None:
    fill(desk, bo, an)
    Session.objects.all().delete()
    desk.page.locator("#arrival-save").click()
    expect(desk.page.locator(".gate-form .note")).to_be_visible()
    assert not Reception.objects.exists()
    log_in(desk.page, "lin")
    keeps(desk, bo, an)
    visit = desk.save()
    assert Reception.objects.get(visit=visit).circumstances["named"] == [bo.pk, an.pk]


def test_wrong_words_at_the_log_in_lose_nothing_either(desk: Desk, an: Member, bo: Member) -> None:
    fill(desk, an, bo)
    Session.objects.all().delete()
    desk.page.locator("#arrival-save").click()
    log_in(desk.page, "linn")
    expect(desk.page.locator(".alert")).to_be_visible()
    log_in(desk.page, "lin")
    keeps(desk, an, bo)


def test_the_page_says_so_at_the_next_key(desk: Desk, an: Member) -> None:
    desk.type("Zhou")
    desk.foretells("An")
    Session.objects.all().delete()
    desk.type(" Chun")
    expect(desk.page.locator("#session-over")).to_be_visible()
    expect(desk.field("name")).to_have_value("Zhou Chun")


def test_a_poll_says_so_when_somebody_logs_out_elsewhere(desk: Desk) -> None:
    desk.type("Zhou")
    log_out_in_another_tab(desk.page)
    desk.look()
    expect(desk.page.locator("#session-over")).to_be_visible()
    expect(desk.field("name")).to_have_value("Zhou")
    desk.in_focus("name")


def test_a_page_on_which_nothing_was_typed_goes_to_the_log_in(desk: Desk) -> None:
    log_out_in_another_tab(desk.page)
    desk.look()
    expect(desk.page).to_have_url(re.compile("/login/"))


def log_out_in_another_tab(page: Page) -> None:
    other = page.context.new_page()
    other.goto("/harbour/desk/")
    other.locator("#who-menu summary").click()
    other.locator('#who-menu form[action="/logout/"] button').click()
    expect(other).to_have_url(re.compile("/login/"))
    other.close()


def test_a_form_from_before_another_log_in_comes_back_filled(
    desk: Desk, complaints: Complaints, an: Member, bo: Member
) -> None:
    """A second log-in makes the first page's forms too old to be sent; so is what it asks by itself meanwhile."""
    complaints.expect("403.*/preview/")
    fill(desk, an, bo)
    other = desk.page.context.new_page()
    other.goto("/login/")
    log_in(other, "lin")
    expect(other).to_have_url(re.compile("/harbour/desk/"))
    desk.page.locator("#arrival-save").click()
    expect(desk.page).to_have_url(re.compile("/desk/arrive/"))
    keeps(desk, an, bo)
    assert not Reception.objects.exists()


def test_the_outcome_comes_back_on_the_phone(
    desk: Desk, window: Callable[..., Page], an: Member, lin: Member
) -> None:
    visit = comes("Zhou Chun", by=lin)
    meet(visit, by=an)
    phone = window(an, f"visits/{visit.visit}/finish/", **PHONE)
    press(phone, "grade", "C")
    for objection in ("price", "location"):
        press(phone, "objections", objection)
    phone.locator('[name="note"]').fill("looks at two other projects")
    Session.objects.all().delete()
    phone.locator("main form button.btn-primary").click()
    log_in(phone, "an")
    expect(phone.locator('[name="grade"]:checked')).to_have_value("C")
    expect(phone.locator('[name="objections"]:checked')).to_have_count(2)
    expect(phone.locator('[name="note"]')).to_have_value("looks at two other projects")
    visit.refresh_from_db()
    assert visit.status == "receiving"
