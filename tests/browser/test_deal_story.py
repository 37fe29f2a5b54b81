"""From a walk-in to the commission: five windows, one deal, one dispute, and who is paid what in the end.

The desk logs the visitor, Bo sells, finance takes the money, An sees it otherwise, the manager rules. Everybody reads
Chinese. What a page says is read by its names and numbers.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from deals.models import Building, CommissionEntry, CommissionRate, Dispute, Order, Release, Ruling, Unit
from deals.services.agreements import start_with_our_wording
from deals.services.payments import draw_book
from offices.enums import Role
from offices.models import Member, Office
from tests.browser.conftest import PHONE, Complaints
from tests.browser.pages import Desk, Phone, press
from tests.browser.scenes import day_open
from tests.cast import enrol
from tests.visitors.rows import receive
from visitors.models import Customer

CHINESE = "zh-hans"
PRIMARY = "main form button.btn-primary"
NEXT_STEP = 'main form[action$="/advance/"]'
VISITOR = "Zhou Chun"
PRICE, COMMISSION = Decimal("1250000.00"), "12,500.00"


@dataclass
class House:
    """Who works here, and the unit that is sold. ``desk`` is the clerk's window, ``bo`` the seller's, and so on."""

    lin: Member
    an: Member
    bo: Member
    hua: Member
    mei: Member
    gu: Member
    unit: Unit
    window: Callable[..., Page]

    def at(self, member: Member, page: str, **options) -> Page:
        """A new window of this member's, on a page of the office."""
        return self.window(member, page, language=CHINESE, **options)

    @property
    def customer(self) -> Customer:
        return Customer.objects.get(name=VISITOR)

    @property
    def order(self) -> Order:
        return Order.objects.get()


@pytest.fixture
def house(
    window: Callable[..., Page], office: Office, lin: Member, an: Member, bo: Member, mei: Member
) -> House:
    """A unit for sale, a rate of one percent, receipts and a wording; Bo and An are here, Bo first."""
    now, hua, gu = timezone.now(), enrol(office, "hua", Role.SUPERVISOR), enrol(office, "gu", Role.FINANCE)
    release = Release.objects.create(office=office, name="Autumn release", opens_on=date(2026, 1, 1))
    building = Building.objects.create(office=office, name="Block 1")
    unit = Unit.objects.create(
        office=office,
        building=building,
        release=release,
        number="1201",
        floor=12,
        line=1,
        layout="3B2L",
        area=Decimal("98.50"),
        facing="s",
        list_price=PRICE,
    )
    CommissionRate.objects.create(
        office=office, percent=Decimal(1), effective_from=date(2026, 1, 1), by=mei, at=now
    )
    draw_book(office=office, first=1, last=20, by=hua, now=now)
    start_with_our_wording(office=office, kind="subscription", language=CHINESE, by=hua, now=now)
    day_open([bo, an], by=lin)
    return House(lin, an, bo, hua, mei, gu, unit, window)


def test_from_the_door_to_the_commission(house: House, complaints: Complaints) -> None:
    complaints.expect("422.*/rule/")
    somebody_comes_in(house)
    bos = bo_sells(house)
    finance_takes_the_money(house)
    the_agreement_is_signed(house)
    the_contract_follows(house, bos)
    the_house_rules_say_it_is_ans(house, bos)
    bo_disputes_it(house, bos)
    both_sides_are_heard(house)
    the_supervisor_cannot_bring_them_together(house, bos)
    the_manager_rules(house)
    both_read_why(house, bos)
    the_statement_says_what_is_paid(house)
    call_command("verify_ledger", stdout=StringIO())


def sent(page: Page, button: str = PRIMARY) -> None:
    """The form goes to the server, and the page that answers has come."""
    with answered(page):
        page.locator(button).first.click()
    page.wait_for_load_state()


def answered(page: Page) -> AbstractContextManager:
    return page.expect_response(lambda answer: answer.request.method == "POST")


