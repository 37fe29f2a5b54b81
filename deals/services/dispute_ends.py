"""How a dispute ends: a settlement that every party confirms, the manager's ruling, or the department (C-22 … C-24).

Whatever is decided becomes a new ruling of the order, which replaces the disputed one; the ledger follows by itself.
"""

from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from deals.dispute_shares import Shares, SharesError, as_codes, checked, pattern
from deals.enums import DisputeState, RuledBy, StepKind
from deals.models import Dispute, DisputeStep, Ruling
from deals.models.deal_days import days_of
from deals.roles import DIRECTORS, LEADERS
from deals.selectors.disputes import (
    NEGOTIABLE,
    NOT_COVERED,
    Proposal,
    concerned_by,
    is_party,
    judges,
    met_customer,
    precedents,
    present_ruling,
    proposal_of,
    waiting_report,
)
from deals.services.disputes import (
    LONGEST,
    end,
    end_of_day,
    locked,
    parties_of,
    refuse_moved,
    refuse_strangers,
    refuse_while_reported,
    responsible_for,
    tell_of,
    write_step,
)
from deals.services.rulings import replace_ruling
from offices.clauses import BY_ID
from offices.errors import Refusal
from offices.models import Member
from offices.services.notices import leaders_of

CLAUSE = "floor-4"
WHOLE = Fraction(100)


@transaction.atomic
def propose(*, dispute: Dispute, shares: Shares, credit: int, by: Member, now: datetime) -> DisputeStep:
    """A party proposes percents by member (ids) that add up to exactly 100, and who has the credit.

    A new proposal takes the place of the one before; whoever proposes has confirmed. Raises Refusal.
    """
    dispute = locked(dispute)
    refuse_moved(dispute, *NEGOTIABLE)
    refuse_while_reported(dispute)
    refuse_strangers(dispute, by)
    parties = parties_of(dispute)
    if len(parties) < 2:
        raise Refusal(_("There is nobody to settle with. Pass it on to the supervisor."))
    agreed = _whole(shares, allowed=parties, credit=credit)
    if credit not in agreed:
        raise Refusal(_("Who has the credit has a part of the commission."), field="credit")
    details = {"shares": as_codes(agreed), "credit": f"m{credit}"}
    step = write_step(dispute, StepKind.PROPOSED, details=details, by=by, now=now)
    tell_of(dispute, parties - {by.pk}, now=now)
    return step


@transaction.atomic
def confirm(*, dispute: Dispute, proposal: int, by: Member, now: datetime) -> Dispute:
    """A party agrees to the proposal (id of its step); the last one to do so settles the dispute. Raises Refusal."""
    dispute = locked(dispute)
    refuse_moved(dispute, *NEGOTIABLE)
    refuse_while_reported(dispute)
    refuse_strangers(dispute, by)
    on_table = proposal_of(dispute)
    if on_table is None or on_table.step.pk != proposal:
        raise Refusal(_("Something else was proposed meanwhile. Look at it again."))
    if by.pk in on_table.confirmed:
        raise Refusal(_("You have confirmed this proposal already."))
    write_step(dispute, StepKind.CONFIRMED, details={"proposal": proposal}, by=by, now=now)
    parties = parties_of(dispute)
    if on_table.confirmed | {by.pk} >= parties:
        _settle(dispute, on_table, by=by, now=now)
    tell_of(dispute, parties - {by.pk}, now=now)
    return dispute


@transaction.atomic
def rule(
    *,
    dispute: Dispute,
    shares: Shares,
    credit: int | None,
    clause: str,
    explanation: str,
    unlike: str = "",
    by: Member,
    now: datetime,
) -> Dispute:
    """The manager's ruling: it cites a clause of the table, or none that covers it, and explains (C-24).

    ``shares`` are percents by member (None: the department) that add up to exactly 100. ``unlike`` is the reason where
    the latest ruling on the same clause shared otherwise. Raises Refusal.
    """
    dispute = locked(dispute)
    refuse_moved(dispute, DisputeState.RULING)
    refuse_while_reported(dispute)
    refuse_judges(dispute, by, now)
    allowed = parties_of(dispute) | concerned_by(dispute.ruling) | met_customer(dispute.ruling)
    agreed = _whole(shares, allowed=allowed, credit=credit)
    if clause != NOT_COVERED and clause not in BY_ID:
        raise Refusal(_("Cite a clause of the list, or say that none covers it."), field="clause")
    words = _words(explanation, _("Explain the ruling, so that both can read why."), "explanation")
    shape = pattern(agreed, dispute.ruling.credit_id)
    before = precedents(dispute.office, clause, but=dispute)
    reason = unlike.strip()[:LONGEST]
    if before and before[0].pattern != shape and not reason:
        raise Refusal(
            _("The last ruling on this clause shared otherwise: say why this one does not."), field="unlike"
        )
    outcome = _replace(dispute, agreed, credit, RuledBy.MANAGER, clause, by=by, now=now)
    details = {"clause": clause, "shares": as_codes(agreed), "pattern": shape, "ruling": outcome.pk}
    write_step(dispute, StepKind.RULED, text=words, details=details, by=by, now=now)
    if before and before[0].pattern != shape:
        write_step(
            dispute, StepKind.UNLIKE, text=reason, details={"to": before[0].dispute.pk}, by=by, now=now
        )
    dispute.state, dispute.outcome, dispute.reminded_at = DisputeState.RULED, outcome, None
    dispute.due_at = end_of_day(by, now, days_of(by.office).obey)
    dispute.save(update_fields=["state", "outcome", "due_at", "reminded_at"])
    tell_of(dispute, parties_of(dispute), now=now)
    return dispute


