"""Every page in every language, at the widths of a phone, a tablet and a desk, light and dark.

No page is wider than its window, axe finds nothing serious, and the page says its language; with two consultants, with
sixty, with none, and with names as long as the forms take them.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from frontdesk.services.checklists import start_with_ours
from offices.enums import Role
from offices.models import Member, Office
from tests.browser.conftest import Complaints, enter
from tests.browser.deal_scenes import DealScene, deal_office
from tests.browser.dispute_scenes import contested
from tests.browser.money_scenes import money_in
from tests.browser.scenes import comes, day_open, known, meet, step_out, void_asked
from tests.cast import enrol

NAMES = json.loads(Path(__file__).with_name("names.json").read_text())
EVERYTHING = (Role.DESK, Role.MANAGER, Role.CONSULTANT, Role.ADMINISTRATOR)
WIDTHS = (360, 768, 1280, 1920)
# What axe looks at, besides words, is the same in every language: each sees it at one width, in one theme. Contrast,
# which takes most of its time, is the same in both Chinese ones.
LANGUAGES = {"zh-hans": (360, "dark"), "en": (1280, "light"), "zh-hant": (768, "dark")}
HEAVY = "/harbour/desk/"  # sixty rows: seconds for axe, so only in one language
GRAVE = {"serious", "critical"}
TOO_WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return null;
  const sticksOut = (each) => each.getBoundingClientRect().right > page.clientWidth + 1;
  const wide = [...document.body.querySelectorAll("*")].filter(sticksOut).slice(0, 3);
  return `${page.scrollWidth} px: ` + wide.map((each) => each.outerHTML.slice(0, 90)).join(" | ");
}"""
VIOLATIONS = """async (contrast) => {
  const rules = { "color-contrast": { enabled: contrast } };
  const found = await axe.run({ resultTypes: ["violations"], preload: false, rules });
  const where = (each) => each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ");
  return found.violations.map((each) => [each.impact, `${each.id}: ${where(each)}`]);
}"""


@dataclass
class Houses:
    """Three offices in which lin may do everything: one that is crowded, one with two consultants, one that is new."""

    lin: Member
    crowded: Office
    small: Office
    new: Office
    pages: list[str]


@pytest.fixture
def houses(transactional_db: None, office: Office, other_office: Office) -> Houses:
    office.name = NAMES["office"]
    office.save(update_fields=["name"])
    lin = enrol(office, "lin", *EVERYTHING, name="Lin")
    new = Office.objects.create(name="New Court", slug="new")
    closed = Office.objects.create(name="Valley Court", slug="valley")
    pages = [*crowded(lin), *small(member_of(other_office, lin)), *selling(lin)]
    Member.objects.create(user=lin.user, office=new, name="Lin", roles=[Role.DESK, Role.MANAGER])
    Member.objects.create(user=lin.user, office=closed, name="Lin", roles=[Role.FINANCE])
    pages += [
        f"/new/{page}/" for page in ("desk", "visits", "customers", "day", "manager", "rules", "notices")
    ]
    member = Member.objects.of(other_office).working().consultants().first()
    setting_up = ("office", "members", "members/new", f"members/{member.pk}", "robots", "robots/new")
    pages += [f"/hillside/{page}/" for page in setting_up]
    pages += [f"/hillside/members/{member.pk}/password/", "/offices/new/"]
    pages += ["/offices/", "/harbour/nowhere/", "/valley/desk/"]
    return Houses(lin, office, other_office, new, pages)


def member_of(office: Office, somebody: Member) -> Member:
    return Member.objects.create(user=somebody.user, office=office, name=somebody.name, roles=somebody.roles)


