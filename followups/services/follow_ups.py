"""What people do with follow-ups: done, agreed for another time, entered by hand, left out, given to a colleague."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.enums import DroppedAs, FollowUpChannel, FollowUpPurpose, FollowUpSource, FollowUpState
from followups.models import FollowUp
from followups.roles import LEADERS
from followups.selectors.facts import holder_of
from followups.services.plans import hold_plan
from offices.enums import Role
from offices.errors import Refusal
from offices.models import Member
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


@transaction.atomic
def drop(*, follow_up: FollowUp, by: Member, now: datetime) -> FollowUp:
    """Left out by hand; the plan does not bring it back. Raises Refusal."""
    held = _held(follow_up, now)
    _end(held, DroppedAs.BY_HAND, by, now)
    return held


@transaction.atomic
def give(*, follow_up: FollowUp, to: Member, by: Member, now: datetime) -> FollowUp:
    """A leader gives it to a colleague, and the plan leaves it there. Raises Refusal."""
    held = _held(follow_up, now)
    if to.office_id != held.office_id or not to.is_active or not to.holds(Role.CONSULTANT):
        raise Refusal(_("Choose a consultant who works in this office."), field="to")
    held.owner, held.owner_by_hand, held.warned_at = to, True, None
    held.save(update_fields=["owner", "owner_by_hand", "warned_at"])
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
