"""Takes the README's pictures from the running demo: `make demo`, and in another terminal `make pictures`.

The pictures show the moment at which a visitor has just come in. So the clerk of the demo meets whoever is still
called, and logs one more arrival: run this on a demo, never on an office.
"""

import json
import os
import re
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, ViewportSize, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
PICTURES = PROJECT / "docs" / "pictures"
NOTE = PROJECT / ".data" / "run" / "demo.json"
DEMO_DATA = PROJECT / "reception" / "demo" / "data"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LARGEST = 250_000  # bytes of one picture
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 740}
A4_ACROSS: ViewportSize = {"width": 1123, "height": 794}
WALL: ViewportSize = {"width": 1280, "height": 720}
TOUCH: dict[str, Any] = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
VISIT = re.compile(r'href="(/[\w-]+/visits/[0-9a-f-]{36}/)"')
LOOKED_AT = 40  # visits among which one with a make-up turn is searched for


class Missing(Exception):
    """Something that has to be there first; the message says what to do."""


class Studio:
    """The demo's first office, and a browser in which its people log in."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        staff = json.loads((DEMO_DATA / "staff.json").read_text("utf-8"))
        self.password = staff["password"]
        self.office = staff["offices"][0]

    def username(self, *, role: str = "", name: str = "") -> str:
        """Of the first member with that role or that name on the board."""
        members = self.office["members"]
        return next(each["username"] for each in members if role in each["roles"] or each["name"] == name)

    def page(self, path: str) -> str:
        return f"{self.address}{self.office['slug']}/{path}"

    @contextmanager
    def logged_in(self, username: str, viewport: ViewportSize, **options: Any) -> Iterator[Page]:
        """A window of somebody's own, in Chinese where nothing else is said."""
        given = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce", **options}
        context = self.browser.new_context(viewport=viewport, color_scheme="light", **given)
        page = context.new_page()
        page.goto(f"{self.address}login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", self.password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(re.compile(f"/{self.office['slug']}/"))
        yield page
        context.close()


def demo_address() -> str:
    """Where the demo answers: at PORT, or where it says that it runs. Raises Missing."""
    port = os.environ.get("PORT")
    address = f"http://127.0.0.1:{port}/" if port else ""
    if not address and NOTE.exists():
        address = json.loads(NOTE.read_text()).get("address", "")
    try:
        if address:
            urllib.request.urlopen(f"{address}readyz", timeout=5).close()  # noqa: S310 (our own address)
            return address
    except (urllib.error.URLError, OSError):
        pass
    where = f" at {address}" if address else ""
    raise Missing(
        f"The demo does not run{where}. Start it with `make demo`, then `make pictures` in another terminal."
    )


def chromium() -> str:
    """The program's path. Raises Missing."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        raise Missing(
            "There is no Chromium on this machine: apt install chromium chromium-l10n fonts-noto-cjk"
        )
    return found


def take(page: Page, name: str, *, whole: bool = False) -> None:
    """Wait for fonts and pictures, then write ``docs/pictures/<name>.png``."""
    page.evaluate("Promise.all([document.fonts.ready, ...[...document.images].map((each) => each.decode())])")
    page.mouse.move(0, 0)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=whole, animations="disabled", caret="hide")
    size = path.stat().st_size
    print(f"{path.relative_to(PROJECT)}  {size // 1000} kB{'  (too large)' if size > LARGEST else ''}")


def somebody_comes_in(page: Page) -> str:
    """At the desk: who is called is met, then a first-time visitor is logged in; the name of who is called now."""
    called = page.locator("article.visit-called")
    while count := called.count():
        called.first.locator("form[id^=meet-] button").click()
        page.wait_for_function(
            "(n) => document.querySelectorAll('article.visit-called').length < n", arg=count
        )
    page.reload()
    if page.locator("#answer .display-waits").count():
        raise Missing(
            "Nobody is free at the demo's desk. `make demo-reset` and `make demo` begin a fresh day."
        )
    names = json.loads((DEMO_DATA / "names.json").read_text("utf-8"))
    page.locator("#id_name").press_sequentially(names["surnames"][0] + names["given"][0], delay=30)
    page.keyboard.press("Enter")  # to the number, which is
    page.keyboard.press("-")  # asked for later
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?visit="))
    return page.locator("article.visit-called .visit-name").first.inner_text()


def visit_with_a_story(studio: Studio, page: Page) -> str:
    """The path of a visit in whose decision somebody was passed and is owed a turn; else of the latest."""
    found = list(dict.fromkeys(VISIT.findall(page.request.get(studio.page("visits/")).text())))
    for path in found[:LOOKED_AT]:
        if "chip-owed" in page.request.get(studio.address.rstrip("/") + path).text():
            return path
    return found[0]


def take_the_managers(studio: Studio) -> None:
    """The queue's log in words, a draft of the rules tried on the log, the printed register, the wall board."""
    with studio.logged_in(studio.username(role="manager"), DESK) as page:
        page.goto(studio.page("queue/"))
        take(page, "queue")
        page.goto(studio.page("rules/"))
        page.locator("label", has=page.locator('[name="preset"][value="charter"]')).click()
        page.locator('button[value="trial"]').click()
        page.locator("#trial table").first.scroll_into_view_if_needed()
        take(page, "rules")
        page.goto(studio.page("links/"))
        wall = page.locator('a[href*="/wall/"]').first.get_attribute("href") or ""
        page.goto(studio.page("register/"))
        page.goto(studio.page("register/print/") + "?day=" + a_day_before(page))
        page.emulate_media(media="print")
        page.set_viewport_size(A4_ACROSS)
        take(page, "register")
        page.emulate_media(media="screen", reduced_motion="reduce")
        page.set_viewport_size(WALL)
        page.goto(wall)
        take(page, "wall")


def take_the_deals(studio: Studio) -> None:
    """The control board, a ruling that splits the commission, a dispute with both sides, a statement."""
    with studio.logged_in(studio.username(role="manager"), DESK) as page:
        page.goto(studio.page("units/"))
        take(page, "units")
        page.goto(studio.page("rulings/"))
        by_rules = page.locator("tbody tr", has=page.locator('[data-source="rules"]'))
        shared = by_rules.filter(has=page.locator("td:nth-child(3)", has_text=" · "))
        shared.first.locator("a.row-link").click()
        take(page, "ruling", whole=True)
        page.goto(studio.page("disputes/"))
        page.locator("section.panel a[href*='/disputes/']").first.click()
        take(page, "dispute", whole=True)
        page.goto(studio.page("commission/"))
        page.locator("tbody a[href*='/commission/']").first.click()
        take(page, "statement")


def take_the_calls(studio: Studio) -> None:
    """Whom a consultant calls next, on the phone; a batch of e-mails on its way, with its bar."""
    with studio.logged_in(studio.username(role="consultant"), PHONE, **TOUCH) as phone:
        phone.goto(studio.page("today/"))
        take(phone, "today")
    with studio.logged_in(studio.username(role="assistant"), DESK) as page:
        page.goto(studio.page("batches/"))
        page.locator("main a[href*='/batches/']", has_text=a_batch_by_mail()).first.click()
        start = page.locator("form[action$='/start/'] button")
        if start.count():
            start.click()
        page.wait_for_function(
            "() => { const bar = document.querySelector('main progress'); return bar && bar.value > 0; }"
        )
        take(page, "batch")


def take_the_matters(studio: Studio) -> None:
    """A major complaint with its clocks, a call that rings, a welcome plan, and who is expected at the gate."""
    with studio.logged_in(studio.username(role="service"), DESK) as page:
        page.goto(studio.page("complaints/"))
        page.locator("a.ticket-row", has=page.locator(".chip-red")).first.click()
        take(page, "complaint", whole=True)
    with studio.logged_in(studio.username(role="desk"), DESK) as page:
        page.goto(studio.page("phone/"))
        take(page, "phones")
        page.goto(studio.page("welcome/"))
        page.locator("main a[href*='/welcome/'][href$='/']:not([href$='/new/'])").first.click()
        take(page, "welcome")
    with studio.logged_in(studio.username(role="guard"), PHONE, **TOUCH) as phone:
        phone.goto(studio.page("gate/"))
        take(phone, "gate")


def take_the_files(studio: Studio) -> None:
    """A file on its consultant's phone, two files side by side, who sees what, a list that comes in with errors."""
    with studio.logged_in(studio.username(role="manager"), DESK) as page:
        page.goto(studio.page("customers/list/?filled=half"))
        whose = page.locator("main tbody tr").first.locator(".person-name").inner_text()
    with studio.logged_in(studio.username(name=whose), PHONE, **TOUCH) as phone:
        phone.goto(studio.page("customers/list/?filled=half"))
        phone.locator("main tbody a[href*='/customers/']").first.click()
        phone.locator("main a[href$='/file/']").first.click()
        take(phone, "file")
    with studio.logged_in(studio.username(role="manager"), DESK) as page:
        page.goto(studio.page("customers/duplicates/"))
        page.locator("main a[href*='/join/']").first.click()
        take(page, "join", whole=True)
        page.goto(studio.page("who-sees-what/"))
        take(page, "who-sees")
        page.goto(studio.page("customers/import/"))
        page.locator("main a[href*='/customers/import/']:not([href$='/template/'])").first.click()
        take(page, "import", whole=True)


def a_batch_by_mail() -> str:
    """The name of the batch that the demo leaves to be started."""
    words = json.loads((PROJECT / "followups" / "demo" / "data" / "words.json").read_text("utf-8"))
    return str(words["mails"]["name"])


def a_day_before(page: Page) -> str:
    """The last day but one of those that the register offers: over, and signed."""
    days = page.locator('select[name="day"] option').evaluate_all("all => all.map((each) => each.value)")
    return [day for day in days if day][1]


def take_all(studio: Studio) -> None:
    with studio.logged_in(studio.username(role="desk"), DESK) as page:
        page.goto(studio.page("desk/"))
        name = somebody_comes_in(page)
        take(page, "desk")
        with studio.logged_in(studio.username(name=name), PHONE, **TOUCH) as phone:
            phone.goto(studio.page("my-turn/"))
            take(phone, "my-turn")
        page.goto(studio.address.rstrip("/") + visit_with_a_story(studio, page))
        page.evaluate("for (const each of document.querySelectorAll('.step details')) each.open = true")
        take(page, "why", whole=True)
    with studio.logged_in(studio.username(role="assistant"), DESK, locale="en-GB") as page:
        page.goto(studio.page("desk/"))
        take(page, "desk-english")
    take_the_managers(studio)
    take_the_deals(studio)
    take_the_calls(studio)
    take_the_matters(studio)
    take_the_files(studio)


def main() -> int:
    try:
        address, program = demo_address(), chromium()
        PICTURES.mkdir(exist_ok=True)
        with sync_playwright() as playwright:
            # Date fields and the browser's own words follow LANGUAGE, not the page's locale.
            browser = playwright.chromium.launch(
                executable_path=program, env={**os.environ, "LANGUAGE": "zh_CN"}
            )
            take_all(Studio(browser, address))
            browser.close()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except Error as error:
        print(f"The browser could not go on: {error.message}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
