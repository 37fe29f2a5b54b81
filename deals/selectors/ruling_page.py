"""A ruling as people read it: whose deal, shares, sentences, the evidence with links, what would change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from deals.attribution import DEPARTMENT, Reason
from deals.attribution_words import sentence
from deals.flip_words import said_of
from deals.models import DealFact, Ruling
from deals.roles import COMMISSION_READERS
from deals.selectors.facts import with_people
from deals.selectors.what_if import others
from offices.clauses import Clause, clause_for
from offices.models import Member
from visitors.enums import ContactRole
from visitors.models import Contact
from visitors.selectors.circumstances import in_words, names_in


@dataclass(frozen=True, slots=True)
class Line:
    """A share; ``member`` is None for the department. ``amount`` in yuan."""

    member: Member | None
    percent: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Evidence:
    """A contact of the document, with its row where it has one."""

    at: str
    member: Member | None
    role: str
    is_family: bool
    row: Contact | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What the customer said when they came, in words, and the contact (with whoever entered it)."""

    row: Contact
    words: list[str]


@dataclass(frozen=True, slots=True)
class OtherRuling:
    """What would be if ``said`` were otherwise."""

    said: str
    lines: list[Line]
    clause: Clause
    because: list[str]


@dataclass(frozen=True, slots=True)
class RulingPage:
    ruling: Ruling
    lines: list[Line]
    clause: Clause | None
    because: list[str]
    evidence: list[Evidence]
    heard: list[Heard]
    facts: list[DealFact]
    others: list[OtherRuling]
    words: str

    @property
    def awaits_manager(self) -> bool:
        return self.ruling.credit_id is None and not self.ruling.to_department


def page_of(ruling: Ruling) -> RulingPage:
    """All that the page shows: a constant number of queries."""
    people = _people(ruling)
    would = others(ruling.document) if ruling.source == "rules" else []
    clauses = clause_for(ruling.office, {ruling.clause, *(each.ruling.clause for each in would)} - {""})
    return RulingPage(
        ruling=ruling,
        lines=_lines(ruling.answer["commission"], people),
        clause=clauses.get(ruling.clause),
        because=[_sentence(code, people) for code in ruling.answer["because"]],
        evidence=_evidence(ruling, people),
        heard=_heard(ruling),
        facts=list(with_people(DealFact.objects.filter(pk__in=ruling.evidence.get("facts", [])))),
        others=[
            OtherRuling(
                said_of(each.flip, _name(each.flip.consultant, people), _moment(ruling, each.flip.contact)),
                _lines([share.as_dict() for share in each.ruling.commission], people),
                clauses[each.ruling.clause],
                [sentence(reason, _name(reason.consultant, people)) for reason in each.ruling.because],
            )
            for each in would
        ],
        words=getattr(getattr(ruling, "words", None), "text", ""),
    )


def may_read(member: Member, ruling: Ruling) -> bool:
    """Leaders, finance and the director read every ruling; others those that concern them."""
    return member.holds(*COMMISSION_READERS) or member.code in _codes(ruling)


def readable_by(member: Member, rulings: QuerySet[Ruling]) -> QuerySet[Ruling]:
    """Those that the member may read."""
    if member.holds(*COMMISSION_READERS):
        return rulings
    mine = rulings.filter(document__contacts__contains=[{"consultant": member.code}])
    paid = rulings.filter(answer__commission__contains=[{"consultant": member.code}])
    return (mine | paid | rulings.filter(order__closer=member)).distinct()


def because_of(ruling: Ruling) -> list[str]:
    """Why, sentence by sentence; empty for a ruling made by hand."""
    people = _people(ruling)
    return [_sentence(code, people) for code in ruling.answer["because"]]


def _codes(ruling: Ruling) -> set[str]:
    """Everybody who is named in the document or in the answer."""
    named = {each["consultant"] for each in ruling.document["contacts"]}
    paid = {each["consultant"] for each in ruling.answer["commission"]}
    facts = ruling.document.get("facts", {})
    spoken = {facts.get(name) for name in ("designated", "discount_sought_from", "referred_by_customer_of")}
    listed = {each for name in ("refused", "complaint_upheld") for each in facts.get(name) or []}
    credit = {ruling.answer["credit"]}
    return {*named, *paid, *spoken, *listed, *credit, ruling.document["deal"]["closer"]} - {None, DEPARTMENT}


def _people(ruling: Ruling) -> dict[str, Member]:
    ids = [int(code[1:]) for code in _codes(ruling)]
    return {member.code: member for member in Member.objects.filter(office=ruling.office_id, pk__in=ids)}


def _name(code: str | None, people: Mapping[str, Member]) -> str:
    if code == DEPARTMENT:
        return _("the department")
    return people[code].name if code in people else ""


def _lines(shares: Iterable[Mapping[str, str]], people: Mapping[str, Member]) -> list[Line]:
    return [Line(people.get(each["consultant"]), each["percent"], Decimal(each["amount"])) for each in shares]


def _sentence(code: Mapping[str, str], people: Mapping[str, Member]) -> str:
    days = {name: date.fromisoformat(code[name]) for name in ("on", "until") if name in code}
    return sentence(Reason(code["found"], code["consultant"], **days), _name(code["consultant"], people))


def _evidence(ruling: Ruling, people: Mapping[str, Member]) -> list[Evidence]:
    ids = ruling.evidence.get("contacts", [])
    rows = (
        Contact.objects.filter(office=ruling.office_id)
        .select_related("customer")
        .in_bulk([pk for pk in ids if pk])
    )
    contacts: list[Mapping[str, Any]] = ruling.document["contacts"]
    return [
        Evidence(
            at=each["at"].replace("T", " "),
            member=people.get(each["consultant"]),
            role=str(ContactRole(each["as"]).label),
            is_family=each["customer"] == "family",
            row=rows.get(ids[place]) if place < len(ids) else None,
        )
        for place, each in enumerate(contacts)
    ]


def _heard(ruling: Ruling) -> list[Heard]:
    """What the desk entered with the contacts: no query for a ruling without any."""
    ids = ruling.evidence.get("desk", [])
    if not ids:
        return []
    rows = Contact.objects.filter(office=ruling.office_id, pk__in=ids).order_by("at", "pk")
    found = list(rows.select_related("by"))
    names = names_in(ruling.office_id, [row.circumstances for row in found])
    return [Heard(row, in_words(row.circumstances, names)) for row in found]


def _moment(ruling: Ruling, contact: int | None) -> str:
    return "" if contact is None else ruling.document["contacts"][contact]["at"].replace("T", " ")
