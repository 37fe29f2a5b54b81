"""What each kind of incoming call leads to: one table over all kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.enums import Channel
from complaints.models import Ticket
from complaints.services.opening import TicketEntry, open_ticket
from followups.enums import FollowUpPurpose, FollowUpSource
from followups.models import Appointment
from followups.services.follow_ups import add
from followups.services.plans import refresh_plan
from followups.services.reception_plans import agree_on_visit
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.notices import leaders_of, tell
from switchboard.enums import BackReason, CallKind, Help
from switchboard.models import Caller, IncomingCall
from switchboard.phone_rules import PhoneRules
from switchboard.roles import ANSWERERS, CALLERS
from switchboard.services.call_backs import make_call_back
from switchboard.services.call_entry import IncomingEntry
from switchboard.services.messages import take_message
from visitors.enums import ContactKind, ContactRole, PhoneAnswer
from visitors.models import Contact, Customer, CustomerPhone
from visitors.services.call_wishes import set_wishes
from visitors.services.contacts import record_contact

FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A call under the desk's lock: who called, who answered, what was written down.

    ``owner`` is the id of whose customer it was before this call.
    """

    office: Office
    entry: IncomingEntry
    at: datetime
    caller: Caller | None
    customer: Customer | None
    owner: int | None
    answered_by: Member
    is_first: bool
    rules: PhoneRules
    by: Member
    now: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands in the line of the register of what was agreed."""

    contact: Contact | None = None
    appointment: Appointment | None = None
    next_on: date | None = None
    next_at: datetime | None = None
    refused: bool = False
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """``before`` the line is written it says what stands in it; ``after`` it makes what points to the line."""

    before: Callable[[Heard], Outcome]
    after: Callable[[Heard, IncomingCall], None]


def _customer(heard: Heard) -> Outcome:
    """A contact; and a visit, a next call, or the word that they want neither: one of them, always (F-15, F-16)."""
    entry, customer = heard.entry, heard.customer
    if customer is None or entry.customer is None:
        raise Refusal(_("Say who calls."), field="name")
    contact = _contact(heard, customer)
    if entry.is_quality:
        set_wishes(customer=customer, quality=True, by=heard.by, now=heard.now)
    if entry.visit_at is not None:
        outcome = _comes(heard, customer, contact, entry.visit_at)
    elif entry.next_on is not None:
        outcome = _is_called(heard, customer, contact, entry.next_on)
    elif entry.customer.phone_answer == PhoneAnswer.REFUSED:
        outcome = Outcome(contact, refused=True)
    else:
        raise Refusal(_("Say when the customer comes, or when we call again."), field="next_step")
    refresh_plan(customer, now=heard.now)
    return outcome


def _contact(heard: Heard, customer: Customer) -> Contact:
    """The evidence. Who answers for somebody else's customer speaks with them, but is registered for nothing."""
    answered_by = heard.answered_by
    sells = answered_by.holds(Role.CONSULTANT)
    registers = sells and heard.owner in (None, answered_by.pk)
    return record_contact(
        office=heard.office,
        customer=customer,
        kind=ContactKind.CALL,
        at=heard.at,
        consultant=answered_by if sells else None,
        role=ContactRole.PHONE if registers else ContactRole.NONE,
        circumstances={"history": "first" if heard.is_first else "phoned"},
        by=heard.by,
        now=heard.now,
    )


def _comes(heard: Heard, customer: Customer, contact: Contact, at: datetime) -> Outcome:
    if not heard.now < at <= heard.now + FARTHEST:
        raise Refusal(_("Say when the customer comes: a time to come, within a year."), field="visit_on")
    made = agree_on_visit(
        customer=customer, at=at, people=heard.entry.people, plan="", by=heard.by, now=heard.now
    )
    return Outcome(contact, appointment=made)


def _is_called(heard: Heard, customer: Customer, contact: Contact, on: date) -> Outcome:
    """The next call stands on somebody's list: the owner's, else that of who answered, else that of who was chosen."""
    if not _may_be_called(customer):
        raise Refusal(
            _("Type the number to call, or say that the customer declined to leave one."), field="phone"
        )
    today = heard.office.business_date(heard.now)
    if not today <= on <= today + FARTHEST:
        raise Refusal(_("Say when we call: a day to come, within a year."), field="next_on")
    at = heard.entry.next_at
    if at is not None and at <= heard.now:
        raise Refusal(_("This is in the past. Choose a time to come."), field="next_time")
    add(
        customer=customer,
        owner=_who_calls(heard),
        on=on,
        purpose=FollowUpPurpose.INVITE,
        source=FollowUpSource.AGREED if at else FollowUpSource.MANUAL,
        agreed_at=at,
        by=heard.by,
        now=heard.now,
    )
    return Outcome(contact, next_on=on, next_at=at)


