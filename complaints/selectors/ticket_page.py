"""A complaint's page: where it stands, its clocks with their count, the one next step, and what happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from complaints import ticket_words
from complaints.enums import ConfirmedHow, Satisfaction, StepKind, VisitWay
from complaints.escalation_clock import DAY
from complaints.escalation_course import Course, first_day, reason_against
from complaints.escalation_readings import Reading, Standing
from complaints.escalation_rules import Rules
from complaints.escalation_table import BESIDE, LEADS, Basis, Deed, Person
from complaints.models import Department, Signature, Ticket, TicketCategory, TicketStep, TicketTelling
from complaints.relations import Relation, may
from complaints.selectors.people import relations_of, sees_customer
from complaints.selectors.repeats import family_of, of_customer
from complaints.selectors.standing import Judged, course, judge, local
from complaints.selectors.tickets import visible_to
from offices.models import Member
from offices.sealing import SealBroken, unseal


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A clock in words; ``due`` is a moment, for one that counts days the day before that midnight."""

    code: str
    label: Promise
    clause: str
    standing: str
    standing_label: Promise
    due: datetime | None
    due_day: date | None
    left: str
    begun: str
    count: list[str]


@dataclass(frozen=True, slots=True)
class Next:
    """The next step: what, whose, until when; ``deed`` is None where somebody has to take it first."""

    deed: str
    label: Promise | str
    who: Promise | str
    due: datetime | None
    is_mine: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Line:
    """A step in the history: what stands beside it in words, and a signature."""

    step: TicketStep
    detail: str
    text: str
    signature: Signature | None
    drawn: str = ""
    signed_name: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something else that this member may do now."""

    deed: str
    label: Promise
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page shows."""

    ticket: Ticket
    judged: Judged
    next: Next | None
    also: list[Next]
    clocks: list[ClockShown]
    reasons: list[Promise]
    choices: list[Choice]
    lines: list[Line]
    family: list[Ticket]
    others: list[Ticket]
    told_lines: list[str]
    climb_lines: list[str]
    reopens_until: date | None
    seen: int
    shows_customer: bool
    is_answering: bool


def page_of(ticket: Ticket, *, by: Member, now: datetime) -> Page:
    """The page for this member: a constant number of queries, whatever happened."""
    steps = list(ticket.steps.select_related("by", "words", "signature").order_by("number"))
    judged = judge(ticket, steps, now)
    stands, rules = course(ticket, steps)
    relations = relations_of(by, ticket)
    todo = list(_todo(ticket, judged, by))
    wanted = {each.deed for each in todo}
    last = judged.verdict.reopens_until
    possible = allowed(ticket, stands, rules, by, now)
    return Page(
        ticket=ticket,
        judged=judged,
        next=todo[0] if todo else None,
        also=todo[1:],
        clocks=[shown(each, judged) for each in judged.verdict.clocks],
        reasons=[ticket_words.REASONS[reason] for reason in judged.verdict.because],
        choices=[each for each in _choices(possible) if each.deed not in wanted],
        lines=list(_lines(steps, ticket)),
        family=list(_seen(family_of(ticket), by)[:20]),
        others=_others(ticket, rules, by, now),
        told_lines=_told(ticket),
        climb_lines=[ticket_words.told(each.at, each.who) for each in judged.verdict.climbs],
        reopens_until=last if last is not None and last >= ticket.office.business_date(now) else None,
        seen=steps[-1].number,
        shows_customer=sees_customer(by, ticket),
        is_answering=bool(relations),
    )


def allowed(ticket: Ticket, stands: Course, rules: Rules, by: Member, now: datetime) -> list[Deed]:
    """The deeds that are possible where it stands, of those that are this member's to do; some have yet to wait."""
    relations = relations_of(by, ticket)
    at = local(ticket.office, now)
    return [
        deed
        for deed in Deed
        if may(deed, relations)
        and (not reason_against(stands, deed, at, rules) or _waits(stands, deed, rules))
        and not (deed is Deed.RAISED and stands.because)
    ]


def _waits(stands: Course, deed: Deed, rules: Rules) -> bool:
    """Whether it is possible here on a later day; it is shown then, and its page says from when on."""
    return deed in LEADS[stands.state] and first_day(stands, deed, rules) is not None


def _told(ticket: Ticket) -> list[str]:
    rows: list[TicketTelling] = list(ticket.tellings.order_by("due_at", "pk"))
    return [ticket_words.told(local(ticket.office, row.due_at), Person(row.who)) for row in rows]


QUIET = frozenset(BESIDE) | {Deed.UNANSWERED, Deed.REOPENED, Deed.ARCHIVED}
SAME_PAGE = {Deed.REFUTED: Deed.VERIFIED}


def _choices(possible: list[Deed]) -> Iterator[Choice]:
    for deed in possible:
        if deed not in SAME_PAGE:
            yield Choice(deed.value, ticket_words.NEXT[deed], deed in QUIET)


MEANT = {
    Person.ANSWERABLE: Relation.ANSWERABLE,
    Person.DEPARTMENT: Relation.DEPARTMENT,
    Person.SERVICE: Relation.SERVICE,
    Person.SUPERVISOR: Relation.LEADER,
}


