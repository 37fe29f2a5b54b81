"""A colleague's file is closed; it is asked for on a phone, allowed at the desk, read, and the file says who looked."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.pages import press
from tests.browser.scenes import known
from visitors.models import AccessRequest, FileView


def test_from_the_closed_file_to_the_list_of_lookers(window, complaints, lin, an, bo, mei) -> None:
    complaints.expect("403.*/file/")  # Bo tries the address by hand
    complaints.expect("422.*/ask/")  # and asks without a reason first
    zhou = known("Zhou", "13800001234", an, lin)
    bos = window(bo, f"customers/{zhou.pk}/", **PHONE)
    card = bos.locator("main")
    expect(card).to_contain_text("Zhou")
    expect(card).to_contain_text("138****1234")
    expect(card).not_to_contain_text("What happened so far")
    bos.goto(f"/harbour/customers/{zhou.pk}/file/")
    expect(bos.locator("h1")).to_have_text("This file is closed to you")
    assert not FileView.objects.filter(action="see_file").exists()

    bos.get_by_role("link", name="Ask for access").click()
    outside = bos.locator("[name=outsider]")
    expect(outside).to_be_hidden()  # few need it: folded
    bos.locator("[name=subject]").fill("visits of this year")
    with bos.expect_navigation():
        bos.locator("main form .btn-primary").click()
    expect(bos.locator("[name=subject]")).to_have_value("visits of this year")  # the reason is missing
    bos.locator("[name=reason]").fill("An is away, they come tomorrow")
    with bos.expect_navigation():
        bos.locator("main form .btn-primary").click()
    expect(bos.locator("main")).to_contain_text("waits")

    manager = window(mei, "access/")
    waiting = manager.locator("article.record").filter(has_text="visits of this year")
    expect(waiting).to_contain_text("Zhou")
    waiting.get_by_role("link").first.click()
    expect(manager.locator("main")).to_contain_text("An is away, they come tomorrow")
    press(manager, "yes", "yes")
    manager.locator("[name=days]").fill("2")
    with manager.expect_navigation():
        manager.locator("main form .btn-primary").click()
    assert AccessRequest.objects.get().state == "approved"

    bos.goto(f"/harbour/customers/{zhou.pk}/file/")
    expect(bos.locator("h1")).to_contain_text("Zhou")
    expect(bos.locator("main")).not_to_contain_text("closed to you")

    ans = window(an, f"customers/{zhou.pk}/looks/")
    lines = ans.locator("main .record")
    read = lines.filter(has_text="Bo").filter(has_text="Read the file")
    expect(read.first).to_be_visible()
    expect(lines.filter(has_text=re.compile("refused")).first).to_contain_text("Bo")
