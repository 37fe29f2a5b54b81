"""Honoured guests are announced, prepared for by two people, and seen at the gate on the guard's telephone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from frontdesk.models import Booking, GateTick, WelcomePlan
from offices.enums import NoticeKind, Role
from offices.models import Member, Notice, Office
from tests.browser.conftest import PHONE, Complaints
from tests.browser.pages import POLL
from tests.cast import enrol
from tests.frontdesk.guests import plan_for, room

LOCAL = "%Y-%m-%dT%H:%M"


@pytest.fixture
def guard(office: Office) -> Member:
    return enrol(office, "gate", Role.GUARD)


def send(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def test_vip_visit_is_prepared(
    office: Office, lin: Member, mei: Member, window, complaints: Complaints
) -> None:
    complaints.expect(r"422.*/welcome/new/")
    orchid = room(mei)
    arrives = office.local(timezone.now() + timedelta(days=3)).replace(hour=10, minute=0)
    page = window(lin, "welcome/new/")
    page.locator('[name="guests"]').fill("Study group")
    page.locator('[name="guest_kind"]').select_option("leaders")
    page.locator('[name="party_size"]').fill("6")
    page.locator('[name="bringer"]').select_option("group")
    page.locator('[name="accompanies"]').check()
    page.locator('[name="called"]').check()
    page.locator('[name="arrives_at"]').fill(f"{arrives:{LOCAL}}")
    page.locator('[name="leaves_at"]').fill(f"{arrives + timedelta(hours=2):{LOCAL}}")
    page.locator('[name="host_rank"]').select_option("5")
    page.locator('[name="host"]').fill("President Zhou")
    page.locator('[name="cost"]').fill("3100")
    send(page, "Make the plan")
    # Above the cap of six times 500: the form comes back, asks why, and has kept everything.
    expect(page.locator('[name="guests"]')).to_have_value("Study group")
    page.locator('[name="cost_reason"]').fill("a banquet")
    send(page, "Make the plan")
    plan = WelcomePlan.objects.get()
    expect(page.get_by_role("heading", level=1)).to_have_text("Study group")
    expect(page.get_by_role("button", name="Announce the guests")).to_have_count(0)
    with page.expect_navigation():
        page.get_by_role("link", name="Book a room").click()
    send(page, "Book")
    assert Booking.objects.get().venue == orchid

    manager = window(mei, f"welcome/{plan.pk}/")
    send(manager, "Approve the cost")
    page.reload()
    send(page, "Announce the guests")
    first = plan.tasks.kept().order_by("due_at", "pk").first()
    row = page.locator(f"#task-{first.pk}")
    with page.expect_navigation():
        row.get_by_role("button", name="Done", exact=False).first.click()
    expect(page.locator(f"#task-{first.pk}")).to_contain_text("done by Lin")
    manager.reload()
    with manager.expect_navigation():
        manager.locator(f"#task-{first.pk}").get_by_role("button", name="I have seen it").click()
    expect(manager.locator(f"#task-{first.pk}")).to_contain_text("seen by Mei")


def test_guard_sees_who_comes_and_ticks_with_a_thumb(
    office: Office, lin: Member, guard: Member, window
) -> None:
    plan = plan_for(
        lin, announced=True, arrives_at=timezone.now() + timedelta(seconds=20), plates="A12345 B67890"
    )
    page = window(guard, "", **PHONE)
    expect(page).to_have_url(f"{page.url.split('/harbour')[0]}/harbour/gate/")
    expect(page.locator(".gate-plate").first).to_have_text("A12345")
    send(page, "In at the gate: Harbour guests")
    assert GateTick.objects.get().plan == plan
    assert Notice.objects.filter(kind=NoticeKind.GUESTS_ARRIVED, member=lin).count() == 1
    # The desk's screen beside it follows by itself.
    desk = window(lin, "gate/")
    expect(desk.locator("#gate")).to_contain_text("In at the gate")
    send(page, "Take back: In at the gate, Harbour guests")
    desk.clock.fast_forward(POLL)
    expect(desk.get_by_role("button", name="In at the gate: Harbour guests")).to_be_visible()
