"""A morning at the desk: the clerk's window, the manager's board and a consultant's phone, all open at once.

Nobody loads a page again to see what another window did; whatever is expected of a window is waited for there.
The office works by the sales-floor rules.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from messaging.models import Consent
from offices.models import Member
from reception.models import Reception, VoidRequest
from tests.browser.conftest import PHONE, Complaints
from tests.browser.pages import LET_GO, Board, Desk, press, taken, tap
from tests.browser.scenes import known
from visitors.models import ContactOutcome, Customer

KEPT = "window.sinceTheMorning"


@dataclass
class Morning:
    """Who is here, and the windows: ``desk`` is the clerk's, ``board`` the manager's, ``phone`` that of ding."""

    an: Member
    bo: Member
    chen: Member
    ding: Member
    desk: Desk
    board: Board
    phone: Page

    @property
    def mine(self) -> Locator:
        """The visitor on the consultant's phone."""
        return self.phone.locator("#my-turn [id^=mine-]")

    def visit_of(self, name: str) -> str:
        return str(Reception.objects.get(customer__name=name).visit)

    def visit(self, visit: str) -> Reception:
        return Reception.objects.select_related("customer").get(visit=visit)

    def decision(self, visit: str) -> tuple[str, str, bool]:
        """Kind, clause, and whether it counts."""
        return Reception.objects.values_list("kind", "clause", "counts").get(visit=visit)


@pytest.fixture
def morning(
    window: Callable[..., Page], lin: Member, mei: Member, an: Member, bo: Member, chen: Member, ding: Member
) -> Morning:
    known("Wu Qing", "13900005678", bo, by=lin)
    known("Xu Lan", "13700002222", ding, by=lin)
    desk, board = Desk(window(lin, "desk/")), Board(window(mei, "desk/"))
    board.page.evaluate(f"{KEPT} = true")
    return Morning(an, bo, chen, ding, desk, board, window(ding, "my-turn/", **PHONE))


def test_a_morning_at_the_desk(morning: Morning, complaints: Complaints) -> None:
    complaints.expect(r"409.*/no-show/")
    everybody_signs_in(morning)
    a_first_visitor_in_three_inputs(morning)
    somebody_steps_out_on_business(morning)
    a_number_is_left(morning)
    a_number_is_declined(morning)
    the_missed_turn_is_made_up(morning)
    nobody_is_free(morning)
    the_called_one_does_not_come(morning)
    a_known_customer_in_two_inputs(morning)
    the_own_consultant_is_away(morning)
    somebody_is_asked_for(morning)
    somebody_is_not_wanted(morning)
    the_name_is_forgotten(morning)
    others_than_customers(morning)
    not_ours_after_all(morning)
    assert morning.board.page.evaluate(KEPT), "the manager's board was loaded again"


def everybody_signs_in(m: Morning) -> None:
    """Two by the list, one at the desk, one on the phone."""
    page = m.desk.page
    page.locator(".empty a.btn").click()
    for late in (m.chen, m.ding):
        page.locator(f'[name="here_{late.pk}"]').uncheck()
    page.locator("main form button.btn-primary").click()
    m.board.stand(m.an, m.bo)
    tap(page, f"#sign-in-{m.chen.code} button")
    m.board.stand(m.an, m.bo, m.chen)
    tap(m.phone, "#sign-in button")
    for board in (m.desk, m.board):
        board.stand(m.an, m.bo, m.chen, m.ding)
    expect(m.phone.locator(".turn-number")).to_have_text("4")


def a_first_visitor_in_three_inputs(m: Morning) -> None:
    """No name, no number: past the name, the number comes later, save."""
    m.desk.press("n")
    m.desk.inputs = 0  # in the field, as after every arrival
    m.desk.press("Enter")
    m.desk.in_focus("phone")
    m.desk.press("-")
    m.desk.in_focus("phone_answer")
    visit = m.desk.save("Enter")
    assert m.desk.inputs == 3
    m.desk.answered("An")
    m.board.called(visit, m.an)
    m.board.stand(m.bo, m.chen, m.ding, m.an)
    m.desk.inputs = 0
    m.desk.type("Qian Duo")
    m.desk.choose("phone_answer", "later")
    second = m.desk.save("Enter")
    assert m.desk.inputs == 3
    m.board.called(second, m.bo)
    m.desk.leave_the_form()
    for first_come, consultant in ((visit, m.an), (second, m.bo)):
        with taken(m.desk.page):
            m.desk.press("m")
        m.board.received(first_come)
        m.board.shows(consultant, "receiving")


