"""A major complaint from the telephone to the archive, each step by whom it is for, the signature drawn."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints.models import Department, Signature, Ticket, TicketCategory
from offices.enums import NoticeKind, Role
from offices.models import Member, Notice, Office
from offices.sealing import unseal
from tests.browser.pages import press
from tests.cast import enrol
from tests.visitors.rows import file_of


@pytest.fixture
def director(office: Office) -> Member:
    return enrol(office, "wang", Role.DIRECTOR)


@pytest.fixture
def floods(office: Office, chen: Member) -> TicketCategory:
    """Always a major complaint, and Chen's department."""
    department = Department.objects.create(office=office, name="Repairs", head=chen)
    return TicketCategory.objects.create(office=office, name="Flooding", is_major=True, department=department)


def do(page: Page, ticket: Ticket, deed: str, text: str = "") -> None:
    """The next step stands first on the complaint's page; its form takes a few words."""
    page.goto(f"/harbour/complaints/{ticket.pk}/")
    page.locator(f'.ticket-next a[href$="/do/{deed}/"]').first.click()
    if text:
        page.locator("[name=text]").fill(text)
    send(page)


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form .btn-primary").last.click()


def draw(page: Page) -> None:
    """A finger on the sheet, here a mouse."""
    sheet = page.locator("[data-signature] canvas")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    for x, y in ((80, 90), (120, 40), (160, 100), (200, 50)):
        page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.up()


def test_a_major_complaint_from_arrival_to_archive(
    window, complaints, office, lin, fang, chen, mei, director, floods
) -> None:
    complaints.expect("422.*/complaints/new/")  # a time is missing at first
    file_of(lin, name="Zhou", phone="13800001234")
    desk = window(lin, "complaints/new/")
    desk.locator("[name=text]").fill("The garage is under water.")
    desk.locator("[name=category]").select_option(label="Flooding")
    desk.locator("[name=phone]").fill("13800001234")
    desk.clock.fast_forward(1000)  # the page asks a moment after the last key
    expect(desk.locator("#matches")).to_contain_text("Zhou")
    send(desk)
    expect(desk.locator("[name=text]")).to_have_value("The garage is under water.")  # a time is missing
    until = office.local(timezone.now() + timedelta(hours=3))
    desk.locator("[name=reply_by]").fill(f"{until:%Y-%m-%dT%H:%M}")
    send(desk)
    ticket = Ticket.objects.get()
    assert ticket.is_major and str(ticket.customer) == "Zhou"
    for leader in (mei, director):
        assert Notice.objects.filter(member=leader, kind=NoticeKind.TICKET_MAJOR).exists()
    do(desk, ticket, "assigned")
    do(window(chen), ticket, "handled", "Pumped out.")
    service = window(fang)
    do(service, ticket, "returned")
    do(desk, ticket, "replied", "It is dry again.")
    desk.goto(f"/harbour/complaints/{ticket.pk}/do/confirmed/")
    press(desk, "how", "signed")
    draw(desk)
    send(desk)
    drawn = unseal(Signature.objects.get().sealed)
    assert drawn.startswith("M") and drawn.count("L") >= 4
    expect(desk.locator(".ticket-signature path")).to_have_attribute("d", drawn)
    service.goto(f"/harbour/complaints/{ticket.pk}/do/called/")
    press(service, "satisfaction", "satisfied")
    send(service)
    do(service, ticket, "archived")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.satisfaction) == ("archived", "satisfied")
    expect(service.locator(".ticket-next")).to_contain_text("Archived")
