"""An old list comes in: looked through, its good lines imported, the others mended in the file and brought again."""

import io
import time
from collections.abc import Callable

import openpyxl
from django.utils import timezone
from playwright.sync_api import Page, expect

from offices.models import Member
from tests.browser.conftest import PHONE
from visitors.models import Contact, Customer, ImportRun
from visitors.services.import_running import go_on

LIST = (
    "Who,Ring them,Grade,Date of visit\n"
    "Wu,138 0000 1234,A,2019-03-05\n"
    "Zhao,12345,B,2019-03-06\n"
    "Qian,13900005678,very good,some day\n"
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def bring(page: Page, name: str, kind: str, data: bytes) -> None:
    page.locator('[name="file"]').set_input_files({"name": name, "mimeType": kind, "buffer": data})
    with page.expect_navigation():
        page.locator("form.panel .btn-primary").click()


def looked_through(page: Page) -> None:
    with page.expect_navigation():
        page.locator('form[action$="/columns/"] .btn-primary').click()
    expect(page.locator("#import-bar")).to_be_visible()
    work()
    # The bar sees by itself that there is nothing more to wait for.
    expect(page.locator('form[action$="/start/"], a[href$="/mend/"]').first).to_be_visible()


def write(page: Page) -> None:
    with page.expect_navigation():
        page.locator('form[action$="/start/"] button').click()
    work()
    expect(page.locator(".note-success").first).to_be_visible()


def work() -> None:
    go_on(now=timezone.now(), ends=time.monotonic() + 60)


def mended(data: bytes) -> bytes:
    """What somebody does with the file: looks at the last column, sets the cells right, saves it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    lines = {row[0].value: row for row in book.active.iter_rows(min_row=3)}
    assert set(lines) == {"Zhao", "Qian"} and all(row[4].value for row in lines.values())
    lines["Zhao"][1].value = "13900008765"
    lines["Qian"][2].value, lines["Qian"][3].value = "A", "2019-03-07"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_wrong_lines_are_mended_in_the_file_and_brought_again(mei: Member, window: Callable) -> None:
    page = window(mei, "customers/import/")
    bring(page, "old.csv", "text/csv", LIST.encode())
    page.locator("#column-0").select_option("name")
    page.locator("#column-1").select_option("phone")
    page.locator("#whole-no").check()
    looked_through(page)
    expect(page.locator("tbody tr")).to_have_count(2)
    write(page)
    assert list(Customer.objects.values_list("name", flat=True)) == ["Wu"]
    with page.expect_download() as fetched:
        page.locator('a[href$="/mend/"]').first.click()
    data = mended(fetched.value.path().read_bytes())

    page.goto(page.url.split("customers/import/")[0] + "customers/import/")
    bring(page, "to-mend.xlsx", XLSX, data)
    assert page.locator("#column-0").input_value() == "name", "what was said of the columns is remembered"
    looked_through(page)
    write(page)
    assert set(Customer.objects.values_list("name", flat=True)) == {"Wu", "Zhao", "Qian"}
    assert Contact.objects.count() == 3 and [run.wrong for run in ImportRun.objects.order_by("pk")] == [2, 0]

    phone = window(mei, "customers/import/", **PHONE)
    expect(phone.locator(".todo-list .todo")).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