def _todo(ticket: Ticket, judged: Judged, by: Member) -> Iterator[Next]:
    if ticket.answerable_id is None and not ticket.is_closed:
        handler = bool(relations_of(by, ticket))
        yield Next("", _("Take it: nobody answers for it yet"), "", None, handler, "G-21")
    relations = relations_of(by, ticket)
    # What is meant for this member stands first: a supervisor looks into it, whoever answers gives it on.
    for each in sorted(judged.verdict.todo, key=lambda todo: MEANT.get(todo.who) not in relations):
        yield Next(
            deed=each.deed.value,
            label=ticket_words.NEXT[each.deed],
            who=ticket_words.PEOPLE[each.who],
            due=judged.moment(each.due),
            is_mine=may(each.deed, relations),
            clause=each.clause,
        )


def shown(reading: Reading, judged: Judged) -> ClockShown:
    """A clock in words."""
    return ClockShown(
        code=reading.clock.value,
        label=ticket_words.CLOCKS[reading.clock],
        clause=reading.clause,
        standing=reading.standing.value,
        standing_label=ticket_words.STANDINGS[reading.standing],
        due=judged.moment(reading.due),
        due_day=_last_day(reading),
        left="" if reading.standing is Standing.KEPT else ticket_words.left(reading),
        begun=ticket_words.begun(reading),
        count=[ticket_words.explained(piece) for piece in reading.pieces],
    )


def _last_day(reading: Reading) -> date | None:
    """The day of an end that is a midnight; None for an end at a minute."""
    if reading.basis is not Basis.DAYS or reading.due is None:
        return None
    return reading.due.date() - DAY


def _seen(rows: QuerySet[Ticket], by: Member) -> QuerySet[Ticket]:
    """Those of them that are the member's to see."""
    return rows.filter(pk__in=visible_to(by).order_by().values("pk")).select_related("category")


def _others(ticket: Ticket, rules: Rules, by: Member, now: datetime) -> list[Ticket]:
    """Other complaints of the same customer of these months, which may be the same matter."""
    if ticket.repeats_id is not None:
        return []
    rows = of_customer(
        office=ticket.office,
        customer=ticket.customer,
        phone_print=ticket.phone_print,
        days=rules.repeat_days,
        now=now,
    )
    return list(_seen(rows.exclude(pk=ticket.pk).exclude(repeats=ticket.pk), by)[:5])


def _lines(steps: list[TicketStep], ticket: Ticket) -> Iterator[Line]:
    names = _names(steps, ticket)
    for step in steps:
        words = getattr(step, "words", None)
        signature = getattr(step, "signature", None)
        opened = _unsealed(signature)
        is_drawn = signature is not None and signature.is_drawn
        yield Line(
            step=step,
            detail=_detail(step, names),
            text=words.text if words else "",
            signature=signature,
            drawn=opened if is_drawn else "",
            signed_name="" if is_drawn else opened,
        )


def _unsealed(signature: Signature | None) -> str:
    try:
        return unseal(signature.sealed) if signature is not None else ""
    except SealBroken:
        return ""


@dataclass(frozen=True, slots=True)
class _Names:
    members: dict[int, str]
    departments: dict[int, str]
    categories: dict[int, str]
    tickets: dict[int, str]


def _names(steps: list[TicketStep], ticket: Ticket) -> _Names:
    """What the steps' ids stand for: four queries at most."""
    office = ticket.office_id
    members = Member.objects.filter(office=office, pk__in=_ids(steps, "to", "about"))
    departments = Department.objects.filter(office=office, pk__in=_ids(steps, "department"))
    categories = TicketCategory.objects.filter(office=office, pk__in=_ids(steps, "category"))
    tickets = Ticket.objects.filter(office=office, pk__in=_ids(steps, "to", "repeats"))
    return _Names(
        {each.pk: each.name for each in members},
        {each.pk: each.name for each in departments},
        {each.pk: each.name for each in categories},
        {each.pk: each.label for each in tickets},
    )


def _ids(steps: list[TicketStep], *fields: str) -> set[int]:
    return {step.details[field] for step in steps for field in fields if step.details.get(field)}


def _detail(step: TicketStep, names: _Names) -> str:
    """What a step says of itself beside its words."""
    said = step.details
    match step.kind:
        case StepKind.ASSIGNED:
            return names.departments.get(said["department"], "")
        case StepKind.OFFERED | StepKind.ACCEPTED | StepKind.TAKEN:
            return names.members.get(said["to"], "")
        case StepKind.SORTED | StepKind.OPENED:
            return names.categories.get(said["category"], "")
        case StepKind.NAMED:
            return names.members.get(said["about"], "")
        case StepKind.JOINED:
            return names.tickets.get(said["to"], "")
        case StepKind.PROMISED | StepKind.EXPLAINED:
            return datetime.fromisoformat(said["until"]).strftime("%Y-%m-%d %H:%M")
        case StepKind.HOUSEHOLDS:
            return ticket_words.households(said["households"])
        case StepKind.CONFIRMED:
            return str(ConfirmedHow(said["how"]).label)
        case StepKind.CALLED:
            return f"{VisitWay(said['way']).label} · {Satisfaction(said['satisfaction']).label}"
    return ""
