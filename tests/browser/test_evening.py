"""An evening at the desk: what was taken wrongly is put right, the register is signed, the day is closed.

The office works by the sales-floor rules; everybody reads Chinese. What a page says is read by its names and numbers.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from offices.enums import NoticeKind, Role
from offices.models import BusinessDay, Member, Notice, Office
from offices.services.pins import set_pin
from reception.models import QueueEvent, Reception
from reception.services import visits
from tests.browser.conftest import PHONE, Complaints
from tests.browser.pages import LET_GO, POLL, Desk, Phone, press
from tests.browser.scenes import comes, day_open
from tests.browser.test_print import A4_ACROSS, printed, sizes
from tests.cast import PASSWORD, enrol
from visitors.models import RegisterEntry
from visitors.services.outcomes import OutcomeEntry

CHINESE = "zh-hans"
PIN, WRONG = "407195", "407196"
HAND_BACK = 'button[name="do"]'


@pytest.fixture
def su(office: Office) -> Member:
    """The sales supervisor."""
    return enrol(office, "su", Role.SUPERVISOR)


def sent(page: Page, button: str = "main form button.btn-primary") -> None:
    """The form goes to the server, which has answered it."""
    with answered(page):
        page.locator(button).click()


def answered(page: Page) -> AbstractContextManager:
    return page.expect_response(lambda answer: answer.request.method == "POST")


def reads(page: Page, *texts: str) -> None:
    """What the deed will do to turns says all of these."""
    for text in texts:
        expect(page.locator("#effect .effect-list")).to_contain_text(text)


def logged(kind: str) -> QueueEvent:
    return QueueEvent.objects.get(kind=kind)


@dataclass
class Afternoon:
    """Everybody who is here has a visitor. ``desk`` is the clerk's window, ``office`` the manager's."""

    an: Member
    bo: Member
    chen: Member
    su: Member
    desk: Desk
    office: Page
    ans: Phone
    bos: Phone
    chens: Phone


@pytest.fixture
def afternoon(
    window: Callable[..., Page], lin: Member, mei: Member, su: Member, an: Member, bo: Member, chen: Member
) -> Afternoon:
    day_open([an, bo, chen], by=lin)
    desk = Desk(window(lin, "desk/", language=CHINESE))
    office = window(mei, "manager/", language=CHINESE)
    phones = [Phone(window(each, "my-turn/", language=CHINESE, **PHONE)) for each in (an, bo, chen)]
    return Afternoon(an, bo, chen, su, desk, office, *phones)


def test_turns_are_put_right(
    afternoon: Afternoon, window: Callable[..., Page], complaints: Complaints
) -> None:
    complaints.expect(r"409.*/hand-back/")
    everybody_has_a_visitor(afternoon)
    one_was_none_of_ours(afternoon)
    the_own_consultant_was_here(afternoon)
    the_manager_goes_and_names_somebody(afternoon)
    who_stands_in_hands_back(afternoon, window(afternoon.su, "manager/", language=CHINESE))
    call_command("verify_queue", stdout=StringIO())


def everybody_has_a_visitor(a: Afternoon) -> None:
    for name, phone in (("Zhou Chun", a.ans), ("Sun Li", a.bos), ("Lü An", a.chens)):
        a.desk.takes_in(name)
        phone.meets(name)


def one_was_none_of_ours(a: Afternoon) -> None:
    """Asked on the phone; the manager's page shows it by itself, and what it will do before it is done."""
    a.chens.mine.get_by_role("link").last.click()
    press(a.chens.page, "reason", "peer")
    a.chens.page.locator('[name="note"]').fill("asks for our commissions")
    sent(a.chens.page)
    a.chens.has("Lü An")
    a.office.clock.fast_forward(POLL)
    asked = a.office.locator("article[id^=void-]")
    expect(asked).to_contain_text("asks for our commissions")
    asked.locator("a.btn").click()
    reads(a.office, "Lü An", "Chen")
    a.office.locator("#effect summary.chip").last.click()
    expect(a.office.locator("#effect .clause-source").last).to_contain_text("charter-6")
    assert not QueueEvent.objects.filter(kind="void").exists()
    a.office.locator('[name="reason"]').fill("carried a rival's badge")
    sent(a.office, '[name="accept"][value="yes"]')
    expect(a.office.locator("article[id^=void-]")).to_have_count(0)
    a.chens.owed(1)
    assert (logged("void").by.name, logged("void").note.text) == ("Mei", "carried a rival's badge")


