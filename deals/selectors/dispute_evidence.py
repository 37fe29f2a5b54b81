"""The frozen evidence of a dispute in words, and what was entered since: that is shown beside it, never in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from deals.attribution import DEPARTMENT
from deals.enums import Decision, FactKind
from deals.models import DealFact, Dispute
from offices.models import Member
from visitors.enums import ContactKind, ContactRole, CorrectionKind
from visitors.models import Contact, ContactCorrection


@dataclass(frozen=True, slots=True)
class Met:
    """A contact of the frozen evidence, in words, with the corrections frozen with it; ``visit`` leads to its page."""

    at: datetime
    consultant: Member | None
    kind: str
    role: str
    visit: UUID | None
    corrections: list[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A claimed circumstance of the frozen evidence, in words; ``state`` is a Decision."""

    id: int
    kind: str
    about: Member | None
    state: str


@dataclass(frozen=True, slots=True)
class Since:
    """Something that was entered after the evidence was frozen."""

    what: str
    at: datetime
    by: Member | None


def person_of(code: str | None, people: dict[int, Member]) -> Member | None:
    """Who a code such as ``m12`` names; None for the department and for nobody."""
    return people.get(int(code[1:])) if code and code != DEPARTMENT else None


def contacts_of(dispute: Dispute, people: dict[int, Member]) -> list[Met]:
    """The contacts as they stood. One query, for the visits that they belong to."""
    evidence = dispute.evidence
    frozen = evidence["contacts"]
    rows = Contact.objects.filter(office=dispute.office_id, pk__in=[each["id"] for each in frozen])
    visits = dict(rows.values_list("pk", "visit"))
    said: dict[int, list[str]] = {}
    for each in evidence["corrections"]:
        said.setdefault(each["contact"], []).append(_correction(each, people))
    return [
        Met(
            dispute.office.local(datetime.fromisoformat(each["at"])),
            person_of(each["consultant"], people),
            str(ContactKind(each["kind"]).label),
            str(ContactRole(each["role"]).label),
            visits.get(each["id"]),
            said.get(each["id"], []),
        )
        for each in frozen
    ]


def _correction(frozen: dict, people: dict[int, Member]) -> str:
    kind = CorrectionKind(frozen["kind"])
    to = person_of(frozen["to"], people) if kind == CorrectionKind.REASSIGNED else None
    return f"{kind.label}: {to.name}" if to else str(kind.label)


def facts_of(evidence: dict, people: dict[int, Member]) -> list[Fact]:
    """The claimed circumstances as they stood."""
    return [
        Fact(
            each["id"],
            str(FactKind(each["kind"]).label),
            person_of(each["about"], people),
            each["state"],
        )
        for each in evidence["facts"]
    ]


def _answer(claim: DealFact) -> str:
    said = _("confirmed: %(what)s") if claim.state == Decision.APPROVED else _("not confirmed: %(what)s")
    return said % {"what": claim.get_kind_display()}


def since_frozen(dispute: Dispute) -> list[Since]:
    """Corrections, contacts and answered claims that came after the opening, the oldest first. Three queries."""
    evidence = dispute.evidence
    files = evidence.get("files", [evidence["customer"]])
    contacts = {each["id"] for each in evidence["contacts"]}
    corrections = ContactCorrection.objects.filter(contact__in=contacts).exclude(
        pk__in=[each["id"] for each in evidence["corrections"]]
    )
    met = Contact.objects.filter(office=dispute.office_id, customer__in=files).exclude(pk__in=contacts)
    asked = [each["id"] for each in evidence["facts"] if each["state"] == Decision.ASKED]
    answered = DealFact.objects.filter(customer__in=files).exclude(answered_at=None)
    answered = answered.filter(Q(pk__in=asked) | Q(claimed_at__gt=dispute.opened_at))
    found = [
        *(Since(str(each.get_kind_display()), each.at, each.by) for each in corrections.select_related("by")),
        *(Since(str(each.get_kind_display()), each.at, each.by) for each in met.select_related("by")),
        *(
            Since(_answer(each), each.answered_at, each.answered_by)
            for each in answered.select_related("answered_by")
        ),
    ]
    return sorted(found, key=lambda each: each.at)
