"""The first day of an installation: from the first log-in to the first visitor, by clicking what the pages offer."""

import re

import pytest
from playwright.sync_api import Page, expect

from offices.models import Member, User
from reception.models import Reception
from tests.browser.pages import Desk
from tests.cast import PASSWORD

ADDED = re.compile(r"/members/$")


@pytest.fixture
def founder(transactional_db: None) -> User:
    """What `createsuperuser` leaves behind: an account, and nothing else."""
    return User.objects.create_superuser("founder", PASSWORD, name="Fu")


def log_in(page: Page, username: str, password: str) -> None:
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("main form:has([name=password]) button.btn-primary").click()


def step(page: Page, number: int) -> None:
    """The list has come so far: this step is the next one."""
    expect(page.locator(".first-step")).to_have_count(5)
    expect(page.locator(".first-step-done")).to_have_count(number - 1)
    expect(page.locator(".first-step").nth(number - 1)).to_have_class(re.compile("first-step-next"))


def follow(page: Page) -> None:
    """Click what the next step offers."""
    page.locator(".first-step-next .btn").click()


def add(page: Page, username: str, name: str, role: str) -> str:
    """A new member; returns the password that the page shows."""
    page.locator(".page-actions .btn-primary").click()
    form = page.locator("#member-form")
    form.locator("[name=username]").fill(username)
    form.locator("[name=name]").fill(name)
    form.locator(f'[name=roles][value="{role}"]').check()
    form.locator("button.btn-primary").click()
    expect(page).to_have_url(ADDED)
    expect(page.locator(".people-who", has_text=username)).to_be_visible()
    return page.locator("#shown-password").inner_text()


def test_from_the_first_log_in_to_the_first_visitor(
    page: Page, live_server, founder: User, new_context
) -> None:
    page.goto(live_server.url)
    log_in(page, "founder", PASSWORD)

    expect(page).to_have_url(re.compile("/offices/new/$"))
    page.locator("[name=name]").fill("Harbour Gardens")
    page.locator("[name=project]").fill("Harbour Gardens, phase 1")
    page.locator("main form button.btn-primary").click()

    expect(page).to_have_url(re.compile("/harbour-gardens/office/$"))
    step(page, 2)
    follow(page)
    password = add(page, "lin", "Lin", "desk")
    add(page, "an", "An", "consultant")
    add(page, "bo", "Bo", "consultant")

    page.locator(".bar-home").click()
    step(page, 3)
    follow(page)
    choose_the_rules(page)

    page.locator(".bar-home").click()
    step(page, 4)
    expect(page.locator(".first-step-next .btn")).to_have_count(0)
    expect(page.locator(".first-step-who")).to_contain_text("Lin")

    clerk = new_context().new_page()
    clerk.goto(live_server.url)
    log_in(clerk, "lin", password)
    expect(clerk).to_have_url(re.compile("/harbour-gardens/desk/$"))
    step(clerk, 4)
    follow(clerk)
    open_the_day(clerk)
    step(clerk, 5)

    desk = Desk(clerk)
    desk.takes_in("Zhou")
    desk.answered("An")
    expect(clerk.locator(".first-steps")).to_have_count(0)
    page.locator(".bar-home").click()
    expect(page).to_have_url(re.compile("/harbour-gardens/visits/$"))
    visit = Reception.objects.select_related("consultant", "logged_by").get()
    assert (visit.consultant, visit.logged_by) == (
        Member.objects.get(name="An"),
        Member.objects.get(name="Lin"),
    )


def choose_the_rules(page: Page) -> None:
    """The preset that stands there first, as it stands; only the reason is asked for."""
    expect(page).to_have_url(re.compile("/rules/"))
    page.locator(".rules-adopt [name=note]").fill("Our first rules")
    page.locator(".rules-adopt .btn-primary").click()
    expect(page.locator(".invalid-feedback")).to_have_text([])


def open_the_day(page: Page) -> None:
    expect(page).to_have_url(re.compile("/day/$"))
    page.locator("main form:has([data-roster]) .btn-primary").click()
    expect(page).to_have_url(re.compile("/desk/$"))
