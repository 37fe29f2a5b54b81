"""A dispute as its page shows it: both sides, what stood, what was done, and who has to do what until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from deals.attribution import DEPARTMENT
from deals.dispute_shares import as_text, from_codes
from deals.enums import Decision, DisputeState, FactKind, StepKind
from deals.models import Dispute, DisputeStep, Ruling
from deals.roles import DIRECTORS, LEADERS
from deals.selectors.disputes import NEGOTIABLE, Proposal, proposal_of, shares_of, waiting_report
from offices.models import Member
from offices.selectors.deputies import may_decide
from visitors.enums import ContactKind, ContactRole

REPORTS = (StepKind.QUARREL, StepKind.DISOBEYED)


@dataclass(frozen=True, slots=True)
class Part:
    """A percent and whose it is; without a member it is the department's."""

    member: Member | None
    percent: str


@dataclass(frozen=True, slots=True)
class Line:
    """A step on the timeline, with the parts it speaks of."""

    step: DisputeStep
    text: str
    parts: list[Part]
    clause: str


@dataclass(frozen=True, slots=True)
class Side:
    """A party with what they said so far."""

    member: Member
    is_opener: bool
    statements: list[Line]


@dataclass(frozen=True, slots=True)
class Met:
    """A contact of the frozen evidence, in words."""

    at: datetime
    consultant: Member | None
    kind: str
    role: str
    corrections: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A claimed circumstance of the frozen evidence, in words."""

    kind: str
    about: Member | None
    state: str


@dataclass(frozen=True, slots=True)
class May:
    """What this member may do now."""

    state_case: bool
    propose: bool
    confirm: bool
    pass_on: bool
    rule: bool
    report: bool
    answer: bool
    withdraw: bool

    @property
    def anything(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Page:
    dispute: Dispute
    sides: list[Side]
    lines: list[Line]
    ruled: list[Part]
    credited: Member | None
    outcome: list[Part]
    proposal: Proposal | None
    proposed: list[Part]
    missing: list[Member]
    report: DisputeStep | None
    contacts: list[Met]
    facts: list[Fact]
    may: May
    is_overdue: bool


def page_of(dispute: Dispute, *, by: Member, now: datetime) -> Page:
    """Everything in one go: two queries beside those of the guard."""
    people = {each.pk: each for each in Member.objects.of(dispute.office)}
    steps = list(dispute.steps.all())
    lines = [_line(step, people) for step in steps]
    proposal = proposal_of(dispute) if dispute.state in NEGOTIABLE else None
    parties = [party.member for party in dispute.parties.all()]
    report = waiting_report(dispute)
    return Page(
        dispute=dispute,
        sides=_sides(dispute, parties, lines),
        lines=lines,
        ruled=parts_of(dispute.ruling, people),
        credited=people.get(dispute.ruling.credit_id),
        outcome=parts_of(dispute.outcome, people) if dispute.outcome else [],
        proposal=proposal,
        proposed=_parts(proposal.shares.items(), people) if proposal else [],
        missing=[each for each in parties if proposal and each.pk not in proposal.confirmed],
        report=report,
        contacts=_contacts(dispute.evidence, people),
        facts=_facts(dispute.evidence, people),
        may=_may(dispute, {each.pk for each in parties}, proposal, report, by, now),
        is_overdue=dispute.due_at is not None and dispute.due_at <= now,
    )


def parts_of(ruling: Ruling, people: dict[int, Member]) -> list[Part]:
    """The shares of a ruling with their people."""
    return _parts(shares_of(ruling).items(), people)


def _parts(shares: Iterable[tuple[int | None, Fraction]], people: dict[int, Member]) -> list[Part]:
    return [Part(people.get(who) if who is not None else None, as_text(share)) for who, share in shares]


def _line(step: DisputeStep, people: dict[int, Member]) -> Line:
    words = getattr(step, "words", None)
    shares = from_codes(step.details.get("shares", {}))
    return Line(
        step, words.text if words else "", _parts(shares.items(), people), step.details.get("clause", "")
    )


def _sides(dispute: Dispute, parties: list[Member], lines: list[Line]) -> list[Side]:
    """The opener first, then the others by name."""
    ordered = sorted(parties, key=lambda each: (each.pk != dispute.opened_by_id, each.name, each.pk))
    return [
        Side(
            each,
            each.pk == dispute.opened_by_id,
            [line for line in lines if line.step.kind == StepKind.STATED and line.step.by_id == each.pk],
        )
        for each in ordered
    ]


def _person(code: str | None, people: dict[int, Member]) -> Member | None:
    return people.get(int(code[1:])) if code and code != DEPARTMENT else None


def _contacts(evidence: dict, people: dict[int, Member]) -> list[Met]:
    corrections = [each["contact"] for each in evidence["corrections"]]
    return [
        Met(
            datetime.fromisoformat(each["at"]),
            _person(each["consultant"], people),
            str(ContactKind(each["kind"]).label),
            str(ContactRole(each["role"]).label),
            corrections.count(each["id"]),
        )
        for each in evidence["contacts"]
    ]


def _facts(evidence: dict, people: dict[int, Member]) -> list[Fact]:
    return [
        Fact(
            str(FactKind(each["kind"]).label),
            _person(each["about"], people),
            str(Decision(each["state"]).label),
        )
        for each in evidence["facts"]
    ]


def _may(
    dispute: Dispute,
    parties: set[int],
    proposal: Proposal | None,
    report: DisputeStep | None,
    by: Member,
    now: datetime,
) -> May:
    """The same conditions as the services', so that no button is shown that would be refused."""
    is_open = dispute.ended_at is None
    state, party, leads = dispute.state, by.pk in parties, by.holds(*LEADERS)
    free = is_open and report is None
    talking = free and state in NEGOTIABLE
    overdue = dispute.due_at is not None and now >= dispute.due_at
    return May(
        state_case=is_open and state in NEGOTIABLE and party,
        propose=talking and party and len(parties) > 1,
        confirm=talking and party and proposal is not None and by.pk not in proposal.confirmed,
        pass_on=(state == DisputeState.NEGOTIATION and talking and (leads or party))
        or (state == DisputeState.MEDIATION and talking and (leads or (party and overdue))),
        rule=free and state == DisputeState.RULING and not party and may_decide(by, now),
        report=free and (leads or party),
        answer=is_open
        and report is not None
        and report.by_id != by.pk
        and not party
        and by.holds(*LEADERS, *DIRECTORS),
        withdraw=talking and dispute.opened_by_id == by.pk,
    )
