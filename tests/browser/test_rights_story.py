"""Somebody at the counter wants their data: taken down on a phone, handed over as a file; then they want to be gone."""

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.pages import press
from tests.browser.scenes import known
from visitors.models import Erasure, SubjectRequest


def test_from_the_wish_to_the_erasure(window, complaints, lin, an, fang, mei) -> None:
    complaints.expect("422.*/erase/")  # not without the tick
    zhou = known("Zhou", "13800001234", an, lin)
    desk = window(fang, f"customers/{zhou.pk}/rights/new/", **PHONE)
    desk.locator("[name=words]").fill("what do you know of me?")
    desk.locator("[name=identity]").select_option("paper")
    with desk.expect_navigation():
        desk.locator("main form .btn-primary").click()
    line = desk.locator("main .record").filter(has_text="Zhou")
    expect(line).to_contain_text("what do you know of me?")
    line.click()
    desk.locator("[name=kind]").select_option("json")
    with desk.expect_download() as made:
        desk.locator("main form .btn-primary").first.click()
    said = Path(made.value.path()).read_text(encoding="utf-8")
    assert "+8613800001234" in said and json.loads(said)["data"]["visitors.card"]["rows"]
    assert "Zhou" not in made.value.suggested_filename
    desk.reload()
    desk.get_by_role("link", name="It was handed over").click()
    with desk.expect_navigation():
        desk.locator("main form .btn-primary").click()
    assert SubjectRequest.objects.get().state == "done"

    desk.goto(f"/harbour/customers/{zhou.pk}/rights/new/")
    press(desk, "kind", "erase")
    desk.locator("[name=identity]").select_option("paper")
    with desk.expect_navigation():
        desk.locator("main form .btn-primary").click()
    wish = SubjectRequest.objects.get(kind="erase")

    manager = window(mei, f"access/rights/{wish.pk}/")
    manager.get_by_role("link", name="Erase this person's data").click()
    with manager.expect_navigation():
        manager.locator("main form .btn-primary, main form .btn-danger").first.click()
    assert not Erasure.objects.exists()  # not without the tick
    manager.locator("[name=sure]").check()
    with manager.expect_navigation():
        manager.locator("main form .btn-primary, main form .btn-danger").first.click()
    expect(manager.locator("main")).to_contain_text("done")
    assert Erasure.objects.get().request == wish
    desk.goto(f"/harbour/customers/{zhou.pk}/")
    expect(desk.locator("main")).not_to_contain_text("Zhou")
    expect(desk.locator("main")).not_to_contain_text("1234")
