"""The telephone in a browser: a ringing call pops up and is written down, answers are found."""

import hashlib
import hmac
import json
import time
from datetime import timedelta
from urllib.request import Request, urlopen

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from switchboard.models import IncomingCall, PhoneDesk
from switchboard.services.library import start_with_our_texts
from switchboard.services.phone_desks import connect
from tests.browser.conftest import PHONE
from tests.browser.pages import press
from tests.browser.scenes import day_open, known
from tests.switchboard.rows import on_the_phones, tells


@pytest.fixture
def connected(root, lin, an, bo) -> None:
    connect(office=root.office, by=root, now=timezone.now())
    on_the_phones(an, bo, by=lin, now=timezone.now())


def rings(office, **facts):
    return tells(office, "ringing", begin=timezone.now(), **facts)


def told_over_http(address: str, secret: str, **event) -> None:
    """As a telephone system of one's own speaks to the webhook (docs/pbx.md)."""
    body, stamp = json.dumps(event).encode(), str(int(time.time()))
    mac = hmac.new(secret.encode(), stamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Lunxu-Timestamp": stamp, "X-Lunxu-Signature": mac}
    with urlopen(Request(address, body, headers), timeout=20) as answer:
        assert json.load(answer)["ok"]


def tomorrow(office) -> str:
    return f"{office.business_date(timezone.now()) + timedelta(days=1):%Y-%m-%d}"


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#call-save").click()


def test_a_ringing_call_pops_up_and_is_written_down(connected, office, window, lin, an) -> None:
    known("Zhou", "13800001234", owner=an, by=lin)
    page = window(lin, "desk/")
    page.locator('#arrival [name="name"]').fill("somebody who stands here")
    expect(page.locator("#ringing .ringing-call")).to_have_count(0)
    rings(office)
    page.clock.fast_forward(2500)
    card = page.locator(".ringing-call")
    expect(card).to_contain_text("Zhou")
    expect(card).to_contain_text("customer of An")
    # Nothing moves under the hand: what was typed stands, and the cursor with it.
    expect(page.locator('#arrival [name="name"]')).to_be_focused()
    expect(page.locator('#arrival [name="name"]')).to_have_value("somebody who stands here")

    theirs = window(an, "phone/", **PHONE)
    expect(theirs.locator(".ringing-call")).to_contain_text("Yours: answer it")
    tells(office, "answered", 6, extension="201", begin=timezone.now())
    theirs.goto(theirs.locator(".ringing-call .btn-primary").get_attribute("href"))
    expect(theirs.locator("#call .chosen")).to_contain_text("Zhou")
    press(theirs, "next_step", "visit")
    theirs.locator('[name="visit_on"]').fill(tomorrow(office))
    theirs.locator('[name="visit_time"]').fill("10:30")
    save(theirs)
    expect(theirs.locator(".note-success")).to_contain_text("Zhou")
    call = IncomingCall.objects.get()
    assert (call.answered_by, call.appointment is not None, call.line is not None) == (an, True, True)
    page.clock.fast_forward(2500)
    expect(page.locator(".ringing-call")).to_have_count(0)


def test_a_call_becomes_a_visit(connected, office, window, live_server, lin, an, bo) -> None:
    """It rings, An answers and agrees on a visit; the caller comes, and the register says so."""
    day_open([an, bo], by=lin)
    desk = PhoneDesk.objects.get(office=office)
    hook = live_server.url + reverse("hook_calls", args=[desk.hook])
    call = {"call": "trunk-7", "number": "13800005678"}
    told_over_http(hook, desk.secret, event="ringing", **call)
    page = window(an, "phone/", **PHONE)
    expect(page.locator(".ringing-call")).to_contain_text("First call of this number")
    expect(page.locator(".ringing-call")).to_contain_text("Yours: answer it")
    told_over_http(hook, desk.secret, event="answered", extension="201", **call)
    page.goto(page.locator(".ringing-call .btn-primary").get_attribute("href"))
    page.locator('#call [name="name"]').fill("Wu")
    page.locator("#call .pick", has_text="Price").click()
    press(page, "next_step", "visit")
    page.locator('[name="visit_on"]').fill(tomorrow(office))
    page.locator('[name="visit_time"]').fill("10:30")
    save(page)
    expect(page.locator(".note-success")).to_contain_text("Wu")
    told_over_http(hook, desk.secret, event="ended", **call)

    arrival = window(lin, "desk/")
    arrival.keyboard.type("5678")
    expect(arrival.locator("#matches [role=option]")).to_contain_text("Wu")
    arrival.keyboard.press("Enter")
    expect(arrival.locator("#chosen")).to_contain_text("Wu")
    with arrival.expect_navigation():
        arrival.locator("#arrival-save").click()
    arrival.goto("/harbour/phone/calls/")
    arrival.locator("a.chip", has_text="came").click()
    expect(arrival.locator("#phoned-title")).to_be_visible()


def test_answers_are_found_beside_the_call(office, window, mei, an) -> None:
    """What was typed of the call stays while somebody looks for an answer."""
    start_with_our_texts(office=office, language="en", by=mei, now=timezone.now())
    page = window(an, "phone/")
    page.locator('#call [name="name"]').fill("Wu")
    page.locator("#answers-q").press_sequentially("parking")
    expect(page.locator(".library-text").first).to_contain_text("How do I get there?")
    expect(page.locator('#call [name="name"]')).to_have_value("Wu")
    page.locator("#answers-q").fill("")
    expect(page.locator(".library-text")).to_have_count(0)


def test_what_a_kind_of_call_does_not_ask_is_not_shown(office, window, lin, an) -> None:
    page = window(lin, "phone/")
    for kind, shown, hidden in (
        ("customer", "next_step", "message"),
        ("colleague", "message", "next_step"),
        ("enquiry", "help", "next_step"),
    ):
        press(page, "kind", kind)
        expect(page.locator(f'[name="{shown}"]').first.locator("xpath=ancestor::*[@id][1]")).to_be_visible()
        expect(page.locator(f'[name="{hidden}"]').first.locator("xpath=ancestor::*[@id][1]")).to_be_hidden()


def test_answers_are_found_while_one_types(office, window, mei, an) -> None:
    start_with_our_texts(office=office, language="en", by=mei, now=timezone.now())
    page = window(an, "phone/library/")
    page.locator("#library-q").press_sequentially("parking")
    expect(page.locator(".library-text").first).to_contain_text("How do I get there?")
    expect(page.locator(".library-text").first.locator(".script")).to_be_visible()