def the_own_consultant_was_here(a: Afternoon) -> None:
    """Whoever waits would be An's next; that visitor leaves while the manager reads it, and An stays owed the turn."""
    a.desk.takes_in("He Ping")
    a.chens.meets("He Ping")
    waiting = a.desk.takes_in("Feng Yu")
    a.desk.waits(waiting)
    visit = Reception.objects.get(customer__name="Zhou Chun")
    chooses(a.office, visit, a.bo)
    reads(a.office, "Zhou Chun", "Bo", "Feng Yu")
    why = a.office.locator('[name="reason"]')
    why.fill("Bo showed her the flat in May")
    why.press("Tab")
    a.desk.card(waiting).locator("form[id^=leave-] button").click()
    with answered(a.desk.page):
        a.desk.page.clock.fast_forward(LET_GO)
    sent(a.office, HAND_BACK)
    expect(a.office.locator("main form [role=alert]")).to_be_visible()
    expect(a.office.locator("#effect")).not_to_contain_text("Feng Yu")
    reads(a.office, "Zhou Chun", "Bo", "An")
    expect(why).to_have_value("Bo showed her the flat in May")
    expect(a.office.locator(f'[name="to"][value="{a.bo.pk}"]')).to_be_checked()
    assert not QueueEvent.objects.filter(kind="hand_back").exists()
    sent(a.office, HAND_BACK)
    expect(a.office).to_have_url(re.compile(rf"/visits/{visit.visit}/$"))
    is_called(a.bos, "Zhou Chun")
    a.ans.owed(1)
    expect(a.ans.page.locator(".first-steps")).to_have_count(0)
    a.desk.owed(a.an, 1)
    told(a.office, "Bo showed her the flat in May", "Mei")


def chooses(page: Page, visit: Reception, to: Member) -> None:
    """From the visit's page to the effect of handing it back to this one."""
    page.goto(visit.get_absolute_url())
    page.locator('a[href$="/hand-back/"]').click()
    page.wait_for_url(re.compile("/hand-back/$"))
    with answered(page):
        press(page, "to", str(to.pk))


def is_called(phone: Phone, visitor: str) -> None:
    phone.look()
    expect(phone.mine.filter(has_text=visitor)).to_have_class(re.compile(r"\bturn-call\b"))


def told(page: Page, why: str, by: str) -> Locator:
    """The log has it in words: who did it, why, and by which clause."""
    page.goto("/harbour/queue/")
    entry = page.locator(".log-entry").filter(has_text=why)
    expect(entry.locator(".log-when")).to_contain_text(by)
    sources = entry.locator(".clause-source").all_text_contents()
    assert sources and all("floor-3.1" in source for source in sources)
    return entry


def the_manager_goes_and_names_somebody(a: Afternoon) -> None:
    a.office.locator('.page-actions a[href$="/deputy/"]').click()
    a.office.locator('[name="supervisor"]').select_option(str(a.su.pk))
    sent(a.office)
    expect(a.office.locator("article[id^=deputy-]")).to_contain_text("Su")


def who_stands_in_hands_back(a: Afternoon, page: Page) -> None:
    visit = Reception.objects.get(customer__name="Sun Li")
    chooses(page, visit, a.chen)
    reads(page, "Sun Li", "Chen")
    page.locator('[name="reason"]').fill("Chen called her last week")
    sent(page, HAND_BACK)
    expect(page).to_have_url(re.compile(rf"/visits/{visit.visit}/$"))
    is_called(a.chens, "Sun Li")
    entry = told(page, "Chen called her last week", "Su")
    assert entry.locator(".log-when span").inner_text().strip() != "Su", "nobody sees that she stood in"


@dataclass
class Evening:
    """Four receptions are over; ``first`` and ``fourth`` were An's, ``second`` Bo's, ``third`` Chen's."""

    first: Reception
    second: Reception
    third: Reception
    fourth: Reception
    desk: Page
    office: Page
    phone: Callable[[Member], Page]
    bo: Member
    an: Member
    chen: Member


@pytest.fixture
def evening(
    window: Callable[..., Page], lin: Member, mei: Member, an: Member, bo: Member, chen: Member
) -> Evening:
    set_pin(user=bo.user, pin=PIN, password=PASSWORD, by=bo, now=timezone.now())
    day_open([an, bo, chen], by=lin)
    over = []
    for name in ("Zhou Chun", "Sun Li", "He Ping", "Feng Yu"):
        reception = comes(name, by=lin)
        outcome = OutcomeEntry(grade="B", area_min=89)
        visits.finish(reception=reception, outcome=outcome, by=reception.consultant, now=timezone.now())
        over.append(reception)

    def phone(member: Member) -> Page:
        return window(member, "my-turn/", language=CHINESE, **PHONE)

    desk = window(lin, "register/", language=CHINESE)
    office = window(mei, "register/", language=CHINESE)
    return Evening(*over, desk, office, phone, bo, an, chen)


def test_the_day_is_signed_printed_and_closed(evening: Evening, complaints: Complaints) -> None:
    complaints.expect("422.*/register/")
    she_signs_on_the_phone(evening)
    he_signs_at_the_desk(evening)
    he_corrects_a_line(evening)
    the_manager_prints_the_register(evening)
    the_day_is_closed(evening)


