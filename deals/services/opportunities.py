"""Opportunities: won by the order, given up with a reason, and back again where an order came to nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deals.enums import OpportunityState
from deals.models import Opportunity, Order, Reason
from deals.selectors.opportunities import follow_ups_of, opportunity_of
from deals.services.locking import lock_office
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.selectors.deputies import may_decide
from offices.services.audit import keep
from visitors.models import Customer
from visitors.services.plan_due import plan_is_due

MOST_REASONS = 30
"""In use at once, won and lost each: a list that is read while somebody waits."""


def win(*, order: Order, by: Member, now: datetime) -> Opportunity:
    """The order wins its customer's opportunity (D-04), inside the caller's transaction."""
    won = opportunity_of(order.customer) or _begun(order.customer, now)
    won.state, won.order, won.closed_by, won.closed_at = OpportunityState.WON, order, by, now
    won.save()
    return won


def hand_on(*, old: Order, new: Order) -> None:
    """A swap: what the old order won belongs to the new one."""
    Opportunity.objects.filter(order=old).update(order=new)


def give_reason(*, order: Order, reason: Reason, by: Member, now: datetime) -> None:
    """Say why the opportunity of that order was won. Raises Refusal."""
    with transaction.atomic():
        lock_office(order.office_id)
        _refuse_reason(reason, order.office, OpportunityState.WON)
        Opportunity.objects.filter(order=order, state=OpportunityState.WON).update(reason=reason)


def chance_is_back(*, order: Order, now: datetime) -> None:
    """The order came to nothing: the customer is there to be won once more. The won one stays as it was."""
    file = order.customer.file_id
    if opportunity_of(order.customer) is None and not _is_open(file):
        Opportunity.objects.create(office_id=order.office_id, customer_id=file, opened_at=now)


@transaction.atomic
def lose(*, customer: Customer, reason: Reason, note: str, by: Member, now: datetime) -> Opportunity:
    """Give the customer up, after the minimum of follow-ups, or by the manager with a note (E-08, E-14).

    Raises Refusal.
    """
    office = lock_office(customer.office_id)
    _refuse_reason(reason, office, OpportunityState.LOST)
    if Order.objects.of(office).live().filter(customer__in=customer.all_files).exists():
        raise Refusal(_("This customer has an order. While it lives, nothing is lost."))
    found = follow_ups_of(customer, now=now)
    if found.since is None:
        raise Refusal(_("This opportunity is closed already, and nobody has met the customer since."))
    missing = found.missing
    if missing and not may_decide(by, now):
        raise Refusal(
            _("%(count)d follow-ups are still missing. Do them first, or ask the manager.")
            % {"count": missing}
        )
    if missing and not note.strip():
        raise Refusal(_("Say why it is given up before the follow-ups were done."), field="note")
    lost = opportunity_of(customer) or _begun(customer, now)
    lost.state, lost.reason, lost.note = OpportunityState.LOST, reason, note.strip()
    lost.closed_by, lost.closed_at = by, now
    lost.save()
    plan_is_due(customer.pk, now=now)
    details = {"reason": reason.pk, "missing": missing}
    keep(
        action=AuditAction.OPPORTUNITY_LOST,
        record=f"customer:{customer.pk}",
        details=details,
        by=by,
        now=now,
    )
    return lost


@transaction.atomic
def add_reason(*, office: Office, state: str, words: str, by: Member, now: datetime) -> Reason:
    """A reason more on the office's list. Raises Refusal."""
    lock_office(office.pk)
    words = " ".join(words.split())
    if state not in (OpportunityState.WON, OpportunityState.LOST):
        raise Refusal(_("Say whether it is a reason for winning or for losing."), field="state")
    if not words:
        raise Refusal(_("Type a few words."), field="words")
    reasons = Reason.objects.filter(office=office, state=state)
    if reasons.filter(words=words).exists():
        raise Refusal(_("This reason stands on the list already."), field="words")
    if reasons.filter(is_active=True).count() >= MOST_REASONS:
        raise Refusal(
            _("More than %(most)d reasons are not read. Switch one off first.") % {"most": MOST_REASONS}
        )
    made = Reason.objects.create(office=office, state=state, words=words, position=reasons.count())
    _note(made, "added", by, now)
    return made


@transaction.atomic
def switch_reason(*, reason: Reason, on: bool, by: Member, now: datetime) -> None:
    """Off the list, or on it again; what it explained keeps it."""
    lock_office(reason.office_id)
    if Reason.objects.filter(pk=reason.pk).exclude(is_active=on).update(is_active=on):
        _note(reason, "switched_on" if on else "switched_off", by, now)


def _is_open(file: int) -> bool:
    return Opportunity.objects.filter(customer=file, state=OpportunityState.OPEN).exists()


def _begun(customer: Customer, now: datetime) -> Opportunity:
    """An opportunity that began with the first contact, not written yet."""
    since = follow_ups_of(customer, now=now).since or now
    return Opportunity(office_id=customer.office_id, customer=customer, opened_at=since)


def _refuse_reason(reason: Reason, office: Office, state: OpportunityState) -> None:
    listed = Reason.objects.filter(pk=reason.pk, office=office, state=state, is_active=True)
    if not listed.exists():
        raise Refusal(_("Choose a reason from the list."), field="reason")


def _note(reason: Reason, did: str, by: Member, now: datetime) -> None:
    keep(
        action=AuditAction.REASONS_CHANGED,
        record=f"reason:{reason.pk}",
        details={"did": did, "state": reason.state},
        by=by,
        now=now,
    )
