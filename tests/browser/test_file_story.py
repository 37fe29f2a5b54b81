"""A consultant fills in a customer's file on the phone: a slip of the finger, a consent, and who changed what."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from offices.models import Member
from tests.browser.conftest import PHONE
from tests.visitors.rows import TYPED, file_of, receive
from visitors.models import Customer, FileChange, SensitiveConsent

CHILDREN = [{"name": "Lele", "born": "2018-09-02"}]


@pytest.fixture
def zhou(lin: Member, an: Member) -> Customer:
    """An's customer since yesterday."""
    yesterday = timezone.now() - timedelta(days=1)
    found = file_of(lin, name="Zhou", phone=TYPED, now=yesterday)
    receive(found, an, at=yesterday)
    return found


def opened(page: Page, key: str) -> Locator:
    """The field's line with its form in place of what is known."""
    line = page.locator(f"#field-{key}")
    line.locator("> a.btn").click()
    expect(line.locator("form")).to_be_visible()
    fits(page)
    return line


def save(line: Locator) -> None:
    line.locator("form .btn-primary").click()


def known(page: Page) -> int:
    """How many fields the top of the page counts."""
    found = re.search(r"\((\d+) of", page.locator("#file-known").inner_text())
    assert found
    return int(found[1])


def fits(page: Page) -> None:
    """Nothing stands beyond the edge of the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


def test_a_file_is_filled_in_on_the_phone(window, complaints, zhou, an) -> None:
    complaints.expect("422.*/file/field/")  # an impossible month, and no consent at first
    page = window(an, f"customers/{zhou.pk}/file/", **PHONE)
    fits(page)
    began = known(page)

    line = opened(page, "native_place")
    line.locator("[name=value]").fill("Harbour Town")
    save(line)
    expect(line.locator(".file-value")).to_have_text("Harbour Town")
    expect(page.locator("#file-known")).to_contain_text(f"({began + 1} of")
    expect(page.locator("#share-identity")).to_contain_text("2 of")

    line = opened(page, "current_residence")
    line.locator("[name=value-community]").fill("Old Street")
    line.locator("[name=value-since]").fill("some time ago")
    save(line)
    expect(line.locator("#error_1_id_value-since")).to_be_visible()
    expect(line.locator("[name=value-since]")).to_have_value("some time ago")
    fits(page)
    line.locator("[name=value-since]").fill("2014-06")
    save(line)
    expect(line.locator(".file-value")).to_contain_text("Old Street")

    line = opened(page, "alcohol")
    line.locator("[name=value-does][value=no]").check()
    save(line)
    expect(line.locator(".file-value")).to_have_text("No")
    assert known(page) == began + 3


def test_what_is_sensitive_is_kept_when_the_customer_agrees_and_goes_when_they_do_not(
    window, complaints, zhou, an
) -> None:
    complaints.expect("422.*/file/field/")
    page = window(an, f"customers/{zhou.pk}/file/", **PHONE)
    line = opened(page, "children")
    expect(line.locator("blockquote")).to_be_visible()
    line.locator("[name=value-0-name]").fill("Lele")
    line.locator("[name=value-0-born]").fill("2018-09-02")
    save(line)
    expect(line.locator("#error_1_id_consent")).to_be_visible()
    assert not SensitiveConsent.objects.exists()
    line.locator("[name=consent]").select_option("desk")
    save(line)
    expect(line.locator(".file-value")).to_contain_text("Lele")
    consents = page.locator("#file-consents")
    expect(consents.locator("form")).to_have_count(1)
    fits(page)

    consents.locator("details.menu > summary").click()
    with page.expect_navigation():
        consents.locator("form button").click()
    expect(page.locator("#field-children .file-value")).not_to_contain_text("Lele")
    assert [row.is_blank for row in FileChange.objects.filter(key="children")] == [True, True]


def test_whoever_asks_later_sees_what_it_was_before(window, zhou, an) -> None:
    page = window(an, f"customers/{zhou.pk}/file/", **PHONE)
    for place in ("Harbour Town", "Hill Town"):
        line = opened(page, "native_place")
        line.locator("[name=value]").fill(place)
        save(line)
        expect(line.locator(".file-value")).to_have_text(place)
    page.locator('.page-actions a[href$="/file/history/"]').click()
    rows = page.locator("tbody tr").filter(has_text="Hill Town")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Harbour Town")
    expect(rows).to_contain_text(an.name)
    fits(page)
    page.goto(f"/harbour/customers/{zhou.pk}/file/timeline/")
    fits(page)
    line = page.locator(".timeline > li")
    expect(line.first).to_be_visible()
