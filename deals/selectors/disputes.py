"""Who is concerned by a ruling, who may see a dispute, and what was ruled before on the same clause."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import QuerySet

from deals.attribution import DEPARTMENT
from deals.dispute_shares import Shares, as_text, from_codes
from deals.enums import DisputeState, OrderDeed, StepKind
from deals.models import Dispute, DisputeStep, Order, Ruling
from deals.models.deal_days import DealDays
from deals.roles import LEADERS
from offices.enums import Role
from offices.models import Member, Office
from offices.selectors.deputies import may_decide
from visitors.models import Contact, Customer
from visitors.selectors.effective_contacts import effective_contacts
from visitors.selectors.ownership import ROLES, holder_of

NOT_COVERED = "not-covered"
NEGOTIABLE = (DisputeState.NEGOTIATION, DisputeState.MEDIATION, DisputeState.RULING)
SEES_ALL = (*LEADERS, Role.DIRECTOR)
PRECEDENTS_SHOWN = 8


def shares_of(ruling: Ruling) -> dict[int | None, Fraction]:
    """The percents of a ruling as it was printed; None stands for the department."""
    return {
        None if line["consultant"] == DEPARTMENT else int(line["consultant"][1:]): Fraction(line["percent"])
        for line in ruling.answer.get("commission", [])
    }


def concerned_by(ruling: Ruling) -> set[int]:
    """Ids of the members whom the ruling gives credit or money, and of the one who closed the deal."""
    found = {who for who in shares_of(ruling) if who is not None} | {ruling.order.closer_id}
    return found | ({ruling.credit_id} if ruling.credit_id else set())


def buyers_of(ruling: Ruling) -> list[Customer]:
    """The files that the deal is about: all who stand in the order or ever stood in it, and whose contacts were judged.

    So a change of name takes nobody's contacts out of a dispute (D-30).
    """
    order = ruling.order
    ids = {order.customer_id, *order.joint_buyers.values_list("customer", flat=True)}
    for details in order.events.filter(kind=OrderDeed.RENAMED).values_list("details", flat=True):
        ids |= {*details.get("from", []), *details.get("to", [])}
    ids |= set(ruling.evidence.get("family", []))
    judged = [pk for pk in ruling.evidence.get("contacts", []) if pk]
    ids |= set(Contact.objects.filter(pk__in=judged).order_by().values_list("customer", flat=True))
    found = Customer.objects.filter(office=ruling.office_id, pk__in=ids).select_related("merged_into")
    files = {each.file_id: each.file for each in found}
    return [files[pk] for pk in sorted(files)]


def met_customer(ruling: Ruling) -> set[int]:
    """Ids of the members whose contact with one of the buyers stands, and of those who stepped in for them."""
    contacts = [each for file in effective_contacts(buyers_of(ruling)).values() for each in file]
    known = [each for each in contacts if each.stands and each.role in ROLES]
    return {who for each in known for who in (each.consultant, holder_of(each)) if who is not None}


def present_ruling(order: Order) -> Ruling | None:
    """The one that no later ruling replaced."""
    return Ruling.objects.filter(order=order, replaced_by=None).select_related("order__customer").first()


def opens_until(ruling: Ruling, days: DealDays) -> datetime:
    """The end of the last day on which a dispute may be opened, on the office's clock."""
    local = ruling.office.local(ruling.at) + timedelta(days=days.open_within + 1)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def last_day_to_open(ruling: Ruling, days: DealDays) -> date:
    """The last day on which it may be disputed."""
    return (opens_until(ruling, days) - timedelta.resolution).date()


def sees_all(member: Member) -> bool:
    return member.holds(*SEES_ALL)


def disputes_for(member: Member) -> QuerySet[Dispute]:
    """Those that the member may read: their own ones; all of the office for leaders and the director."""
    disputes = Dispute.objects.of(member.office).select_related(
        "order__unit__building", "opened_by", "office"
    )
    return disputes if sees_all(member) else disputes.filter(parties__member=member)


def is_party(dispute: Dispute, member: Member) -> bool:
    return dispute.parties.filter(member=member).exists()


def judges(dispute: Dispute, member: Member, now: datetime) -> bool:
    """Whether this member may rule on it: the manager or who stands in, and never on their own matter.

    Where every manager is a party, the director rules instead.
    """
    if is_party(dispute, member):
        return False
    return may_decide(member, now) or (member.holds(Role.DIRECTOR) and no_manager_is_free(dispute))


def no_manager_is_free(dispute: Dispute) -> bool:
    """Whether every manager who works here is a party."""
    managers = Member.objects.of(dispute.office).working().holding(Role.MANAGER)
    return not managers.exclude(pk__in=dispute.parties.values("member")).exists()


@dataclass(frozen=True, slots=True)
class Precedent:
    """What a manager ruled before on the same clause."""

    dispute: Dispute
    at: datetime
    shares: dict[int | None, Fraction]
    pattern: tuple[str, ...]

    @property
    def words(self) -> str:
        """``80 : 20``: the part of whoever had the credit before stands first."""
        return " : ".join(self.pattern)


def precedents(office: Office, clause: str, *, but: Dispute | None = None) -> list[Precedent]:
    """The latest rulings of managers on this clause, the newest first."""
    steps = (
        DisputeStep.objects.filter(office=office, kind=StepKind.RULED, details__clause=clause)
        .exclude(dispute=but)
        .select_related("dispute__order")
        .order_by("-at", "-pk")
    )
    return [
        Precedent(
            step.dispute,
            step.at,
            from_codes(step.details["shares"]),
            tuple(step.details["pattern"]),
        )
        for step in steps[:PRECEDENTS_SHOWN]
    ]


def explanation_of(ruling: Ruling) -> DisputeStep | None:
    """The step with which the manager explained a ruling that ended a dispute; None where there is none with words."""
    steps = DisputeStep.objects.filter(dispute__outcome=ruling, kind=StepKind.RULED, words__isnull=False)
    return steps.select_related("by", "words").order_by("-at", "-pk").first()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The settlement on the table: the latest proposal, with the ids of those who confirmed it."""

    step: DisputeStep
    shares: Shares
    credit: int
    confirmed: frozenset[int]

    def parts(self) -> list[tuple[int | None, str]]:
        return [(who, as_text(share)) for who, share in self.shares.items()]


def proposal_of(dispute: Dispute) -> Proposal | None:
    """None where nothing was proposed yet. Whoever proposes has confirmed."""
    steps = [each for each in dispute.steps.all() if each.kind in (StepKind.PROPOSED, StepKind.CONFIRMED)]
    proposed = next((each for each in reversed(steps) if each.kind == StepKind.PROPOSED), None)
    if proposed is None:
        return None
    confirmed = {each.by_id for each in steps if each.details.get("proposal") == proposed.pk}
    return Proposal(
        proposed,
        from_codes(proposed.details["shares"]),
        int(proposed.details["credit"][1:]),
        frozenset(confirmed | {proposed.by_id}),
    )


def waiting_report(dispute: Dispute) -> DisputeStep | None:
    """A quarrel or disobedience that somebody reported and nobody else has confirmed or denied yet."""
    reports = (StepKind.QUARREL, StepKind.DISOBEYED)
    steps = [
        each for each in dispute.steps.all() if each.kind in (*reports, StepKind.UPHELD, StepKind.NOT_UPHELD)
    ]
    return steps[-1] if steps and steps[-1].kind in reports else None
