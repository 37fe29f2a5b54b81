"""Two files of one person: found by night, compared, joined on the desk's screen, and taken apart on the phone."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from offices.models import Member, Office
from tests.browser.conftest import PHONE
from tests.browser.pages import press
from tests.visitors.rows import file_of, receive
from visitors.models import Customer, Merger
from visitors.services.duplicates import find_in_office
from visitors.services.grades import change_grade


def two_files(office: Office, lin: Member, an: Member, bo: Member) -> tuple[Customer, Customer]:
    """Wu came twice in one car, to two clerks in a hurry; Bo received her first."""
    now = timezone.now()
    first = file_of(lin, name="Wu Xiaoru", phone="138 0000 1234", licence_plate="B-9901", source="walk_in")
    again = file_of(lin, name="Wu Xiaoru", honorific="ms", phone="138 0000 5678", licence_plate="B-9901")
    receive(first, bo, now - timedelta(days=5))
    receive(again, an, now - timedelta(days=1))
    change_grade(customer=first, grade="C", reason="cooler", by=bo, now=now)
    change_grade(customer=again, grade="A", reason="closer", by=an, now=now)
    find_in_office(office=office, now=now)
    return first, again


def send(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def numbers(page: Page) -> None:
    """Both numbers stand on the page, each with its middle hidden."""
    for masked in ("138****1234", "138****5678"):
        expect(page.locator("main")).to_contain_text(masked)


def test_two_files_are_joined_and_taken_apart_again(window, office, lin, an, bo, mei) -> None:
    first, again = two_files(office, lin, an, bo)
    desk = window(mei, "customers/duplicates/")
    numbers(desk)
    expect(desk.locator("main")).to_contain_text("same licence plate")
    desk.get_by_role("link", name="Compare and join").click()
    expect(desk.get_by_text("the customer is Bo's")).to_be_visible()
    press(desk, "choice-grade", "alias")
    send(desk, "Join the files")
    desk.wait_for_url(f"**/customers/{first.pk}/")
    numbers(desk)
    first.refresh_from_db()
    assert (first.grade, first.honorific) == ("A", "ms"), "what was chosen, and what the file lacked"
    desk.goto("/harbour/customers/duplicates/")
    expect(desk.locator("main")).to_contain_text("Nobody seems to have two files")
    desk.goto("/harbour/customers/list/")
    expect(desk.locator("tbody tr")).to_have_count(1)

    phone = window(mei, f"customers/{first.pk}/files/", **PHONE)
    phone.locator("summary", has_text="Take apart").tap()
    send(phone, "Yes, two people")
    expect(phone.locator("main")).not_to_contain_text("Take apart")
    first.refresh_from_db()
    again.refresh_from_db()
    assert (first.grade, first.honorific, again.grade, again.merged_into) == ("C", "none", "A", None)
    assert not Merger.objects.standing().exists()
    phone.goto("/harbour/customers/list/")
    expect(phone.locator("tbody tr")).to_have_count(2)