def crowded(lin: Member) -> list[str]:
    """Sixty consultants: some away, some called, some receiving; lin is one more, with a visitor of her own."""
    names = [surname + given for surname in NAMES["surnames"] for given in NAMES["given"]]
    staff = [
        enrol(lin.office, f"c{number}", Role.CONSULTANT, name=name)
        for number, name in enumerate(names, start=1)
    ]
    first, *_ = start_with_ours(office=lin.office, language="zh-hans", by=lin, now=timezone.now())
    day_open([lin, *staff], by=lin)
    customer = known(NAMES["longest"], "13900005678", lin, by=lin)
    known(NAMES["longest_latin"], "+442071838750", staff[0], by=lin)
    called = comes(NAMES["longest_latin"], by=lin, party_size=12)
    step_out(staff[0], "business")
    step_out(staff[1], "personal")
    received = comes(NAMES["longest"], by=lin)
    meet(received, by=lin)
    void_asked(received)
    back = comes("", by=lin, customer=customer, history="visited", named=(lin.pk,))
    comes("", by=lin, purpose="directions")
    visits = [f"visits/{each.visit}/" for each in (called, back)]
    actions = [f"visits/{back.visit}/{action}/" for action in ("finish", "cancel", "reassign", "hand-back")]
    rest = [
        "day/",
        "manager/",
        "queue/",
        "order/",
        "deputy/",
        "rules/",
        "visits/",
        "customers/",
        f"customers/{customer.pk}/",
        "notices/",
    ]
    desk = ["desk/", "my-turn/", f"visits/{called.visit}/void/"]
    lists = ["checklists/", f"checklists/{first.pk}/add/", f"checklists/{first.pk}/print/"]
    deals = contested(lin, staff[2], staff[3], NAMES["longest"])
    return [f"/harbour/{page}" for page in (*lists, *desk, *visits, *actions, *rest, *deals)]


def small(lin: Member) -> list[str]:
    """Two consultants, both with a visitor, and a third visitor who waits; then lin's phone on a quiet day."""
    two = [enrol(lin.office, name.lower(), Role.CONSULTANT, name=name) for name in ("An", "Bo")]
    day_open(two, by=lin)
    for name in ("Zhou", "Wu", NAMES["longest"]):
        waiting = comes(name, by=lin)
    desk = ["desk/", f"desk/?visit={waiting.visit}", "my-turn/"]
    own = ["account/", "account/password/", "account/pin/"]
    return [f"/hillside/{page}" for page in (*desk, *own, "day/", "manager/", f"visits/{waiting.visit}/")]


def selling(lin: Member) -> list[str]:
    """An office in the middle of its sales, where lin is with finance and the manager's deputy."""
    office = Office.objects.create(name="Sales Court", slug="sales")
    roles = [Role.FINANCE, Role.MANAGER, Role.DESK]
    scene = deal_office(office, Member.objects.create(user=lin.user, office=office, name="Lin", roles=roles))
    till = money_in(scene)
    orders = [(till.behind, "pay"), (till.breach, "instalments"), (till.signed, "agreement")]
    pages = [f"orders/{order.pk}/{page}/" for order, page in orders]
    pages += ["payments/", "arrears/", "receipts/", "cash-day/", "commission/", f"commission/{scene.an.pk}/"]
    return [f"/sales/{page}" for page in (*sold_in(scene), *pages)]


def sold_in(scene: DealScene) -> list[str]:
    """The board, a unit, an order and what leads to it."""
    unit, order, customer = scene.unit("0601"), scene.orders["0302"], scene.customers[-1]
    sheet = f"price-sheet/?unit={unit.pk}&plan={scene.plan.pk}"
    units = ["units/", f"units/{unit.pk}/", sheet, "units/import/", f"opening/{scene.coming.pk}/"]
    orders = ["orders/", f"orders/{order.pk}/", f"orders/new/?unit={unit.pk}&customer={customer.pk}"]
    return [*units, *orders, f"approvals/{scene.asked[0].pk}/", "order-registers/small/"]


def findings(page: Page, path: str, language: str) -> Iterator[str]:
    """What is wrong with this page."""
    if path == HEAVY and language != "en":
        return
    page.goto(path)
    lang = page.locator("html").get_attribute("lang")
    if lang != language:
        yield f"{path}: says it is in {lang}, not {language}"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if too_wide := page.evaluate(TOO_WIDE):
            yield f"{path} {language} {width}: {too_wide}"
    width, theme = LANGUAGES[language]
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(Axe().axe_script)
    for impact, what in page.evaluate(VIOLATIONS, language != "zh-hant"):
        if impact in GRAVE:
            yield f"{path} {language} {width} {theme}: {impact} {what}"


def test_every_page_fits_and_is_accessible(
    houses: Houses, new_context: Callable[..., BrowserContext], live_server, complaints: Complaints
) -> None:
    complaints.expect(r"40[34].*/(nowhere|valley/desk)/")
    found = []
    for language, (_, theme) in LANGUAGES.items():
        context = new_context(base_url=live_server.url, color_scheme=theme)
        enter(context, live_server.url, houses.lin, language)
        page = context.new_page()
        found += [each for path in houses.pages for each in findings(page, path, language)]
        context.clear_cookies(name="lunxu_session")
        found += findings(page, "/login/", language)
        context.close()
    assert not found, "\n".join(found)
