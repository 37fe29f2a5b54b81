"""The life of a dispute about a deal (C-22 … C-24): opened, stated, passed on, withdrawn. How it ends: dispute_ends.

Each use case locks the dispute's row, looks again at where it stands, and writes a step that is never changed. Words
stand beside the step, which keeps a salted commitment of them.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from deals.enums import DisputeState, StepKind
from deals.models import Dispute, DisputeStep, DisputeWords, Order, Party, Ruling
from deals.models.deal_days import days_of
from deals.roles import LEADERS
from deals.selectors.disputes import (
    NEGOTIABLE,
    concerned_by,
    is_party,
    met_customer,
    no_manager_is_free,
    opens_until,
    present_ruling,
    waiting_report,
)
from deals.services.dispute_evidence import frozen
from offices.commitments import commitment
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal, is_lock_timeout
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell

LONGEST = 4000
NEXT = {
    DisputeState.NEGOTIATION: DisputeState.MEDIATION,
    DisputeState.MEDIATION: DisputeState.RULING,
}
RESPONSIBLE = {
    DisputeState.MEDIATION: Role.SUPERVISOR,
    DisputeState.RULING: Role.MANAGER,
}


@transaction.atomic
def open_dispute(*, ruling: Ruling, statement: str, by: Member, now: datetime) -> Dispute:
    """A consultant whom the ruling concerns, or who met the customer, disagrees with it. Raises Refusal.

    The evidence is frozen as it stands; everybody concerned becomes a party and is told.
    """
    order = Order.objects.select_for_update(of=("self",), no_key=True).get(pk=ruling.order_id)
    ruling = Ruling.objects.select_related("order__customer", "office").get(pk=ruling.pk)
    refuse_opening(ruling, by=by, now=now)
    words = _needed(statement, _("State your case in a few words."), "statement")
    concerned = concerned_by(ruling) | {by.pk}
    days = days_of(by.office)
    try:
        with transaction.atomic():
            dispute = Dispute.objects.create(
                office=by.office,
                order=order,
                ruling=ruling,
                evidence=frozen(ruling, now=now),
                opened_by=by,
                opened_at=now,
                due_at=end_of_day(by, now, days.negotiation),
            )
    except IntegrityError as error:
        raise Refusal(_("This deal is in dispute already.")) from error
    Party.objects.bulk_create(
        Party(office=by.office, dispute=dispute, member_id=pk) for pk in sorted(concerned)
    )
    write_step(dispute, StepKind.OPENED, by=by, now=now)
    write_step(dispute, StepKind.STATED, text=words, by=by, now=now)
    tell_of(dispute, concerned - {by.pk}, now=now)
    return dispute


def refuse_opening(ruling: Ruling, *, by: Member, now: datetime) -> None:
    """Raise Refusal where this member may not open a dispute about this ruling now; the sentence says why."""
    if not by.holds(Role.CONSULTANT):
        raise Refusal(_("A consultant whom the ruling concerns opens the dispute."))
    if by.pk not in concerned_by(ruling) | met_customer(ruling):
        raise Refusal(_("Only who is concerned by the ruling, or met the customer, may open a dispute."))
    present = present_ruling(ruling.order)
    if present is None or present.pk != ruling.pk:
        raise Refusal(_("This ruling was replaced by a later one. Look at that one."))
    if Dispute.objects.filter(outcome=ruling).exists():
        raise Refusal(_("This ruling ended a dispute; it is not disputed again."))
    if now >= opens_until(ruling, days_of(by.office)):
        raise Refusal(_("The time in which this ruling could be disputed is over."))
    if Dispute.objects.open().filter(order=ruling.order_id).exists():
        raise Refusal(_("This deal is in dispute already."))


def may_open(ruling: Ruling, *, by: Member, now: datetime) -> bool:
    """Whether this member may open a dispute about this ruling now."""
    try:
        refuse_opening(ruling, by=by, now=now)
    except Refusal:
        return False
    return True


@transaction.atomic
def state_case(*, dispute: Dispute, text: str, by: Member, now: datetime) -> DisputeStep:
    """A party says how it was; as often as they like until it is ruled. Raises Refusal."""
    dispute = locked(dispute)
    refuse_moved(dispute, *NEGOTIABLE)
    refuse_strangers(dispute, by)
    words = _needed(text, _("Write what you want to say."), "text")
    step = write_step(dispute, StepKind.STATED, text=words, by=by, now=now)
    tell_of(dispute, parties_of(dispute) - {by.pk}, now=now)
    return step


@transaction.atomic
def pass_on(*, dispute: Dispute, expected: str, by: Member, now: datetime) -> Dispute:
    """From negotiation to the supervisor, from there to the manager. Raises Refusal.

    A party passes on what cannot be agreed; out of the mediation only a leader does, until its time is over.
    ``expected`` is the state that the page showed.
    """
    dispute = locked(dispute)
    refuse_moved(dispute, *NEXT, expected=expected)
    refuse_while_reported(dispute)
    overdue = dispute.due_at is not None and now >= dispute.due_at
    party_may = dispute.state == DisputeState.NEGOTIATION or overdue
    if not by.holds(*LEADERS) and not (party_may and is_party(dispute, by)):
        raise Refusal(_("While the supervisor mediates, the supervisor passes it on."))
    to = NEXT[DisputeState(dispute.state)]
    days = days_of(by.office)
    given = {DisputeState.MEDIATION: days.mediation, DisputeState.RULING: days.ruling}[to]
    details = {"from": str(dispute.state), "to": str(to)}
    dispute.state, dispute.due_at, dispute.reminded_at = to, end_of_day(by, now, given), None
    dispute.save(update_fields=["state", "due_at", "reminded_at"])
    write_step(dispute, StepKind.PASSED_ON, details=details, by=by, now=now)
    tell_of(dispute, (parties_of(dispute) | responsible_for(dispute)) - {by.pk}, now=now)
    return dispute


@transaction.atomic
def withdraw(*, dispute: Dispute, by: Member, now: datetime) -> Dispute:
    """Whoever opened it thinks better of it: the ruling stays as it was. Raises Refusal."""
    dispute = locked(dispute)
    refuse_moved(dispute, *NEGOTIABLE)
    refuse_while_reported(dispute)
    if dispute.opened_by_id != by.pk:
        raise Refusal(_("Who opened the dispute may withdraw it."))
    end(dispute, DisputeState.WITHDRAWN, now=now)
    write_step(dispute, StepKind.WITHDRAWN, by=by, now=now)
    tell_of(dispute, parties_of(dispute) - {by.pk}, now=now)
    return dispute


def locked(dispute: Dispute) -> Dispute:
    """The row as it stands now, held until the transaction ends. Raises Refusal where somebody else holds it long."""
    rows = Dispute.objects.select_for_update(of=("self",), no_key=True).select_related(
        "office", "order__customer", "ruling"
    )
    try:
        return rows.get(pk=dispute.pk)
    except OperationalError as error:
        if is_lock_timeout(error):
            raise Refusal(_("Somebody else is writing to this dispute. Send it once more.")) from error
        raise


def refuse_moved(dispute: Dispute, *states: str, expected: str = "") -> None:
    """Raise Refusal where the dispute is over, or stands elsewhere than the deed or the page takes for granted."""
    if dispute.ended_at is not None:
        raise Refusal(_("This dispute is closed: %(state)s.") % {"state": dispute.get_state_display()})
    if dispute.state not in states or (expected and dispute.state != expected):
        raise Refusal(_("The dispute has moved on meanwhile. Look at it again."))


def refuse_strangers(dispute: Dispute, by: Member) -> None:
    if not is_party(dispute, by):
        raise Refusal(_("Only the parties of the dispute may do this."))


def refuse_while_reported(dispute: Dispute) -> None:
    if waiting_report(dispute) is not None:
        raise Refusal(_("Somebody reported a quarrel: first a second person confirms or denies it."))


def end(dispute: Dispute, state: DisputeState, *, now: datetime, outcome: Ruling | None = None) -> None:
    """It stands here for good; the commission that it held back (deals.selectors.held_back) is free."""
    dispute.state, dispute.ended_at, dispute.due_at = state, now, None
    dispute.outcome = outcome or dispute.outcome
    dispute.save(update_fields=["state", "ended_at", "due_at", "outcome"])


def write_step(
    dispute: Dispute,
    kind: StepKind,
    *,
    text: str = "",
    details: dict | None = None,
    by: Member | None,
    now: datetime,
) -> DisputeStep:
    """One step, no earlier than the last one; its words stand beside it. ``details`` hold ids, codes and shares."""
    last = dispute.steps.order_by("-at", "-pk").values_list("at", flat=True).first()
    salt = secrets.token_hex(16)
    step = DisputeStep.objects.create(
        office_id=dispute.office_id,
        dispute=dispute,
        kind=kind,
        details=details or {},
        commitment=commitment(salt, text) if text else "",
        by=by,
        at=max(now, last) if last else now,
    )
    if text:
        DisputeWords.objects.create(office_id=dispute.office_id, step=step, salt=salt, text=text)
    if by is not None:
        said = {"kind": str(kind), "step": step.pk}
        keep(action=AuditAction.DISPUTE_MOVED, record=f"dispute:{dispute.pk}", details=said, by=by, now=now)
    return step


def tell_of(
    dispute: Dispute, members: Iterable[int], *, kind: NoticeKind = NoticeKind.DISPUTE, now: datetime
) -> None:
    """A notice to each, leading to the dispute's page."""
    page = reverse("deals:dispute", args=[dispute.office.slug, dispute.pk])
    about = {"path": page, "dispute": dispute.pk}
    tell(office_id=dispute.office_id, member_ids=sorted(set(members)), kind=kind, about=about, now=now)


def parties_of(dispute: Dispute) -> set[int]:
    return set(dispute.parties.values_list("member_id", flat=True))


def responsible_for(dispute: Dispute) -> set[int]:
    """Ids of those who have to move it: the parties, the supervisors, the managers; where these are parties themselves,
    the director.
    """
    role = RESPONSIBLE.get(DisputeState(dispute.state))
    if role is None:
        return parties_of(dispute)
    if role == Role.MANAGER and no_manager_is_free(dispute):
        role = Role.DIRECTOR
    return set(Member.objects.of(dispute.office).working().holding(role).values_list("pk", flat=True))


def end_of_day(by: Member, now: datetime, days: int) -> datetime:
    """Midnight after so many further days, on the office's clock: the last day counts as a whole."""
    midnight = by.office.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=days + 1)


def _needed(text: str, sentence: str, field: str) -> str:
    words = text.strip()
    if not words:
        raise Refusal(sentence, field=field)
    if len(words) > LONGEST:
        raise Refusal(_("%(count)s characters at the most.") % {"count": LONGEST}, field=field)
    return words