def somebody_steps_out_on_business(m: Morning) -> None:
    m.phone.locator('#step-out [value="business"]').click()
    with taken(m.phone):
        m.phone.clock.fast_forward(LET_GO)
    expect(m.phone.locator("#step-in button")).to_be_visible()
    for board in (m.desk, m.board):
        board.shows(m.ding, "business")


def a_number_is_left(m: Morning) -> None:
    """With an answer to each of the two questions, asked apart."""
    m.desk.press("n")
    m.desk.type("Zhou Chun")
    m.desk.press("Enter")
    m.desk.type("13912341234")
    m.desk.choose("consent_call", "yes")
    m.desk.choose("consent_sms", "no")
    m.desk.foretells("Chen")
    visit = m.desk.save()
    m.desk.answered("Chen")
    m.board.called(visit, m.chen)
    assert m.visit(visit).customer.phone_answer == "given"
    assert sorted(Consent.objects.values_list("channel", "given")) == [("call", True), ("sms", False)]


def a_number_is_declined(m: Morning) -> None:
    """An is free again and takes it; Ding, away on business, is passed and owed a turn."""
    m.desk.finish(m.an)
    m.board.shows(m.an, "free")
    m.desk.press("n")
    m.desk.type("Sun Li")
    m.desk.press("Enter")
    m.desk.press("-")
    m.desk.press("-")
    m.desk.in_focus("phone_note")
    m.desk.type("in a hurry")
    visit = m.desk.save("Enter")
    m.board.called(visit, m.an)
    m.board.owed(m.ding, 1)
    customer = m.visit(visit).customer
    assert (customer.phone_answer, customer.phone_note) == ("refused", "in a hurry")


def the_missed_turn_is_made_up(m: Morning) -> None:
    """The page behind Why? says by which clause."""
    tap(m.phone, "#step-in button")
    m.board.shows(m.ding, "free")
    visit = m.desk.takes_in("Li Hua")
    m.board.called(visit, m.ding)
    m.board.owed(m.ding, 0)
    expect(m.mine).to_have_class(re.compile("turn-call"))
    expect(m.phone).to_have_title(re.compile("A visitor is yours"))
    m.mine.locator("a.why").click()
    expect(m.phone.locator(".step .clause-source").first).to_contain_text("floor-queue-3")
    m.phone.go_back()


def nobody_is_free(m: Morning) -> None:
    """The visitor waits, and is called when the consultant on the phone has finished."""
    visit = m.desk.takes_in("Feng Yu")
    m.board.waits(visit)
    tap(m.phone, "form[id^=meet-] button")
    m.board.shows(m.ding, "receiving")
    m.phone.locator(".turn-actions a.btn-primary").click()
    press(m.phone, "grade", "B")
    m.phone.locator('[name="note"]').fill("wants to bring the parents")
    m.phone.locator("main form button.btn-primary").click()
    expect(m.mine).to_contain_text("Feng Yu")
    m.board.called(visit, m.ding)
    assert list(ContactOutcome.objects.values_list("grade", "by")) == [("B", m.ding.pk)]


def the_called_one_does_not_come(m: Morning) -> None:
    """The visitor is given to the next one as soon as there is one; nobody is owed anything for it."""
    zhou = m.visit_of("Zhou Chun")
    m.desk.leave_the_form()
    m.desk.press("x")
    expect(m.desk.page.locator("#toasts")).to_contain_text("Nobody else is free")
    m.desk.finish(m.bo)
    with taken(m.desk.page):
        m.desk.press("x")
    m.board.called(zhou, m.bo)
    m.board.shows(m.chen, "free")
    m.board.owed(m.chen, 0)
    assert not m.visit(zhou).counts


