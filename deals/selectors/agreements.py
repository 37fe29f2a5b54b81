"""An agreement as it is read: the office's wording, what it is filled with, and its pages on paper."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from deals.enums import OrderDeed
from deals.models import Agreement, AgreementTemplate, Order
from deals.roles import LEADERS
from deals.selectors.money import fees_total, paid_total
from deals.wordings import VOCABULARIES, Finding, Paragraph, Problem, fill, findings, pages, paragraphs
from offices.enums import Role
from offices.models import Member, Office

NOTHING = "\u2013"
COLUMNS, LINES, LAST_LINES = 88, 40, 32
"""What a printed page holds; agreement-print.css has the sizes to it."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is personal in an agreement: who buys, and where they can be reached (D-23)."""

    buyers: str
    phone: str
    address: str
    postcode: str

    def document(self) -> dict[str, str]:
        return asdict(self)


def wording_of(office: Office, kind: str) -> AgreementTemplate | None:
    """The office's wording that holds now; None where it has none."""
    return AgreementTemplate.objects.filter(office=office, kind=kind).order_by("-version").first()


def last_agreement(order: Order) -> Agreement | None:
    return order.agreements.select_related("template").order_by("-version").first()


def keepers_of(office: Office) -> QuerySet[Member]:
    """Who may keep signed papers: whoever works in the back office and does not sell (D-24)."""
    office_work = Member.objects.of(office).working().holding(Role.ASSISTANT, Role.FINANCE, *LEADERS)
    return office_work.exclude(roles__contains=[Role.CONSULTANT]).order_by("name", "pk")


def wording_findings(kind: str, text: str) -> list[str]:
    """Everything that is wrong with a wording, in sentences."""
    return [_sentence(finding) for finding in findings(text, VOCABULARIES[kind])]


def facts_of(order: Order, today: date) -> dict[str, str]:
    """What a subscription agreement says that is nobody's secret, as it stands now; amounts as they are printed."""
    unit, paid, fee = order.unit, paid_total(order), fees_total(order)
    dues = order.instalments.order_by("position")
    plan = "; ".join(f"{due.label} {due.due_on:%Y-%m-%d} ¥ {due.amount:,.2f}" for due in dues)
    return {
        "office": order.office.name,
        "project": order.office.project or order.office.name,
        "order": str(order.number),
        "date": f"{today:%Y-%m-%d}",
        "building": unit.building.name,
        "unit": unit.number,
        "floor": str(unit.floor),
        "layout": unit.layout,
        "area": f"{unit.area:.2f}",
        "list_price": f"{order.list_price:,.2f}",
        "price": f"{order.price:,.2f}",
        "fee": f"{fee:,.2f}",
        "paid": f"{paid:,.2f}",
        "balance": f"{order.price + fee - paid:,.2f}",
        "instalments": plan or _("as agreed"),
        "consultant": order.closer.name,
    }


def buyers_of(order: Order) -> str:
    """The order's customer and the joint buyers, by name."""
    joint = order.joint_buyers.select_related("customer").order_by("pk")
    names = [order.customer.display_name, *(buyer.customer.display_name for buyer in joint)]
    return ", ".join(names)


def renamed_since(agreement: Agreement) -> bool:
    """Whether the names in the order were changed after the agreement was written."""
    renamed = agreement.order.events.filter(kind=OrderDeed.RENAMED, at__gte=agreement.made_at)
    return renamed.exists()


def is_outdated(agreement: Agreement) -> bool:
    """Whether the order has another price or other names than the agreement says."""
    return agreement.facts.get("price") != f"{agreement.order.price:,.2f}" or renamed_since(agreement)


def text_of(agreement: Agreement) -> str:
    """The wording as it was filled in; what was erased with the customer is a dash."""
    gone = dict.fromkeys(("buyers", "phone", "address", "postcode"), NOTHING)
    return fill(agreement.template.text, {**gone, **agreement.facts, **agreement.particulars})


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the four copies: its number, whom it is for, and its pages."""

    number: int
    whom: str
    pages: list[list[Paragraph]]


def copies_of(agreement: Agreement) -> list[Copy]:
    """Four copies: one for the customer, one for finance, two for the sales department (D-22)."""
    parts = pages(paragraphs(text_of(agreement)), columns=COLUMNS, lines=LINES, last_lines=LAST_LINES)
    sales = _("for the sales department")
    whom = [_("for the customer"), _("for finance"), sales, sales]
    return [Copy(number, each, parts) for number, each in enumerate(whom, start=1)]


def _sentence(finding: Finding) -> str:
    names = ", ".join(f"{{{name}}}" for name in finding.names)
    if finding.problem == Problem.EMPTY:
        return _("Write the wording.")
    if finding.problem == Problem.BRACE:
        lines = ", ".join(str(line) for line in finding.lines)
        return _("A brace stands alone in line %(lines)s.") % {"lines": lines}
    if finding.problem == Problem.UNKNOWN:
        return _("Nothing is called %(names)s.") % {"names": names}
    return _("These may not be missing: %(names)s.") % {"names": names}