def somebody_comes_in(h: House) -> None:
    """Bo receives her. She was here three days ago, with An, and says nothing of it."""
    desk = Desk(h.at(h.lin, "desk/"))
    desk.takes_in(VISITOR)
    phone = Phone(h.at(h.bo, "my-turn/", **PHONE))
    phone.meets(VISITOR)
    desk.page.context.close()
    phone.page.context.close()
    receive(h.customer, h.an, at=timezone.now() - timedelta(days=3))


def bo_sells(h: House) -> Page:
    """From the customer's file to the small deposit; then the large one."""
    page = h.at(h.bo, f"orders/new/?customer={h.customer.pk}&unit={h.unit.pk}")
    expect(page.locator("main")).to_contain_text("1,250,000.00")
    sent(page, 'button[name="do"][value="order"]')
    expect(page.locator(NEXT_STEP)).to_be_visible()
    assert (h.order.step, h.order.closer) == ("small", h.bo)
    takes_the_next_step(page, "large")
    return page


def takes_the_next_step(page: Page, step: str) -> None:
    expect(page.locator(f'{NEXT_STEP} input[name="step"]')).to_have_value(step)
    sent(page, f"{NEXT_STEP} button.btn-primary")
    expect(page.locator(f'{NEXT_STEP} input[name="step"][value="{step}"]')).to_have_count(0)


def finance_takes_the_money(h: House) -> None:
    page = h.at(h.gu, f"orders/{h.order.pk}/pay/")
    page.locator('[name="amount"]').fill("50,000.00")
    press(page, "way", "transfer")
    sent(page)
    expect(page.locator("main")).to_contain_text("1,200,000.00")
    assert [(each.amount, each.by) for each in h.order.payments.all()] == [(Decimal("50000.00"), h.gu)]
    page.context.close()


def the_agreement_is_signed(h: House) -> None:
    """The supervisor fills it in, and notes the signatures on paper."""
    page = h.at(h.hua, f"orders/{h.order.pk}/agreement/")
    page.locator('[name="buyers"]').fill(VISITOR)
    page.locator('[name="phone"]').fill("13800001234")
    page.locator('[name="address"]').fill("12 Lakeside Road")
    page.locator('[name="postcode"]').fill("200000")
    sent(page)
    expect(page.locator("main .todo")).to_contain_text("1,200,000.00")
    sent(page, 'form[action*="/sign/"] button')
    assert h.order.agreements.get().signed_by == h.hua
    page.context.close()


def the_contract_follows(h: House, page: Page) -> None:
    page.reload()
    takes_the_next_step(page, "subscribed")
    takes_the_next_step(page, "contracted")
    assert h.order.step == "contracted"


def the_house_rules_say_it_is_ans(h: House, page: Page) -> None:
    """Made when the deal counted, by the clause of the first visit; both can read it."""
    ruling = Ruling.objects.get()
    page.goto(f"/harbour/rulings/{ruling.pk}/")
    expect(page.locator(".display-name")).to_have_text("An")
    shares(page, ("An", COMMISSION, "100"))
    expect(page.locator("main .clause-source").first).to_contain_text("floor-first-visit")
    expect(page.locator("main .ruling-why").first.locator("li")).not_to_have_count(0)
    # What would change it: opened, it shows the other ruling; nothing is stored.
    page.locator(".what-if summary").first.click()
    expect(page.locator(".what-if details[open] .parts")).to_be_visible()
    assert Ruling.objects.count() == 1


def shares(page: Page, *expected: tuple[str, str, str]) -> None:
    """The first list of shares on the page: whose, how much, how many percent."""
    rows = page.locator("main .parts").first.locator("li")
    expect(rows).to_have_count(len(expected))
    for row, texts in zip(rows.all(), expected, strict=True):
        for text in texts:
            expect(row).to_contain_text(text)


