"""A real browser: the system's Chromium, in Chinese, watched for what a user would not see.

A console error, an uncaught exception or a request that leaves this machine fails the test it happens in.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from offices.models import Member

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HERE = {"127.0.0.1", "localhost", ""}
DESK_SCREEN = {"width": 1280, "height": 900}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
MISSING = "no Chromium on this machine: apt install chromium chromium-l10n fonts-noto-cjk"

# Playwright's synchronous interface runs an event loop in this thread, in which Django refuses to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# Milliseconds until a test gives up waiting for what a page should show; polls come every two seconds.
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program's path. Without one the tests are skipped, but fail where LUNXU_REQUIRE_BROWSER is set (CI)."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found:
        return found
    if os.environ.get("LUNXU_REQUIRE_BROWSER"):
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, Any]:
    # Date fields and the browser's own messages follow LANGUAGE, not the page's locale.
    return {"executable_path": chromium, "env": {**os.environ, "LANGUAGE": "zh_CN"}}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "reduced_motion": "reduce",
    }


class Complaints:
    """What went wrong in the pages of a test without being seen."""

    # What was on its way when somebody left the page, and a poll that a busy machine answered too late: htmx says this
    # aloud. How fast an answer comes is no test here; one that never comes fails what the test expects to see.
    LEFT_BEHIND = re.compile(r"^console: htmx:(sendAbort|afterRequest|timeout),")

    def __init__(self) -> None:
        self.found: list[str] = []
        self._expected = [self.LEFT_BEHIND]

    def expect(self, pattern: str) -> None:
        """The test provokes this, such as the console's line about a page that is refused."""
        self._expected.append(re.compile(pattern))

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", lambda event: self.found.append(f"uncaught: {event.error}"))
        context.on("request", self._on_request)

    def left(self) -> list[str]:
        return [text for text in self.found if not any(one.search(text) for one in self._expected)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.hostname not in HERE:
            self.found.append(f"leaves the machine: {request.url}")


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    kept = Complaints()
    yield kept
    assert not kept.left(), "\n".join(kept.left())


@pytest.fixture
def new_context(
    transactional_db: None, complaints: Complaints, new_context: Callable[..., BrowserContext]
) -> Callable[..., BrowserContext]:
    """Every window of a test is watched, and closed before the database is emptied."""

    def watched(**options: Any) -> BrowserContext:
        context = new_context(**{"viewport": DESK_SCREEN, **options})
        complaints.watch(context)
        return context

    return watched


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One window at a desk's width; more with ``new_context().new_page()``."""
    return context.new_page()


@pytest.fixture
def phone_page(new_context: Callable[..., BrowserContext]) -> Page:
    """A consultant's phone."""
    return new_context(**PHONE).new_page()


@pytest.fixture
def window(new_context: Callable[..., BrowserContext], live_server: Any) -> Callable[..., Page]:
    """Open a page of the office as a member who has logged in before; every call is a browser of its own.

    The page's clock can be put forward (``page.clock.fast_forward``), so that nobody waits for what is held.
    """

    def window(member: Member, page: str = "", *, language: str = "en", **options: Any) -> Page:
        context = new_context(base_url=live_server.url, **options)
        enter(context, live_server.url, member, language)
        opened = context.new_page()
        opened.clock.install()
        opened.goto(f"/{member.office.slug}/{page}")
        return opened

    return window


def enter(context: BrowserContext, address: str, member: Member | None, language: str = "en") -> None:
    """Give the browser the cookies of a log-in; of the language alone where there is no member."""
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if member:
        client = Client()
        client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
        cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
