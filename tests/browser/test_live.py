"""Live parts: what changes changes in place, under nobody's hand; what is lost is said; keys and undo."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from offices.enums import Role
from offices.models import Member
from reception.models import Reception
from tests.browser.conftest import Complaints
from tests.browser.pages import LET_GO, POLL, Desk
from tests.browser.scenes import comes, day_open, known, meet, step_out
from tests.cast import enrol

SWAPS = """() => {
  window.swaps = 0;
  document.addEventListener("htmx:afterSwap", () => { window.swaps += 1; });
}"""
STAYS = """() => {
  window.kept = document.querySelector('#arrival [name="name"]');
  window.kept.setSelectionRange(2, 4);
}"""
STAYED = """(row) => {
  const field = document.querySelector('#arrival [name="name"]');
  const top = (element) => Math.round(element.getBoundingClientRect().top);
  const seen = [top(field), top(document.querySelector(row))];
  return { same: field === window.kept, from: field.selectionStart, to: field.selectionEnd, seen };
}"""
# Instead of the loudspeaker: what the page would have rung and said.
LISTENER = """
  window.heard = { rung: 0, said: [] };
  const count = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.heard.rung += 1; return count.call(this); };
  SpeechSynthesis.prototype.speak = (words) => { window.heard.said.push(words.text); };