@transaction.atomic
def report(*, dispute: Dispute, kind: StepKind, text: str, by: Member, now: datetime) -> DisputeStep:
    """Somebody says that the parties quarrelled (C-23), or that the ruling is not obeyed (C-24). Raises Refusal.

    Nothing follows until a second person confirms it; until then nothing else moves the dispute either.
    """
    dispute = locked(dispute)
    states = NEGOTIABLE if kind == StepKind.QUARREL else (DisputeState.RULED,)
    refuse_moved(dispute, *states)
    refuse_while_reported(dispute)
    if not by.holds(*LEADERS) and not is_party(dispute, by):
        raise Refusal(_("A leader or a party of the dispute reports this."))
    words = _words(text, _("Say what happened."), "text")
    step = write_step(dispute, kind, text=words, by=by, now=now)
    seconds = {each.pk for each in leaders_of(dispute.office_id)}
    tell_of(dispute, (parties_of(dispute) | seconds) - {by.pk}, now=now)
    return step


@transaction.atomic
def answer_report(*, dispute: Dispute, step: int, upheld: bool, by: Member, now: datetime) -> Dispute:
    """A second person confirms the report, and credit and commission go to the department; or does not.

    Raises Refusal.
    """
    dispute = locked(dispute)
    refuse_moved(dispute, *NEGOTIABLE, DisputeState.RULED)
    reported = waiting_report(dispute)
    if reported is None or reported.pk != step:
        raise Refusal(_("This report was answered already."))
    refuse_seconds(dispute, reported, by)
    if not upheld:
        write_step(dispute, StepKind.NOT_UPHELD, details={"report": step}, by=by, now=now)
    else:
        write_step(dispute, StepKind.UPHELD, details={"report": step}, by=by, now=now)
        outcome = _replace(dispute, {None: WHOLE}, None, RuledBy.DEPARTMENT, CLAUSE, by=by, now=now)
        end(dispute, DisputeState.DEPARTMENT, now=now, outcome=outcome)
    tell_of(dispute, parties_of(dispute) | {reported.by_id}, now=now)
    return dispute


def refuse_judges(dispute: Dispute, by: Member, now: datetime) -> None:
    """Raise Refusal unless this member may rule (deals.selectors.disputes.judges)."""
    if is_party(dispute, by):
        raise Refusal(_("Nobody rules on their own matter: the deputy does, or the director."))
    if not judges(dispute, by, now):
        raise Refusal(
            _(
                "The manager rules, or the supervisor whom the manager has named; the director, where every manager is "
                "a party."
            )
        )


def refuse_seconds(dispute: Dispute, reported: DisputeStep, by: Member) -> None:
    """Raise Refusal unless this member may answer the report."""
    if reported.by_id == by.pk:
        raise Refusal(_("A second person has to confirm it."))
    if not by.holds(*LEADERS, *DIRECTORS) or is_party(dispute, by):
        raise Refusal(_("A supervisor, a manager or the director confirms it, and no party of the dispute."))


def may_be_paid(dispute: Dispute) -> set[int]:
    """Ids of the members whom a ruling may give a part: nobody without a contact is ever paid."""
    return parties_of(dispute) | concerned_by(dispute.ruling) | met_customer(dispute.ruling)


def _settle(dispute: Dispute, agreed: Proposal, *, by: Member, now: datetime) -> None:
    outcome = _replace(dispute, agreed.shares, agreed.credit, RuledBy.SETTLEMENT, CLAUSE, by=by, now=now)
    write_step(dispute, StepKind.SETTLED, details={"ruling": outcome.pk}, by=by, now=now)
    end(dispute, DisputeState.SETTLED, now=now, outcome=outcome)
    tell_of(dispute, responsible_for(dispute) - {by.pk}, now=now)


def _replace(
    dispute: Dispute,
    shares: Shares,
    credit: int | None,
    source: RuledBy,
    clause: str,
    *,
    by: Member,
    now: datetime,
) -> Ruling:
    """The new ruling of the order; it goes with the tasks to whoever has the credit now."""
    present = present_ruling(dispute.order)
    if present is None or present.pk not in {dispute.ruling_id, dispute.outcome_id}:
        raise Refusal(_("The deal was ruled anew meanwhile. Withdraw this dispute and look at that ruling."))
    people = Member.objects.of(dispute.office).in_bulk({who for who in shares if who is not None})
    owner = people.get(credit) if credit is not None else None
    return replace_ruling(
        order=dispute.order,
        shares={people[who] if who is not None else None: share for who, share in shares.items()},
        credit=owner,
        source=source,
        clause="" if clause == NOT_COVERED else clause,
        by=by,
        now=now,
    )


def _whole(shares: Shares, *, allowed: set[int], credit: int | None) -> dict[int | None, Fraction]:
    """The parts above 0. Raises Refusal where they are not exactly 100, or go to somebody who met no customer."""
    sentences = {
        "negative": _("A part is 0 to 100 percent."),
        "sum": _("The parts must add up to exactly 100 percent."),
    }
    try:
        agreed = checked(shares)
    except SharesError as error:
        raise Refusal(sentences[error.code]) from error
    if not {who for who in agreed if who is not None} <= allowed:
        raise Refusal(_("Only who met the customer or is concerned by the ruling can have a part."))
    if credit is not None and credit not in allowed:
        raise Refusal(_("Choose who has the credit among those concerned."), field="credit")
    return agreed


def _words(text: str, sentence: str, field: str) -> str:
    words = text.strip()[:LONGEST]
    if not words:
        raise Refusal(sentence, field=field)
    return words
