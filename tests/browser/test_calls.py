"""A visit today becomes a call: not convenient, tomorrow at half past twelve; and tomorrow it is done."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, expect

from followups.models import CallResult, FollowUp
from followups.services.sweeps import sweep_asked
from offices.models import Member, Office
from reception.services import visits
from tests.browser.conftest import PHONE, Complaints
from tests.browser.pages import press
from tests.browser.scenes import comes, day_open, meet
from visitors.services.outcomes import OutcomeEntry

MORNING = 10


@pytest.fixture
def office_in_the_morning(office: Office) -> Office:
    """It is between ten and eleven at the office, whenever the test runs."""
    shift = (MORNING - datetime.now(UTC).hour + 12) % 24 - 12
    office.timezone = f"Etc/GMT{-shift:+d}" if shift else "UTC"
    office.save(update_fields=["timezone"])
    return office


@pytest.fixture
def visited(office_in_the_morning: Office, an: Member, lin: Member) -> None:
    """Zhou was here, left a number, and is gone; what is due was planned by the sweep."""
    lin.office = an.office = office_in_the_morning
    day_open([an], by=lin)
    visit = comes("Zhou", by=lin)
    meet(visit, an)
    outcome = OutcomeEntry(grade="A", phone="13800001234", objections=("price",))
    visits.finish(reception=visit, outcome=outcome, by=an, now=timezone.now())
    sweep_asked(now=timezone.now())


def a_night_passes() -> None:
    """What is due tomorrow is due today, at the same minute."""
    day = timedelta(days=1)
    ahead = FollowUp.objects.due().filter(agreed_at__isnull=False)
    ahead.update(on=F("on") - day, agreed_at=F("agreed_at") - day)


def write_down(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".call-send .btn-primary").click()


def test_a_visit_becomes_a_call_at_half_past_twelve(visited, window, an, office) -> None:
    page = window(an, "today/", **PHONE)
    expect(page.locator(".display-name")).to_have_text("Zhou")
    page.locator(".next-call").click()
    expect(page.locator(".script")).to_contain_text("this is An of Harbour Gardens", ignore_case=True)
    expect(page.locator(".if-not_convenient")).to_be_hidden()
    press(page, "code", "not_convenient")
    expect(page.locator(".if-not_convenient")).to_be_visible()
    tomorrow = office.business_date(timezone.now()) + timedelta(days=1)
    page.locator('[name="agreed_on"]').fill(f"{tomorrow:%Y-%m-%d}")
    page.locator('[name="agreed_time"]').fill("12:30")
    write_down(page)
    expect(page.locator(".call-row")).to_have_count(0)
    agreed = FollowUp.objects.due().get(agreed_at__isnull=False)
    assert f"{office.local(agreed.agreed_at):%H:%M}" == "12:30"

    a_night_passes()
    page.reload()
    expect(page.locator(".display-sub").last).to_contain_text("12:30")
    page.locator(".next-call").click()
    press(page, "code", "reached")
    page.locator('[name="note"]').fill("comes with his wife next week")
    write_down(page)
    expect(page.locator(".call-fold summary")).to_contain_text("1 customer reached today")
    assert [each.code for each in CallResult.objects.order_by("at")] == ["not_convenient", "reached"]


def test_one_tap_shows_the_number_and_keeps_a_line(visited, window, an, complaints: Complaints) -> None:
    complaints.expect("tel:")
    page = window(an, "today/", **PHONE)
    page.locator(".next-call").click()
    expect(page.locator("[data-dial] button")).not_to_contain_text("13800001234")
    page.locator("[data-dial] button").click()
    expect(page.locator(".dial-said a")).to_have_attribute("href", re.compile(r"^tel:\+8613800001234$"))
