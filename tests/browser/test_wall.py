"""The wall on its screen: calls, loses contact, finds it again, is revoked, and stands open for a week."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import CDPSession, Page, Route, expect

from offices.enums import Role
from offices.models import Member, Office
from reception.enums import LinkKind
from reception.models import CheckIn, PublicLink
from reception.services.check_ins import OwnEntry, enter_check_in
from reception.services.links import make_link, revoke_link, secret_of
from tests.browser.conftest import Complaints, enter
from tests.browser.pages import POLL, Desk
from tests.browser.scenes import comes, day_open, meet
from tests.browser.test_looks import AXE, GRAVE, TOO_WIDE, VIOLATIONS
from tests.cast import enrol

SCREEN = {"width": 1920, "height": 1080}
A_DAY = 24 * 60 * 60 * 1000
LISTENER = """
  window.heard = { rung: 0, said: [] };
  const count = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.heard.rung += 1; return count.call(this); };
  SpeechSynthesis.prototype.speak = (words) => { window.heard.said.push(words.text); };
"""
STICKS_OUT = """() => {
  const page = document.documentElement;
  const zones = [...document.querySelectorAll(".wall-zone")];
  const over = zones.filter((zone) => zone.scrollHeight > zone.clientHeight + 1);
  return over.length || page.scrollHeight > page.clientHeight || page.scrollWidth > page.clientWidth;
}"""


@pytest.fixture
def link(office: Office, mei: Member, an: Member, bo: Member, chen: Member, lin: Member) -> PublicLink:
    """The link of the wall, on an open day with an, bo, chen in order."""
    day_open([an, bo, chen], by=lin, seconds_ago=300)
    return make_link(office=office, kind=LinkKind.WALL, by=mei, now=timezone.now())


@pytest.fixture
def wall(link: PublicLink, new_context: Callable, live_server) -> Page:
    """The screen in the hall: nobody has logged in there."""
    context = new_context(base_url=live_server.url, viewport=SCREEN)
    context.add_init_script(LISTENER)
    page = context.new_page()
    page.clock.install()
    page.goto(f"/wall/{secret_of(link)}/?lang=en")
    return page


def poll(wall: Page) -> None:
    """The next poll happens, and is answered."""
    with wall.expect_response("**/live/**"):
        wall.clock.fast_forward(POLL)


def refuse(route: Route) -> None:
    route.abort()


def test_a_call_fills_the_screen_and_is_spoken_after_one_click(
    wall: Page, an: Member, bo: Member, lin
) -> None:
    banner = wall.locator("#wall-call")
    comes("Canary", by=lin)
    poll(wall)
    expect(banner).to_contain_text(an.name)
    expect(banner.locator(".wall-number")).to_contain_text("1")
    assert wall.evaluate("window.heard") == {"rung": 0, "said": []}
    wall.locator("#wall-sound").click()
    expect(wall.locator("#wall-sound")).to_be_hidden()
    wall.clock.fast_forward(12_000)
    expect(banner).to_be_hidden()
    comes("Canary", by=lin)
    poll(wall)
    expect(banner).to_contain_text(bo.name)
    wall.clock.fast_forward(1000)
    wall.wait_for_function("window.heard.said.length === 1 && window.heard.rung >= 2")
    assert wall.evaluate("window.heard.said") == ["Bo, number 2 is waiting for you."]
    assert "Canary" not in wall.content()
    expect(wall.locator(".wall-called")).to_have_count(2)


def test_lost_contact_is_said_and_found_again(wall: Page, an: Member, lin, complaints: Complaints) -> None:
    complaints.expect(r"ERR_FAILED|Failed to load resource")
    lost = wall.locator("#wall-lost")
    poll(wall)
    wall.route("**/live/**", refuse)
    wall.clock.run_for(14_000)
    expect(lost).to_be_visible()
    expect(lost).to_have_text(re.compile(r"No contact since \d\d:\d\d"))
    expect(wall.locator("html")).to_have_class(re.compile(r"\blost\b"))
    meet(comes("Zhou", by=lin), by=lin)
    wall.unroute("**/live/**")
    poll(wall)
    wall.clock.fast_forward(1000)
    expect(lost).to_be_hidden()
    expect(wall.locator(".wall-row", has_text=an.name).locator(".state-receiving")).to_have_count(1)


def test_revoked_link_leaves_nothing_on_the_screen(
    wall: Page, link: PublicLink, an: Member, mei: Member, complaints: Complaints
) -> None:
    complaints.expect(r"status of 404")
    expect(wall.locator("#wall")).to_contain_text(an.name)
    revoke_link(link=link, by=mei, now=timezone.now())
    poll(wall)
    expect(wall.locator("#wall-gone")).to_be_visible()
    expect(wall.locator("#wall")).to_be_empty()


def test_screen_that_runs_old_scripts_loads_itself_anew(wall: Page) -> None:
    wall.evaluate("window.old = true; document.body.dataset.assets = 'last year'")
    with wall.expect_navigation():
        wall.clock.fast_forward(POLL)
    assert wall.evaluate("window.old") is None
    poll(wall)


def measure(devtools: CDPSession) -> tuple[int, int, int]:
    """(nodes, listeners, bytes of the heap) after everything that can go is gone."""
    for _ in range(2):
        devtools.send("HeapProfiler.collectGarbage")
    found = {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}
    return int(found["Nodes"]), int(found["JSEventListeners"]), int(found["JSHeapUsedSize"])


def test_a_week_leaves_nothing_behind(wall: Page, lin: Member) -> None:
    """Seven days of ticks and polls, each day with something that changes; then the screen is as light as before."""
    devtools = wall.context.new_cdp_session(wall)
    devtools.send("Performance.enable")

    def live(polls: int) -> None:
        for _ in range(polls):
            poll(wall)

    live(20)
    nodes, listeners, heap = measure(devtools)
    for _ in range(7):
        wall.clock.fast_forward(A_DAY)
        comes("Zhou", by=lin)
        live(20)
    after = measure(devtools)
    assert after[1] <= listeners
    assert after[0] < nodes * 1.5 + 300
    assert after[2] < heap * 1.5 + 1_000_000
    expect(wall.locator("#wall-lost")).to_be_hidden()
    expect(wall.locator("#wall-time")).to_have_text(re.compile(r"^\d\d:\d\d$"))


@pytest.mark.parametrize("many", [2, 60])
def test_all_fit_without_scrolling(
    many: int, office: Office, lin: Member, mei: Member, new_context: Callable, live_server
) -> None:
    staff = [enrol(office, f"c{each}", Role.CONSULTANT, name=f"Consultant {each:02}") for each in range(many)]
    day_open(staff, by=lin)
    for each in range(many // 2):
        meet(comes(f"V{each}", by=lin), by=lin)
    link = make_link(office=office, kind=LinkKind.WALL, by=mei, now=timezone.now())
    page = new_context(base_url=live_server.url, viewport=SCREEN).new_page()
    page.goto(f"/wall/{secret_of(link)}/")
    assert not page.evaluate(STICKS_OUT)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.locator("#wall-theme").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


@pytest.mark.parametrize("width", [360, 1280])
def test_public_pages_fit_and_are_accessible(
    link: PublicLink, lin: Member, mei: Member, new_context: Callable, live_server, width: int
) -> None:
    link.office.self_check_in = True
    link.office.save(update_fields=["self_check_in"])
    door = make_link(office=link.office, kind=LinkKind.CHECK_IN, by=mei, now=timezone.now())
    meet(comes("Zhou", by=lin), by=lin)
    comes("Wu", by=lin)
    theme = "dark" if width == 360 else "light"
    context = new_context(
        base_url=live_server.url, viewport={"width": width, "height": 800}, color_scheme=theme
    )
    enter(context, live_server.url, mei)
    page, found = context.new_page(), []
    door_page = f"/check-in/{secret_of(door)}/"
    private = ["/harbour/links/", f"/harbour/links/{door.pk}/poster/"]
    for path in (f"/wall/{secret_of(link)}/", door_page, f"{door_page}done/", *private):
        page.goto(path)
        found += [path, page.evaluate(TOO_WIDE)] if page.evaluate(TOO_WIDE) else []
        page.evaluate(AXE)
        found += [f"{path}: {what}" for impact, what in page.evaluate(VIOLATIONS, True) if impact in GRAVE]
    assert not found, "\n".join(found)


def test_visitor_checks_in_and_the_desk_takes_over(
    office: Office, lin: Member, mei: Member, an: Member, bo: Member, window, new_context, live_server
) -> None:
    """The card comes by itself and leaves alone what the clerk types; taking over fills an empty form only."""
    office.self_check_in = True
    office.save(update_fields=["self_check_in"])
    day_open([an, bo], by=lin, seconds_ago=300)
    door = make_link(office=office, kind=LinkKind.CHECK_IN, by=mei, now=timezone.now())
    desk = Desk(window(lin, "desk/"))
    desk.type("Somebody else")
    phone = new_context(base_url=live_server.url, viewport={"width": 360, "height": 740}).new_page()
    phone.goto(f"/check-in/{secret_of(door)}/?lang=en")
    phone.locator("[name=name]").fill("Zhou Mingming")
    phone.locator("[name=phone]").fill("13812345678")
    phone.locator("label", has_text="Yes, I was here").click()
    phone.locator("[name=named]").select_option(str(bo.pk))
    phone.locator("button.btn-primary").click()
    expect(phone.locator("h1")).to_contain_text("Thank you")
    card = desk.look().locator(".own-entry")
    expect(card).to_contain_text("138****5678")
    expect(desk.field("name")).to_have_value("Somebody else")
    card.locator("[data-take]").click()
    expect(desk.page.locator(".word-danger")).to_have_count(1)
    expect(desk.field("name")).to_have_value("Somebody else")
    desk.field("name").fill("")
    with desk.page.expect_navigation():
        card.locator("[data-take]").click()
    desk.foretells(bo.name)
    expect(desk.field("phone")).to_have_value("13812345678")
    desk.save()
    desk.answered(bo.name)
    expect(desk.page.locator(".own-entry")).to_have_count(0)
    assert CheckIn.objects.get().state == "taken"


def test_an_entry_is_dismissed_and_taken_back(
    office: Office, lin: Member, mei: Member, an: Member, window
) -> None:
    office.self_check_in = True
    office.save(update_fields=["self_check_in"])
    day_open([an], by=lin)
    door = make_link(office=office, kind=LinkKind.CHECK_IN, by=mei, now=timezone.now())
    enter_check_in(link=door, entry=OwnEntry(token=uuid4(), name="Zhou"), now=timezone.now())
    page = window(lin, "desk/")
    page.locator(".own-entry button").click()
    page.keyboard.press("u")
    page.clock.fast_forward(6000)
    assert CheckIn.objects.get().state == "new"
    page.locator(".own-entry button").click()
    with page.expect_response("**/dismiss/"):
        page.clock.fast_forward(6000)
    assert CheckIn.objects.get().state == "dismissed"