def bo_disputes_it(h: House, page: Page) -> None:
    page.locator('a[href*="/disputes/new/"]').click()
    page.wait_for_url(re.compile("/disputes/new/"))
    page.locator('[name="text"]').fill("She asked for me at the door.")
    sent(page)
    page.wait_for_url(re.compile(r"/disputes/\d+/$"))
    expect(page.locator("article.side")).to_have_count(2)
    expect(page.locator("article.side").first).to_contain_text("She asked for me at the door.")


def both_sides_are_heard(h: House) -> None:
    """An reads Bo's side on the phone, and adds her own."""
    page = h.at(h.an, f"disputes/{the_dispute().pk}/", **PHONE)
    expect(page.locator("article.side").first).to_contain_text("She asked for me at the door.")
    page.locator("details", has=page.locator('form[action$="/state/"]')).locator("summary").click()
    page.locator('form[action$="/state/"] [name="text"]').fill("I received her first.")
    sent(page, 'form[action$="/state/"] button')
    expect(page.locator("article.side").last).to_contain_text("I received her first.")
    page.context.close()


def the_dispute() -> Dispute:
    return Dispute.objects.get()


def the_supervisor_cannot_bring_them_together(h: House, bos: Page) -> None:
    """Bo passes it on, and from the mediation the supervisor does."""
    bos.reload()
    sent(bos, 'form[action$="/pass-on/"] button')
    expect(bos.locator('form[action$="/pass-on/"]')).to_have_count(0)
    page = h.at(h.hua, f"disputes/{the_dispute().pk}/")
    sent(page, 'form[action$="/pass-on/"] button')
    expect(page.locator('form[action$="/pass-on/"]')).to_have_count(0)
    assert the_dispute().state == "ruling"
    page.context.close()


def the_manager_rules(h: House) -> None:
    """Parts that are no hundred are told where they stand, and everything typed is kept."""
    page = h.at(h.mei, f"disputes/{the_dispute().pk}/")
    page.locator('main a[href$="/rule/"]').click()
    page.wait_for_url(re.compile("/rule/$"))
    page.locator('[name="clause"]').select_option("floor-3.8")
    expect(page.locator("#precedents .clause-source")).to_contain_text("floor-3.8")
    page.locator(f'[name="share_{h.an.pk}"]').fill("60")
    page.locator(f'[name="share_{h.bo.pk}"]').fill("50")
    page.locator('[name="explanation"]').fill("The desk heard that she asked for Bo.")
    answer = page.expect_response(lambda one: one.request.method == "POST")
    with answer as response:
        page.locator(PRIMARY).click()
    assert response.value.status == 422
    expect(page.locator('[name="explanation"]')).to_have_value("The desk heard that she asked for Bo.")
    page.locator(f'[name="share_{h.bo.pk}"]').fill("40")
    press(page, "credit", str(h.bo.pk))
    sent(page)
    page.wait_for_url(re.compile(r"/disputes/\d+/$"))
    assert the_dispute().state == "ruled"
    page.context.close()


def both_read_why(h: House, bos: Page) -> None:
    bos.reload()
    shares(bos, ("An", "7,500.00", "60"), ("Bo", "5,000.00", "40"))
    for text in ("floor-3.8", "The desk heard that she asked for Bo."):
        expect(bos.locator("main")).to_contain_text(text)
    expect(bos.locator("main a[href$='/rule/']")).to_have_count(0)


def the_statement_says_what_is_paid(h: House) -> None:
    """An's statement adds up to the ledger: what was accrued, taken back and accrued anew."""
    page = h.at(h.an, f"commission/{h.an.pk}/")
    for text in ("12,500.00", "7,500.00"):
        expect(page.locator("main")).to_contain_text(text)
    entries = CommissionEntry.objects.filter(consultant=h.an)
    assert sum(each.amount for each in entries) == Decimal("7500.00")
    page.context.close()
