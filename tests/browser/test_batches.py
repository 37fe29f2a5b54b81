"""A festival batch from the choice of customers to delivered, through two people's hands and past a reload."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from followups.models import Batch
from followups.services.batch_feeding import feed_batches
from messaging.models import TextMessage
from messaging.services.templates import start_with_ours
from messaging.services.text_sending import send_texts_due
from offices.enums import Role
from offices.models import Member, Office
from tests.browser.conftest import PHONE
from tests.browser.pages import POLL
from tests.cast import enrol
from tests.followups.texted import people
from tests.messaging.sms_vendors import SmsVendors, sms_vendors_at_home
from tests.messaging.test_hooks import add, bring, receipt

GUESTS = 12


@pytest.fixture
def at_noon(office: Office) -> Office:
    """It is between twelve and one at the office, whenever the test runs: texts may leave."""
    ahead = 12 - datetime.now(UTC).hour
    office.timezone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
    office.hotline = "400-800-8000"
    office.save()
    return office


@pytest.fixture
def tao(at_noon: Office) -> Member:
    """The sales assistant, who makes batches."""
    return enrol(at_noon, "tao", Role.ASSISTANT)


@pytest.fixture
def sms_vendors(settings) -> Iterator[SmsVendors]:
    settings.SMS_HOSTS = ["127.0.0.1"]
    with sms_vendors_at_home() as vendors:
        yield vendors


def step(page: Page, deed: str) -> None:
    with page.expect_navigation():
        page.locator(f'form[action$="/{deed}/"] button').click()


def test_a_festival_batch_from_the_filter_to_delivered(
    tao: Member, mei: Member, an: Member, root: Member, window: Callable, sms_vendors: SmsVendors
) -> None:
    for member in (mei, an, root):
        member.office = tao.office
    now = timezone.now()
    gateway = add(root, "http", sms_vendors.root)
    start_with_ours(office=tao.office, language="en", by=mei, now=now)
    people(an, GUESTS, now=now)
    people(an, 2, first=50, agreed=False, now=now)

    page = window(tao, "batches/")
    page.locator('a[href$="/batches/new/"]').first.click()
    page.locator('[name="name"]').fill("Lantern Festival")
    page.locator('[name="template"]').select_option(label="Festival greeting")
    page.locator('[name="event"]').fill("the Lantern Festival")
    page.locator('[name="grades"][value="A"]').check(force=True)
    page.locator('[name="filter_name"]').fill("Grade A")
    with page.expect_navigation():
        page.locator("form.panel .btn-primary").click()
    expect(page.locator("#batch-standing")).to_contain_text(f"{GUESTS} get it")
    page.locator('a[href="?rows=out"]').click()
    expect(page.locator(".batch-why").first).to_contain_text("Wants no messages")
    page.locator('a[href="?rows=in"]').click()
    with page.expect_navigation():
        page.locator('form[action$="/drop/"] button').first.click()
    expect(page.locator("#batch-standing")).to_contain_text(f"{GUESTS - 1} get it")
    expect(page.locator('form[action$="/approve/"]')).to_have_count(0)
    step(page, "ask")

    phone = window(mei, "batches/", **PHONE)
    phone.get_by_role("link", name="Lantern Festival").click()
    step(phone, "approve")
    page.reload()
    step(page, "start")
    batch = Batch.objects.get()
    assert (batch.made_by, batch.approved_by, batch.state) == (tao, mei, "running")

    feed_batches(timezone.now())
    send_texts_due(timezone.now(), limit=4)
    page.clock.fast_forward(POLL)
    expect(page.locator(".batch-bar")).to_have_attribute("value", str(4 * 100 // (GUESTS - 1)))
    page.reload()
    expect(page.locator(".batch-bar")).to_have_attribute("value", str(4 * 100 // (GUESTS - 1)))
    step(page, "pause")
    assert send_texts_due(timezone.now()) == 0
    step(page, "resume")
    while feed_batches(timezone.now()) + send_texts_due(timezone.now()):
        pass
    page.clock.fast_forward(POLL)
    expect(page.locator("#standing-title")).to_have_text("Done")
    expect(page.locator(".batch-bar")).to_have_attribute("value", "100")

    for text in TextMessage.objects.all():
        bring(Client(), gateway, "receipts", receipt(gateway, text, delivered=True))
    page.reload()
    expect(page.locator("#batch-standing")).to_contain_text(f"{GUESTS - 1} delivered")
    numbers = [handed.number for handed in sms_vendors.accepted]
    assert len(numbers) == len(set(numbers)) == GUESTS - 1
    assert all("the Lantern Festival" in handed.text for handed in sms_vendors.accepted)
