"""What people do with follow-ups: done, agreed for another time, entered by hand, left out."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.enums import DroppedAs, FollowUpChannel, FollowUpPurpose, FollowUpSource, FollowUpState
from followups.models import FollowUp
from followups.roles import LEADERS
from followups.selectors.facts import holder_of
from followups.services.plans import HORIZON, hold_plan
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.models import Contact, Customer
from visitors.services.reveal import NotYours

LONGEST_AHEAD = 366
"""Days; an agreed time further away is a slip of the hand."""


@transaction.atomic
def done(*, follow_up: FollowUp, contact: Contact | None, by: Member | None, now: datetime) -> FollowUp:
    """It took place, in this contact; None where an SMS was sent. Raises Refusal."""
    held = _held(follow_up, now)
    held.state, held.ended_at, held.ended_by, held.done_contact = FollowUpState.DONE, now, by, contact
    held.save(update_fields=["state", "ended_at", "ended_by", "done_contact"])
    return held


@transaction.atomic
def agree(*, follow_up: FollowUp, at: datetime, by: Member, now: datetime) -> FollowUp:
    """The customer named a time, to the minute: it beats the windows (E-44). Returns the new follow-up.

    Raises Refusal(field="agreed_at").
    """
    held = _held(follow_up, now)
    _refuse_time(at, now)
    on = held.office.business_date(at)
    _end(held, DroppedAs.MOVED, by, now)
    file = held.customer.file_id
    _clear(file, held.channel, on, by, now)
    return FollowUp.objects.create(
        office_id=held.office_id,
        customer_id=file,
        owner_id=held.owner_id,
        owner_by_hand=held.owner_by_hand,
        on=on,
        channel=held.channel,
        purpose=held.purpose,
        name=held.name,
        clause=held.clause,
        agreed_at=at,
        source=FollowUpSource.AGREED,
        rules_version=held.rules_version,
        made_at=now,
        made_by=by,
    )


@transaction.atomic
def add(
    *,
    customer: Customer,
    owner: Member,
    on: date,
    purpose: str = FollowUpPurpose.REGULAR,
    channel: str = FollowUpChannel.CALL,
    source: str = FollowUpSource.MANUAL,
    agreed_at: datetime | None = None,
    by: Member | None,
    now: datetime,
) -> FollowUp:
    """A follow-up that no plan knows of; on a day that has one already the new one takes its place. Raises Refusal.

    Where it is not given to whoever the customer is followed up by, the plan leaves it with ``owner``.
    """
    hold_plan(customer.file_id, now=now)
    if owner.office_id != customer.office_id or not owner.is_active:
        raise Refusal(_("Choose somebody who works in this office."), field="owner")
    if on < customer.office.business_date(now):
        raise Refusal(_("That day is over. Choose today or a later day."), field="on")
    if agreed_at is None:
        _refuse_promised(customer, channel, on)
    _clear(customer.file_id, channel, on, by, now)
    return FollowUp.objects.create(
        office_id=customer.office_id,
        customer_id=customer.file_id,
        owner=owner,
        owner_by_hand=holder_of(customer, now=now) not in (None, owner.pk),
        on=on,
        channel=channel,
        purpose=purpose,
        agreed_at=agreed_at,
        source=source,
        made_at=now,
        made_by=by,
    )


def may_plan_call(customer: Customer, *, by: Member, now: datetime) -> bool:
    """Whether they may put a call to this customer on their own list: who owes a call sees the number.

    A colleague's customer is not called behind the colleague's back; leaders and customer service call everybody.
    """
    return by.holds(*LEADERS, Role.SERVICE) or holder_of(customer, now=now) in (None, by.pk)


@transaction.atomic
def plan_call(
    *, customer: Customer, on: date, purpose: str, agreed_at: datetime | None, by: Member, now: datetime
) -> FollowUp:
    """Somebody puts a call on their own list. Raises Refusal, NotYours for a colleague's customer."""
    if agreed_at is None and on > customer.office.business_date(now) + HORIZON:
        # Until then the plan keeps still, and nobody is to be forgotten.
        raise Refusal(
            _("Without a time that the customer named, a call lies at most %(n)d days ahead.")
            % {"n": HORIZON.days},
            field="on",
        )
    if not may_plan_call(customer, by=by, now=now):
        raise NotYours(_("This is a colleague's customer. Ask the manager to hand the call to you."))
    return add(
        customer=customer,
        owner=by,
        on=on,
        purpose=purpose,
        source=FollowUpSource.AGREED if agreed_at else FollowUpSource.MANUAL,
        agreed_at=agreed_at,
        by=by,
        now=now,
    )