def she_signs_on_the_phone(e: Evening) -> None:
    """Both of An's, after a look at each."""
    page = e.phone(e.an)
    expect(page.locator("#turn-sign")).to_contain_text("2")
    page.locator("#turn-sign a.btn").click()
    expect(page.locator('[name="entry"]')).to_have_count(2)
    sent(page)
    expect(page.locator("#turn-sign")).to_have_count(0)
    assert signed() == [(1, "An", "login"), (4, "An", "login")]


def signed() -> list[tuple[int, str, str]]:
    """(number, by whom, through what) of each entry, in the order of signing."""
    entries = RegisterEntry.objects.order_by("pk").select_related("signed_by")
    return [(entry.number, entry.signed_by.name, entry.signed_through) for entry in entries]


def he_signs_at_the_desk(e: Evening) -> None:
    """Whoever sits there cannot do it for him."""
    before = signed()
    e.desk.reload()
    e.desk.locator(f"#due-{e.second.visit} a.btn").click()
    expect(e.desk.locator("main form")).to_contain_text("Sun Li")
    e.desk.locator('[name="remark"]').fill("by metro")
    for wrong in ("", WRONG):
        e.desk.locator('[name="pin"]').fill(wrong)
        sent(e.desk)
        expect(e.desk.locator(".invalid-feedback")).to_be_visible()
        expect(e.desk.locator('[name="remark"]')).to_have_value("by metro")
        expect(e.desk.locator('[name="pin"]')).to_have_value("")
    assert signed() == before
    e.desk.locator('[name="pin"]').fill(PIN)
    sent(e.desk)
    expect(e.desk.locator(f"#due-{e.second.visit}")).to_have_count(0)
    assert signed() == [*before, (2, "Bo", "pin")]


def he_corrects_a_line(e: Evening) -> None:
    page = e.phone(e.bo)
    page.goto("/harbour/register/")
    old = RegisterEntry.objects.get(signed_by=e.bo)
    page.locator(f"#entry-{old.pk} a.btn").click()
    page.locator('[name="name"]').fill("Sun Lili")
    sent(page)
    expect(page.locator(".invalid-feedback")).to_be_visible()
    page.locator('[name="reason"]').fill("misheard the name")
    sent(page)
    new = RegisterEntry.objects.get(corrects=old)
    expect(page.locator(f"#entry-{new.pk}")).to_contain_text("Sun Lili")
    expect(page.locator(f"#entry-{new.pk}")).to_contain_text("misheard the name")
    expect(page.locator(f"#entry-{old.pk}")).to_contain_text("Sun Li")
    expect(page.locator(f"#entry-{old.pk}")).to_have_class("is-struck")


def the_manager_prints_the_register(e: Evening) -> None:
    e.office.reload()
    e.office.locator(".page-actions a").click()
    e.office.wait_for_url(re.compile("/register/print/"))
    [(width, height)] = sizes(printed(e.office))
    assert (round(width - A4_ACROSS[0]), round(height - A4_ACROSS[1])) == (0, 0)
    lines = e.office.locator("tbody tr:not(.blank):not(.note)")
    expect(lines).to_have_count(5)
    signatures = e.office.locator("td.signature strong")
    assert signatures.all_text_contents() == ["An", "Bo", "Bo", "An"]
    expect(e.office.locator("tr.struck")).to_contain_text("Sun Li")
    expect(e.office.locator("footer code")).to_have_text(re.compile(r"^[0-9a-f]{64}$"))


def the_day_is_closed(e: Evening) -> None:
    """Chen's signature is still to come; that keeps nobody here."""
    e.desk.goto("/harbour/day/")
    e.desk.locator('a[href$="/day/close/"]').click()
    [todo] = e.desk.locator(".todo", has_text="Chen").filter(has_text=str(e.third.number)).all()
    expect(todo.locator("a")).to_have_attribute("href", e.third.get_absolute_url())
    sent(e.desk)
    expect(e.desk).to_have_url(re.compile("/sheet/$"))
    day = BusinessDay.objects.get()
    seq, last = day.sheet["seq"], day.sheet["hash"]
    shown = "".join(e.desk.locator(".anchor .hash").inner_text().split())
    assert (shown, e.desk.locator(".anchor strong").inner_text()) == (last, str(seq))
    out = StringIO()
    call_command("verify_queue", office="harbour", anchor=[f"{seq}:{shown}"], stdout=out)
    assert shown in out.getvalue()
    e.office.goto("/harbour/notices/")
    notice = Notice.objects.get(kind=NoticeKind.DAY_ANCHOR)
    e.office.locator(f"#kept-notice-{notice.pk}").click()
    expect(e.office.locator(".anchor strong")).to_have_text(str(seq))
