"""The register as it comes out of the printer: each sheet of it one page of A4, across, with its own head and foot."""

import re
from collections.abc import Callable
from itertools import product

from playwright.sync_api import Page, expect

from offices.models import Member
from reception.services import register, visits
from tests.browser.scenes import comes, day_open, past
from tests.browser.test_looks import NAMES
from visitors.services.outcomes import OutcomeEntry

A4_ACROSS = (841.89, 595.28)  # points
LINES = 40
# Of each sheet: by how much its content is higher than the sheet, and whether the foot stands below the last line.
SHEETS = """() => [...document.querySelectorAll(".sheet")].map((sheet) => {
  const foot = sheet.querySelector("footer").getBoundingClientRect().top;
  return [sheet.scrollHeight - sheet.clientHeight, foot > sheet.querySelector("table").getBoundingClientRect().bottom];
})"""


def day_of_many(lin: Member) -> None:
    """Forty visitors, some with the longest names and remarks, some corrected, some not signed."""
    names = [NAMES["longest"], NAMES["longest_latin"]]
    names += [surname + given for surname, given in product(NAMES["surnames"], NAMES["given"])]
    for number in range(LINES):
        ago = 30_000 - number * 600
        visit = comes(names[number % len(names)], by=lin, seconds_ago=ago, party_size=number % 5 + 1)
        outcome = OutcomeEntry(
            grade="B", layout="3br", area_min=89, area_max=125, budget_min=2_000_000, budget_max=3_000_000
        )
        visits.finish(reception=visit, outcome=outcome, by=visit.consultant, now=past(ago - 300))
        if number % 7 == 6:
            continue
        remark = NAMES["longest"] * 4 if number % 5 == 0 else ""
        entry = register.sign(reception=visit, remark=remark, by=visit.consultant, now=past(ago - 300))
        if number % 9 == 2:
            changes = register.Corrected(name="Wu", party_size=9, source="", remark="")
            register.correct(
                entry=entry, changes=changes, reason="miscounted", by=visit.consultant, now=past(ago - 400)
            )


def printed(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True)


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """The width and height of each page, in points."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    return [(float(width), float(height)) for width, height in boxes]


def test_the_register_prints_page_by_page(
    an: Member, bo: Member, lin: Member, mei: Member, window: Callable[..., Page]
) -> None:
    day_open([an, bo], by=mei, seconds_ago=32_000)
    day_of_many(lin)
    page = window(mei, "register/print/")
    page.emulate_media(media="print")
    total = page.locator(".sheet").count()
    assert total > 2
    for number in range(total):
        foot = page.locator(".sheet").nth(number).locator("footer")
        expect(foot.locator(".page")).to_have_text(f"Page {number + 1} of {total}")
        expect(foot.locator("code")).to_have_text(re.compile(r"^[0-9a-f]{64}$"))
    assert page.evaluate(SHEETS) == [[0, True]] * total
    expect(page.locator(".screen")).to_be_hidden()
    pages = sizes(printed(page))
    assert len(pages) == total
    assert all(abs(width - A4_ACROSS[0]) < 2 and abs(height - A4_ACROSS[1]) < 2 for width, height in pages)


def test_a_day_of_five_is_one_page(an: Member, lin: Member, mei: Member, window: Callable[..., Page]) -> None:
    day_open([an], by=mei, seconds_ago=9000)
    for number in range(5):
        visit = comes(f"Wu {number}", by=lin, seconds_ago=8000 - number * 60)
        visits.finish(reception=visit, outcome=None, by=an, now=past(8000 - number * 60 - 30))
    page = window(mei, "register/print/", language="zh-hans")
    assert len(sizes(printed(page))) == 1
    assert page.locator("tr.blank").count() > 5
