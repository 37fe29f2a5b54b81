"""A visit today becomes a call: not convenient, tomorrow at half past twelve; and tomorrow it is done."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, expect

from followups.models import CallResult, FollowUp
from followups.services.call_entry import CallEntry
from followups.services.call_wording import start_with_our_questions
from followups.services.calls import record_call
from followups.services.sweeps import sweep_asked
from offices.enums import Role
from offices.models import Member, Office
from reception.services import visits
from tests.browser.conftest import PHONE, Complaints, enter
from tests.browser.pages import press
from tests.browser.scenes import comes, day_open, known, meet
from tests.browser.test_looks import LANGUAGES, NAMES, findings
from tests.cast import enrol
from visitors.models import Customer
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


def test_the_pages_of_calls_fit_and_are_accessible(office, new_context, live_server) -> None:
    """At the widths of a phone, a tablet and a desk; axe sees them light and dark."""
    everything = (Role.CONSULTANT, Role.DESK, Role.MANAGER)
    lin = enrol(office, "lin", *everything, name="Lin")
    customer = known(NAMES["longest"], "13800001234", owner=lin, by=lin, days_ago=1)
    Customer.objects.filter(pk=customer.pk).update(grade="A")
    sweep_asked(now=timezone.now())
    start_with_our_questions(office=office, language="en", by=lin, now=timezone.now())
    due = FollowUp.objects.due().filter(channel="call").first()
    said = CallEntry(code="coming", coming_at=timezone.now() + timedelta(days=2), people=3, wants_help=True)
    result = record_call(follow_up=due, entry=said, by=lin, now=timezone.now())
    ahead = FollowUp.objects.due().filter(channel="call").earliest("on")
    FollowUp.objects.filter(pk=ahead.pk).update(on=office.business_date(timezone.now()) - timedelta(days=1))
    pages = ["today/", f"calls/{ahead.pk}/", f"customers/{customer.pk}/calls/", "team/", f"team/{lin.pk}/"]
    pages += ["tracking/", f"tracking/{customer.pk}/", "expected/", f"expected/{result.appointment_id}/"]
    pages += ["scripts/regular/", "questions/", f"team/answers/{result.pk}/"]
    found = []
    for language, (_width, theme) in LANGUAGES.items():
        if language == "zh-hant":
            continue
        context = new_context(base_url=live_server.url, color_scheme=theme)
        enter(context, live_server.url, lin, language)
        page = context.new_page()
        found += [each for path in pages for each in findings(page, f"/harbour/{path}", language)]
        context.close()
    assert not found, "\n".join(found)
