"""The watch itself works: what it is there to find is found."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Complaints

PAGE = "data:text/html,<p>{}</p>"


@pytest.fixture
def careless(context) -> Complaints:
    """A second watch, whose complaints do not fail the test."""
    other = Complaints()
    other.watch(context)
    return other


def test_the_browser_speaks_chinese(page: Page):
    page.goto(PAGE.format("x"))
    assert page.evaluate("navigator.language") == "zh-CN"
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")


def test_a_console_error_is_found(page: Page, careless: Complaints, complaints: Complaints):
    complaints.expect("^console: broken")
    page.goto(PAGE.format("x"))
    page.evaluate("console.error('broken')")
    page.wait_for_timeout(50)
    assert [text.split(" (")[0] for text in careless.left()] == ["console: broken"]


def test_a_request_that_leaves_the_machine_is_found(page: Page, careless: Complaints, complaints: Complaints):
    complaints.expect("example.invalid")
    page.goto(PAGE.format("x"))
    page.evaluate("fetch('https://example.invalid/x.js').catch(() => null)")
    page.wait_for_timeout(50)
    assert any(text.startswith("leaves the machine: https://example.invalid/") for text in careless.left())


def test_the_health_page_answers_over_the_live_server(page: Page, live_server, complaints: Complaints):
    complaints.expect("favicon.ico")  # which no page of ours asks for
    page.goto(f"{live_server.url}/healthz")
    assert '"status": "ok"' in page.content()