"""


@pytest.fixture
def desk(
    window: Callable[..., Page], lin: Member, an: Member, bo: Member, chen: Member, ding: Member
) -> Desk:
    """The desk on an open day, in a low window: an, bo, chen, ding in order, and six more."""
    more = [enrol(lin.office, name, Role.CONSULTANT) for name in ("er", "fu", "gao", "hu", "ji", "ke")]
    day_open([an, bo, chen, ding, *more], by=lin, seconds_ago=300)
    return Desk(window(lin, "desk/", viewport={"width": 1280, "height": 600}))


def sent(page: Page) -> list[str]:
    """The addresses to which the page has sent a form, from here on."""
    addresses: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            addresses.append(request.url)

    page.on("request", note)
    return addresses


def versions(page: Page) -> list[str | None]:
    """What the board and the bell ask with."""
    expect(page.locator("[data-live] > [hx-vals]")).to_have_count(2)
    return [each.get_attribute("hx-vals") for each in page.locator("[data-live] > [hx-vals]").all()]


def polled(page: Page) -> int:
    """Let the next poll of the board happen; its status."""
    with page.expect_response("**/desk/live/**") as answer:
        page.clock.fast_forward(POLL)
    return answer.value.status


def test_a_change_leaves_words_focus_and_scroll_alone(
    desk: Desk, bo: Member, chen: Member, ding: Member, lin: Member
) -> None:
    """Also where a card more stands above what is looked at."""
    comes("", by=lin, purpose="directions")
    desk.page.reload()  # without the first steps, which stand above the board of an office that is new
    customer = known("Wu Qing", "13900005678", ding, by=lin)
    desk.page.mouse.move(900, 300)
    desk.page.mouse.wheel(0, 150)
    desk.page.wait_for_function("window.scrollY >= 150")
    desk.type("Zhou Chun")
    desk.foretells("An")
    desk.page.evaluate(STAYS)
    before = desk.page.evaluate(STAYED, f"#row-{chen.pk}")
    step_out(bo, "business")
    visit = comes("", by=lin, customer=customer, history="visited", named=(ding.pk,))
    desk.called(str(visit.visit), ding)
    desk.shows(bo, "business")
    after = desk.page.evaluate(STAYED, f"#row-{chen.pk}")
    shifts = [abs(now - then) for now, then in zip(after.pop("seen"), before.pop("seen"), strict=True)]
    assert after == before and before["same"]
    assert max(shifts) < 5  # pixels: less than a line
    desk.in_focus("name")
    expect(desk.field("name")).to_have_value("Zhou Chun")


def test_an_open_menu_stays_open_and_the_row_in_focus_stays(desk: Desk, an: Member, bo: Member) -> None:
    menu = desk.row(bo).locator("details.step-out")
    menu.locator("summary").click()
    step_out(an, "personal")
    desk.shows(an, "personal")
    expect(menu).to_have_attribute("open", "")
    expect(menu.locator("summary:focus")).to_have_count(1)


def test_nothing_is_swapped_while_nothing_changes(desk: Desk) -> None:
    """But once in half a minute, when the version changes by itself; such a stretch does not count."""
    asked_with = versions(desk.page)
    desk.page.evaluate(SWAPS)
    while True:
        before, swaps = asked_with, desk.page.evaluate("window.swaps")
        answers = [polled(desk.page) for _ in range(5)]
        asked_with = versions(desk.page)
        if asked_with == before:
            break
    assert answers == [204] * 5
    assert desk.page.evaluate("window.swaps") == swaps


def test_what_changed_glows_and_nothing_else(desk: Desk, an: Member, bo: Member) -> None:
    step_out(an, "business")
    desk.shows(an, "business")
    expect(desk.row(an)).to_have_class(re.compile(r"\bglow\b"))
    expect(desk.row(bo)).not_to_have_class(re.compile(r"\bglow\b"))


def test_lost_contact_is_said_and_unsaid(desk: Desk, complaints: Complaints) -> None:
    complaints.expect("ERR_CONNECTION_REFUSED|htmx:sendError")
    banner = desk.page.locator("#contact-lost")

    def silence(route: Route) -> None:
        route.abort("connectionrefused")

    desk.page.route("**/live/**", silence)
    for _ in range(2):
        with desk.page.expect_event("requestfailed"):
            desk.page.clock.fast_forward(POLL)
    expect(banner).to_be_visible()
    desk.page.unroute("**/live/**", silence)
    desk.look()
    expect(banner).to_be_hidden()


def test_a_server_that_fails_counts_as_lost(desk: Desk, complaints: Complaints) -> None:
    complaints.expect("503")
    desk.page.route("**/desk/live/**", lambda route: route.fulfill(status=503, body=""))
    assert [polled(desk.page) for _ in range(2)] == [503, 503]
    expect(desk.page.locator("#contact-lost")).to_be_visible()


def test_a_double_click_logs_one_visit(desk: Desk) -> None:
    desk.type("Zhou")
    desk.choose("phone_answer", "later")
    desk.page.locator("#arrival-save").dblclick()
    desk.answered("An")
    assert Reception.objects.count() == 1


def test_a_finish_taken_back_within_five_seconds_is_never_sent(desk: Desk, an: Member, lin: Member) -> None:
    meet(comes("Zhou", by=lin), by=an)
    desk.shows(an, "receiving")
    forms = sent(desk.page)
    desk.row(an).locator('[data-row-key="f"]').click()
    expect(desk.row(an)).to_have_class(re.compile(r"\bpending\b"))
    desk.page.clock.fast_forward(3000)
    desk.page.locator("#toasts button").click()
    desk.page.clock.fast_forward(LET_GO)
    assert polled(desk.page) in (200, 204)
    expect(desk.row(an)).not_to_have_class(re.compile(r"\bpending\b"))
    assert not [address for address in forms if "/done/" in address]
    assert Reception.objects.get().status == "receiving"


def test_whoever_leaves_the_page_meant_it(desk: Desk, an: Member, lin: Member) -> None:
    """What is held is sent at once, also after the board has changed meanwhile."""
    meet(comes("Zhou", by=lin), by=an)
    desk.shows(an, "receiving")
    desk.row(an).locator('[data-row-key="f"]').click()
    desk.page.goto("/harbour/visits/")
    desk.page.goto("/harbour/desk/")
    desk.shows(an, "free")


def test_a_call_is_rung_and_spoken_once(desk: Desk, lin: Member) -> None:
    """In a window that somebody has touched; and never where the device was muted."""
    page = desk.page
    page.add_init_script(LISTENER)
    page.reload()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    comes("Zhou", by=lin)
    desk.look()
    expect(page.locator("[data-call]")).to_have_count(1)
    page.clock.fast_forward(1000)
    assert page.evaluate("window.heard.said") == ["An, Zhou is waiting for you."]
    page.wait_for_function("window.heard.rung === 2")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    comes("Wu", by=lin)
    desk.look()
    expect(page.locator("[data-call]")).to_have_count(2)
    page.clock.fast_forward(1000)
    assert page.evaluate("window.heard") == {"rung": 2, "said": ["An, Zhou is waiting for you."]}


def test_a_running_clock_turns_amber_and_red(desk: Desk, lin: Member) -> None:
    red, amber, calm = (
        comes(name, by=lin, seconds_ago=ago) for name, ago in [("A", 70), ("B", 46), ("C", 0)]
    )
    for visit, state in ((red, r"clock clock-red"), (amber, r"clock clock-amber"), (calm, r"clock")):
        desk.look()
        expect(desk.card(str(visit.visit)).locator(".visit-clock .clock")).to_have_class(state)
