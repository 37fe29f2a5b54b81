"""Lists of complaints: which a member sees, and those that ask for something today."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from complaints.enums import TicketState
from complaints.escalation_table import Deed
from complaints.models import Ticket
from complaints.roles import HANDLERS
from complaints.selectors.standing import house_rules
from offices.models import Member, Office
from visitors.models import Customer
from visitors.selectors.aliases import files_by_id
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import find_customers

SHOWN = 20
NUMBER = re.compile(r"(?:(\d{4})-)?0*(\d{1,6})", re.ASCII)
PEOPLE = ("category", "department", "customer__merged_into", "answerable", "offered_to", "office")

FILTERS: dict[str, tuple[Promise, Q]] = {
    "open": (pgettext_lazy("complaints", "Open"), ~Q(state__in=("confirmed", "archived"))),
    "major": (
        pgettext_lazy("complaints", "Major"),
        Q(is_major=True) & ~Q(state__in=("confirmed", "archived")),
    ),
    "waiting": (pgettext_lazy("complaints", "Waiting for the customer"), Q(is_waiting=True)),
    "calls": (pgettext_lazy("complaints", "Return call owed"), Q(state="confirmed", called_at=None)),
    "closed": (pgettext_lazy("complaints", "Closed"), Q(state="confirmed")),
    "archived": (pgettext_lazy("complaints", "Archived"), Q(state="archived")),
    "all": (pgettext_lazy("complaints", "All of them"), Q()),
}


def visible_to(member: Member) -> QuerySet[Ticket]:
    """Handlers see every complaint of the office, others theirs; nobody those about themselves."""
    rows = Ticket.objects.of(member.office).exclude(about_member=member)
    if member.holds(*HANDLERS):
        return rows
    return rows.filter(
        Q(answerable=member) | Q(opened_by=member) | Q(offered_to=member) | Q(department__head=member)
    )


def listed(member: Member, *, chosen: str, text: str = "", now: datetime) -> QuerySet[Ticket]:
    """The complaints under a filter, what is due first; ``text`` is a number, or finds
    customers as the desk finds them."""
    rows = visible_to(member).filter(FILTERS.get(chosen, FILTERS["open"])[1]).select_related(*PEOPLE)
    if text:
        rows = rows.filter(_found(member.office, text, now))
    if chosen in ("closed", "archived", "all"):
        return rows.order_by("-opened_at", "-pk")
    return rows.order_by(F("next_due").asc(nulls_last=True), "opened_at", "pk")


def _found(office: Office, text: str, now: datetime) -> Q:
    """A complaint's number, with its year or without; else those of the customers whom the text may mean."""
    match = NUMBER.fullmatch(text.strip())
    if match is not None:
        year = {"year": int(match[1])} if match[1] else {}
        return Q(number=int(match[2]), **year)
    rules = house_validity_rules(office, office.business_date(now))
    found = find_customers(office=office, query=text, limit=20, now=now, rules=rules)
    return Q(customer__in=list(files_by_id(match.customer.file_id for match in found)))


def tickets_of(customer: Customer, member: Member) -> list[Ticket]:
    """What this customer complained of, as far as the member may see it; the latest first."""
    rows = visible_to(member).filter(customer__in=customer.all_files)
    return list(rows.select_related(*PEOPLE).order_by("-opened_at", "-pk")[:SHOWN])


@dataclass(frozen=True, slots=True)
class Group:
    """Complaints that ask for the same: the head, and the rows."""

    code: str
    label: Promise
    rows: list[Ticket] = field(default_factory=list)


def daily(member: Member, now: datetime) -> list[Group]:
    """Every open complaint once, by what it asks for today (G-35), and the return calls that are owed."""
    office = member.office
    rows = list(visible_to(member).exclude(state=TicketState.ARCHIVED).select_related(*PEOPLE))
    rows.sort(key=lambda row: (row.next_due is None, row.next_due or row.opened_at, row.pk))
    midnight = office.local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    groups = {code: Group(code, label) for code, label in GROUPS.items()}
    for row in rows:
        groups[_group_of(row, now, midnight)].rows.append(row)
    return [groups[code] for code in GROUPS if groups[code].rows]


GROUPS: dict[str, Promise] = {
    "late": pgettext_lazy("complaints", "Late"),
    "untaken": pgettext_lazy("complaints", "Nobody answers for them yet"),
    "today": pgettext_lazy("complaints", "Due today"),
    "later": pgettext_lazy("complaints", "Due later"),
    "waiting": pgettext_lazy("complaints", "Waiting for the customer"),
    "calls": pgettext_lazy("complaints", "Return calls"),
    "file": pgettext_lazy("complaints", "To be archived"),
}


def _group_of(row: Ticket, now: datetime, midnight: datetime) -> str:
    if row.next_deed == Deed.ARCHIVED:
        return "file"
    if row.is_waiting:
        return "waiting"
    if row.next_due is not None and row.next_due < now:
        return "late"
    if row.answerable_id is None:
        return "untaken"
    if row.state == TicketState.CONFIRMED:
        return "calls"
    return "today" if row.next_due is not None and row.next_due < midnight else "later"


def collective_from(office: Office, now: datetime) -> int:
    """From how many households on a complaint is a collective one."""
    return house_rules(office, office.business_date(now)).collective_from