def a_known_customer_in_two_inputs(m: Morning) -> None:
    """The last four digits, the key that takes the one they found; then the key that saves."""
    m.desk.press("n")
    m.desk.inputs = 0
    m.desk.type("5678")
    expect(m.desk.page.locator('#matches [aria-selected="true"]')).to_contain_text("Wu Qing")
    m.desk.press("Enter")
    assert m.desk.inputs == 2
    m.desk.foretells("Bo")
    visit = m.desk.save("Enter")
    m.board.called(visit, m.bo)
    assert m.decision(visit) == ("own", "charter-1.1", False)


def the_own_consultant_is_away(m: Morning) -> None:
    """Somebody else helps; the customer stays with the own consultant."""
    tap(m.phone, "form[id^=meet-] button")
    m.board.shows(m.ding, "receiving")
    m.desk.finish(m.ding)
    m.desk.step_out(m.ding, "personal")
    m.board.shows(m.ding, "personal")
    m.desk.press("n")
    m.desk.type("xulan")
    expect(m.desk.page.locator("#matches [role=option]")).to_contain_text("Ding")
    m.desk.press("ArrowDown")
    m.desk.press("Enter")
    m.desk.foretells("Chen")
    visit = m.desk.save("Enter")
    m.board.called(visit, m.chen)
    assert m.decision(visit) == ("assist", "floor-3.3", False)


def somebody_is_asked_for(m: Morning) -> None:
    visit = m.desk.takes_in("Jiang He", history="phoned", designates=m.chen)
    m.board.called(visit, m.chen)
    assert m.decision(visit) == ("own", "floor-3.8", True)


def somebody_is_not_wanted(m: Morning) -> None:
    """The first free one takes the visitor, and it costs no turn."""
    m.desk.meet(m.visit_of("Sun Li"))
    m.desk.finish(m.an)
    visit = m.desk.takes_in("He Ping", history="visited", named=[m.chen], ticks="refuses_named")
    m.board.called(visit, m.an)
    assert m.decision(visit) == ("turn", "floor-3.2", False)


def the_name_is_forgotten(m: Morning) -> None:
    """By order, as for a new customer."""
    m.desk.press("Escape")
    m.desk.press("4")
    with taken(m.desk.page):
        m.desk.press("i")
    m.board.shows(m.ding, "free")
    visit = m.desk.takes_in("Lü An", history="visited", ticks="forgot")
    m.board.called(visit, m.ding)
    assert m.decision(visit) == ("turn", "charter-1.2", True)
    m.board.owed(m.an, 1)


def others_than_customers(m: Morning) -> None:
    """A researcher who says so gets the last free one; whoever asks the way needs nobody."""
    customers = Customer.objects.count()
    m.desk.meet(m.visit_of("He Ping"))
    m.desk.finish(m.an)
    visit = m.desk.takes_in("Shi Jian", purpose="peer")
    m.board.called(visit, m.an)
    assert m.decision(visit) == ("peer", "charter-4", False)
    visit = m.desk.takes_in("", purpose="directions")
    m.desk.answered("No consultant needed")
    assert m.decision(visit) == ("unaided", "charter-9", False)
    assert Customer.objects.count() == customers


def not_ours_after_all(m: Morning) -> None:
    """Asked on the phone, verified by the manager, who read what it does; then a turn is owed."""
    tap(m.phone, "form[id^=meet-] button")
    m.mine.get_by_role("link").last.click()
    press(m.phone, "reason", "unrelated")
    m.phone.locator('[name="note"]').fill("sells insurance")
    m.phone.locator("main form button.btn-primary").click()
    expect(m.mine).to_contain_text("Lü An")
    expect(m.board.page.locator(".bell-count")).to_be_visible()
    manager = m.board.page.context.new_page()
    manager.goto("/harbour/manager/")
    expect(manager.locator("article[id^=void-]")).to_contain_text("sells insurance")
    manager.locator("article[id^=void-] a.btn").click()
    expect(manager.locator("#effect li").first).to_be_visible()
    manager.locator("[name=reason]").fill("carried a rival's brochure")
    manager.locator('[name="accept"][value="yes"]').click()
    expect(manager.locator("article[id^=void-]")).to_have_count(0)
    m.board.owed(m.ding, 1)
    expect(m.phone.locator(".turn-number")).to_be_visible()
    assert VoidRequest.objects.get().answered_by.name == "Mei"
    expect(m.phone.locator(".display")).to_contain_text("owed 1")