def may_take_off(follow_up: FollowUp, *, by: Member) -> bool:
    """Whether they may leave it out: what they entered by hand themselves; leaders whatever is due."""
    own = follow_up.source == FollowUpSource.MANUAL and follow_up.made_by_id == by.pk
    return follow_up.state == FollowUpState.DUE and (own or by.holds(*LEADERS))


@transaction.atomic
def take_off(*, follow_up: FollowUp, by: Member, now: datetime) -> FollowUp:
    """Left out by hand; the plan does not bring it back. Raises Refusal."""
    held = _held(follow_up, now)
    if not may_take_off(held, by=by):
        raise Refusal(_("The plan or a colleague put this call on the list. Ask the manager to take it off."))
    _end(held, DroppedAs.BY_HAND, by, now)
    keep(
        action=AuditAction.FOLLOW_UP_TAKEN_OFF,
        record=f"customer:{held.customer_id}",
        details={"follow_up": held.pk, "purpose": held.purpose, "on": held.on.isoformat()},
        by=by,
        now=now,
    )
    return held


def _held(follow_up: FollowUp, now: datetime) -> FollowUp:
    """The follow-up while it is due, held. Raises Refusal."""
    hold_plan(follow_up.customer_id, now=now)
    rows = FollowUp.objects.select_related("office", "customer").filter(pk=follow_up.pk)
    held = rows.select_for_update(of=("self",), no_key=True).first()
    if held is None or held.state == FollowUpState.DROPPED:
        raise Refusal(_("This follow-up is no longer due: the plan has changed. Look at the list again."))
    if held.state == FollowUpState.DONE:
        raise Refusal(_("This follow-up was done already."))
    return held


def _refuse_time(at: datetime, now: datetime) -> None:
    if at <= now:
        raise Refusal(_("That time is over. Ask for one that lies ahead."), field="agreed_at")
    if (at - now).days > LONGEST_AHEAD:
        raise Refusal(_("That is more than a year away. Check the date."), field="agreed_at")


def _refuse_promised(customer: Customer, channel: str, on: date) -> None:
    """What a customer was promised to the minute is not swept away by a call at any time of that day (E-44)."""
    whole = Customer.objects.of_person(customer.file_id).order_by().values("pk")
    rows = FollowUp.objects.due().filter(customer__in=whole, channel=channel, on=on, agreed_at__isnull=False)
    promised = rows.first()
    if promised is not None and promised.agreed_at is not None:
        at = f"{customer.office.local(promised.agreed_at):%H:%M}"
        raise Refusal(_("On that day a call is agreed for %(at)s already.") % {"at": at}, field="on")


def _clear(file: int, channel: str, on: date, by: Member | None, now: datetime) -> None:
    """Whatever the person is due on that day gives way: one a day on each channel."""
    whole = Customer.objects.of_person(file).order_by().values("pk")
    rows = FollowUp.objects.due().filter(customer__in=whole, channel=channel, on=on)
    rows.update(state=FollowUpState.DROPPED, dropped_as=DroppedAs.MOVED, ended_at=now, ended_by=by)


def _end(held: FollowUp, why: DroppedAs, by: Member, now: datetime) -> None:
    held.state, held.dropped_as, held.ended_at, held.ended_by = FollowUpState.DROPPED, why, now, by
    held.save(update_fields=["state", "dropped_as", "ended_at", "ended_by"])
