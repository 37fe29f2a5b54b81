"""Every page in every language, in two of them at the widths of a phone, a tablet and a desk, light and dark.

No page is wider than its window, axe finds nothing serious, and the page says its language; with two consultants, with
sixty, with none, and with names as long as the forms take them.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from frontdesk.services.checklists import start_with_ours
from offices.enums import Role
from offices.models import Member, Office
from tests.browser.call_scenes import calling, texting
from tests.browser.complaint_scenes import complaining
from tests.browser.conftest import Complaints, enter
from tests.browser.deal_scenes import DealScene, deal_office
from tests.browser.dispute_scenes import contested
from tests.browser.hosting_scenes import hosting
from tests.browser.money_scenes import money_in
from tests.browser.phone_scenes import phoning
from tests.browser.scenes import comes, day_open, known, meet, step_out, void_asked
from tests.cast import enrol

NAMES = json.loads(Path(__file__).with_name("names.json").read_text())
EVERYTHING = (Role.DESK, Role.MANAGER, Role.CONSULTANT, Role.ADMINISTRATOR)
WIDTHS = (360, 768, 1280, 1920)
# What axe looks at, besides words, is the same in every language: two see it, each at one width, in one theme. The
# words of zh-Hant are those of zh-Hans, character for character but for a few: its pages are looked at where the
# room is narrowest.
LANGUAGES = {"zh-hans": (360, "dark"), "en": (1280, "light"), "zh-hant": (360, "dark")}
ONLY_NARROW = "zh-hant"
HEAVY = "/harbour/desk/"  # sixty rows: seconds for axe, so only in one language
AXE = Axe().axe_script
GRAVE = {"serious", "critical"}
TOO_WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return null;
  const sticksOut = (each) => each.getBoundingClientRect().right > page.clientWidth + 1;
  const wide = [...document.body.querySelectorAll("*")].filter(sticksOut).slice(0, 3);
  return `${page.scrollWidth} px: ` + wide.map((each) => each.outerHTML.slice(0, 90)).join(" | ");
}"""
VIOLATIONS = """async () => {
  const found = await axe.run({ resultTypes: ["violations"], preload: false });
  const where = (each) => each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ");
  return found.violations.map((each) => [each.impact, `${each.id}: ${where(each)}`]);
}"""


@dataclass
class House:
    """Offices in which lin may do everything, and their pages."""

    lin: Member
    pages: list[str]


@pytest.fixture
def house(request: pytest.FixtureRequest, transactional_db: None, office: Office) -> House:
    """``office`` as the scene that the test names makes it."""
    office.name = NAMES["office"]
    office.save(update_fields=["name"])
    lin = enrol(office, "lin", *EVERYTHING, name="Lin")
    return House(lin, request.param(lin))


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
    return [f"/harbour/{page}" for page in (*lists, *desk, *visits, *actions, *rest)]


def disputed(lin: Member) -> list[str]:
    """Two consultants who disagree about a deal of somebody with the longest name."""
    an, bo = (enrol(lin.office, name.lower(), Role.CONSULTANT, name=name) for name in ("An", "Bo"))
    return [f"/harbour/{page}" for page in contested(lin, an, bo, NAMES["longest"])]


def small(lin: Member) -> list[str]:
    """Two consultants, both with a visitor, and a third visitor who waits; then lin's phone on a quiet day."""
    lin = member_of(Office.objects.create(name="Hillside Court", slug="hillside"), lin)
    two = [enrol(lin.office, name.lower(), Role.CONSULTANT, name=name) for name in ("An", "Bo")]
    day_open(two, by=lin)
    for name in ("Zhou", "Wu", NAMES["longest"]):
        waiting = comes(name, by=lin)
    desk = [
        "desk/",
        f"desk/?visit={waiting.visit}",
        "my-turn/",
        "day/",
        "manager/",
        f"visits/{waiting.visit}/",
    ]
    own = ["account/", "account/password/", "account/pin/"]
    member = f"members/{two[0].pk}/"
    setting_up = [
        "office/",
        "members/",
        "members/new/",
        member,
        f"{member}password/",
        "robots/",
        "robots/new/",
    ]
    return [f"/hillside/{page}" for page in (*desk, *own, *setting_up)]


def empty(lin: Member) -> list[str]:
    """An office on its first day, and what is not lin's to see."""
    new = Office.objects.create(name="New Court", slug="new")
    Member.objects.create(user=lin.user, office=new, name="Lin", roles=[Role.DESK, Role.MANAGER])
    closed = Office.objects.create(name="Valley Court", slug="valley")
    Member.objects.create(user=lin.user, office=closed, name="Lin", roles=[Role.FINANCE])
    pages = ("desk", "visits", "customers", "day", "manager", "rules", "notices")
    return [
        *(f"/new/{page}/" for page in pages),
        "/offices/",
        "/offices/new/",
        "/harbour/nowhere/",
        "/valley/desk/",
    ]


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
    own, theme = LANGUAGES[language]
    widths = (own,) if language == ONLY_NARROW else WIDTHS
    for width in sorted(widths, key=own.__eq__):  # that at which axe looks comes last
        page.set_viewport_size({"width": width, "height": 900})
        if too_wide := page.evaluate(TOO_WIDE):
            yield f"{path} {language} {width}: {too_wide}"
    if language == ONLY_NARROW:
        return
    for impact, what in page.evaluate(VIOLATIONS):
        if impact in GRAVE:
            yield f"{path} {language} {own} {theme}: {impact} {what}"


@pytest.fixture
def look(new_context: Callable[..., BrowserContext], live_server: Any) -> Callable[..., str]:
    """What is wrong with pages in any language, a line each; as somebody who is logged in, or as nobody."""

    def look(pages: list[str], member: Member | None = None) -> str:
        found: list[str] = []
        for language, (_, theme) in LANGUAGES.items():
            context = new_context(base_url=live_server.url, color_scheme=theme)
            context.add_init_script(AXE)
            enter(context, live_server.url, member, language)
            page = context.new_page()
            found += [each for path in pages for each in findings(page, path, language)]
            context.close()
        return "\n".join(found)

    return look


SCENES = [calling, complaining, crowded, disputed, empty, hosting, phoning, selling, small, texting]


@pytest.mark.parametrize("house", SCENES, indirect=True)
def test_every_page_fits_and_is_accessible(
    house: House, look: Callable[..., str], complaints: Complaints
) -> None:
    complaints.expect(r"40[34].*/(nowhere|valley/desk|nobody-made-this)/")
    assert look(house.pages, house.lin) == ""


def test_log_in_fits_and_is_accessible(look: Callable[..., str]) -> None:
    assert look(["/login/"]) == ""
