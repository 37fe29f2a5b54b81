"""A dispute as its page shows it: both sides, what stood, what was done, and who has to do what until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from deals.attribution import DEPARTMENT
from deals.attribution_shares import FEN, divided
from deals.dispute_shares import Shares, as_text, from_codes
from deals.enums import DisputeState, StepKind
from deals.models import Dispute, DisputeStep, Ruling
from deals.models.deal_days import DealDays, days_of
from deals.roles import DIRECTORS, LEADERS
from deals.selectors.dispute_evidence import (
    Fact,
    Met,
    Since,
    contacts_of,
    facts_of,
    person_of,
    since_frozen,
)
from deals.selectors.disputes import (
    NEGOTIABLE,
    Proposal,
    judges,
    proposal_of,
    shares_of,
    waiting_report,
)
from deals.selectors.ruling_page import because_of
from offices.clauses import Clause, clause_for
from offices.models import Member

REPORTS = (StepKind.QUARREL, StepKind.DISOBEYED)


@dataclass(frozen=True, slots=True)
class Part:
    """A percent and whose it is; without a member it is the department's. ``amount`` in yuan where there is one."""

    member: Member | None
    percent: str
    amount: Decimal | None = None


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
class Stage:
    """A stage of the way from the opening to the end, and how many days it is given."""

    name: str
    days: int
    is_now: bool
    is_over: bool


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
    clause: Clause | None
    because: list[str]
    outcome: list[Part]
    outcome_credited: Member | None
    outcome_clause: Clause | None
    proposal: Proposal | None
    proposed: list[Part]
    missing: list[Member]
    report: DisputeStep | None
    gone: list[Member]
    stages: list[Stage]
    contacts: list[Met]
    facts: list[Fact]
    since: list[Since]
    may: May
    is_overdue: bool


def page_of(dispute: Dispute, *, by: Member, now: datetime) -> Page:
    """Everything in one go: a constant number of queries beside those of the guard."""
    people = {each.pk: each for each in Member.objects.of(dispute.office)}
    steps = list(dispute.steps.all())
    lines = [_line(step, people) for step in steps]
    proposal = proposal_of(dispute) if dispute.state in NEGOTIABLE else None
    parties = [party.member for party in dispute.parties.all()]
    report = waiting_report(dispute)
    clauses = clause_for(
        dispute.office, {each.clause for each in (dispute.ruling, dispute.outcome) if each} - {""}
    )
    return Page(
        dispute=dispute,
        sides=_sides(dispute, parties, lines),
        lines=lines,
        ruled=parts_of(dispute.ruling, people),
        credited=people.get(dispute.ruling.credit_id),
        clause=clauses.get(dispute.ruling.clause),
        because=because_of(dispute.ruling),
        outcome=parts_of(dispute.outcome, people) if dispute.outcome else [],
        outcome_credited=people.get(dispute.outcome.credit_id) if dispute.outcome else None,
        outcome_clause=clauses.get(dispute.outcome.clause) if dispute.outcome else None,
        proposal=proposal,
        proposed=_priced(proposal.shares, dispute.ruling, people) if proposal else [],
        missing=[each for each in parties if proposal and each.pk not in proposal.confirmed],
        report=report,
        gone=[each for each in parties if not each.is_active],
        stages=_stages(dispute, days_of(dispute.office)),
        contacts=contacts_of(dispute, people),
        facts=facts_of(dispute.evidence, people),
        since=since_frozen(dispute),
        may=_may(dispute, {each.pk for each in parties}, proposal, report, by, now),
        is_overdue=dispute.due_at is not None and dispute.due_at <= now,
    )


def parts_of(ruling: Ruling, people: dict[int, Member]) -> list[Part]:
    """The shares of a ruling with their people and their yuan."""
    amounts = [Decimal(line["amount"]) for line in ruling.answer.get("commission", [])]
    parts = _parts(shares_of(ruling).items(), people)
    if not ruling.commission:
        return parts
    return [Part(part.member, part.percent, amount) for part, amount in zip(parts, amounts, strict=True)]


def _priced(shares: Shares, ruling: Ruling, people: dict[int, Member]) -> list[Part]:
    """Proposed parts with what they would come to, divided as a ruling divides them."""
    if not ruling.commission:
        return _parts(shares.items(), people)
    percents = {DEPARTMENT if who is None else f"m{who}": part for who, part in shares.items()}
    seen = list(dict.fromkeys(each["consultant"] for each in ruling.document["contacts"]))
    divided_up = divided(percents, int(ruling.commission * FEN), seen)
    return [
        Part(person_of(share.consultant, people), share.percent_shown, Decimal(share.amount))
        for share in divided_up
    ]


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


def _stages(dispute: Dispute, days: DealDays) -> list[Stage]:
    """The way that a dispute goes, with the days that each stage is given; none where it has ended."""
    if dispute.ended_at is not None:
        return []
    given = {
        DisputeState.NEGOTIATION: days.negotiation,
        DisputeState.MEDIATION: days.mediation,
        DisputeState.RULING: days.ruling,
        DisputeState.RULED: days.obey,
    }
    here = list(given).index(DisputeState(dispute.state))
    return [
        Stage(str(state.label), days, is_now=place == here, is_over=place < here)
        for place, (state, days) in enumerate(given.items())
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
        rule=free and state == DisputeState.RULING and judges(dispute, by, now),
        report=free and (leads or party),
        answer=is_open
        and report is not None
        and report.by_id != by.pk
        and not party
        and by.holds(*LEADERS, *DIRECTORS),
        withdraw=talking and dispute.opened_by_id == by.pk,
    )