def _who_calls(heard: Heard) -> Member:
    people = Member.objects.of(heard.office).working().holding(*CALLERS)
    if heard.entry.caller is not None:
        chosen = people.filter(pk=heard.entry.caller).first()
        if chosen is None:
            raise Refusal(_("Choose somebody who calls customers."), field="caller")
        return chosen
    owner = people.filter(pk=heard.owner or 0).first()
    if owner is None and heard.answered_by.holds(*CALLERS):
        return heard.answered_by
    if owner is None:
        raise Refusal(_("Say who calls: nobody owns this customer yet."), field="caller")
    return owner


def _may_be_called(customer: Customer) -> bool:
    return CustomerPhone.objects.active().filter(customer__in=customer.all_files).exists()


def _plain(heard: Heard) -> Outcome:
    return Outcome()


def _nothing(heard: Heard, call: IncomingCall) -> None:
    _report(heard)


def _question(heard: Heard, call: IncomingCall) -> None:
    """What nobody could answer at once is found out and called back: nobody is told that we do not know (F-06)."""
    entry = heard.entry
    wants = entry.question.strip() or (entry.kind == CallKind.ENQUIRY and entry.help == Help.CALL_BACK)
    if wants:
        make_call_back(
            office=heard.office,
            reason=BackReason.QUESTION,
            question=entry.question,
            owner=_member(heard, entry.asks) or heard.answered_by,
            due_at=heard.now + timedelta(minutes=heard.rules.call_back_minutes),
            caller=heard.caller,
            customer=heard.customer,
            call=call,
            who=entry.who,
            by=heard.by,
            now=heard.now,
        )
    _report(heard)


def _enquiry(heard: Heard) -> Outcome:
    """Somebody who asks is helped: an answer, whom to call, or a call back (F-26)."""
    if not heard.entry.help:
        raise Refusal(_("Say what was done for the caller."), field="help")
    return Outcome()


def _colleague(heard: Heard) -> Outcome:
    """A call that is answered is not handed on: a message, and a call back where they want one (F-05, F-23)."""
    if _member(heard, heard.entry.to) is None:
        raise Refusal(_("Say for whom the call is."), field="to")
    if not heard.entry.message.strip():
        raise Refusal(_("Write down what is to be passed on."), field="message")
    return Outcome()


def _pass_on(heard: Heard, call: IncomingCall) -> None:
    entry, to = heard.entry, _member(heard, heard.entry.to)
    assert to is not None  # noqa: S101 -- asked before the line was written
    who = entry.who.strip() or (heard.customer.display_name if heard.customer else "")
    take_message(
        office=heard.office,
        to=to,
        who=who,
        text=entry.message,
        is_urgent=entry.is_urgent,
        caller=heard.caller,
        customer=heard.customer,
        call=call,
        by=heard.by,
        now=heard.now,
    )
    if entry.wants_call:
        make_call_back(
            office=heard.office,
            reason=BackReason.COLLEAGUE,
            question=entry.message,
            # Who never sits at a telephone has the message; whoever took the call sees to it.
            owner=to if to.holds(*ANSWERERS) else heard.answered_by,
            due_at=heard.now + timedelta(minutes=heard.rules.call_back_minutes),
            caller=heard.caller,
            customer=heard.customer,
            call=call,
            who=entry.who,
            by=heard.by,
            now=heard.now,
        )


def _complaint(heard: Heard) -> Outcome:
    """A complaint is opened with the words of the caller; whoever answered answers for it (G-21)."""
    entry = heard.entry
    if not entry.note.strip():
        raise Refusal(_("Write down what the caller complains about."), field="note")
    taken = TicketEntry(
        channel=Channel.CALL,
        text=entry.note,
        customer=heard.customer,
        caller=entry.who,
        phone=heard.caller.number if heard.caller else "",
    )
    return Outcome(ticket=open_ticket(office=heard.office, entry=taken, by=heard.answered_by, now=heard.now))


def _report(heard: Heard) -> None:
    """Major, urgent and sudden matters are told to the leaders at once (F-31)."""
    if heard.entry.is_urgent:
        _tell_leaders(heard, NoticeKind.CALL_URGENT)


def _tell_leaders(heard: Heard, kind: NoticeKind) -> None:
    about = {"path": reverse("switchboard:register", args=[heard.office.slug])}
    members = [each.pk for each in leaders_of(heard.office.pk) if each.pk != heard.by.pk]
    tell(office_id=heard.office.pk, member_ids=members, kind=kind, about=about, now=heard.now)


def _member(heard: Heard, pk: int | None) -> Member | None:
    if pk is None:
        return None
    return Member.objects.of(heard.office).working().filter(pk=pk).first()


EFFECTS: dict[CallKind, Effect] = {
    CallKind.CUSTOMER: Effect(_customer, _question),
    CallKind.ENQUIRY: Effect(_enquiry, _question),
    CallKind.COLLEAGUE: Effect(_colleague, _pass_on),
    CallKind.COMPLAINT: Effect(_complaint, _nothing),
    CallKind.UNKNOWN: Effect(_plain, _nothing),
}
