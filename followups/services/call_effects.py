"""What each result of a call leads to. One table over all results: the follow-up, the wishes, who is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.enums import Channel
from complaints.services.opening import TicketEntry, open_ticket
from deals.models import Reason
from deals.services.opportunities import lose
from followups.enums import CallCode
from followups.models import Appointment, FollowUp
from followups.selectors.today import along_with
from followups.services.call_entry import CallEntry
from followups.services.follow_ups import agree, done
from followups.services.reception_plans import agree_on_visit, call_off_visit
from messaging.enums import ConsentWay
from offices import live
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.notices import leaders_of, tell
from visitors.models import Contact, Customer, CustomerPhone
from visitors.services import call_wishes
from visitors.services.phones import note_consents

LOST_NOTE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call under the office's lock: what was due, with whom, what was written down."""

    office: Office
    follow_up: FollowUp
    customer: Customer
    contact: Contact
    entry: CallEntry
    by: Member
    now: datetime


def _reached(call: Call) -> None:
    """We spoke. A customer who says no is counted, for three times are a reason to call less."""
    _settle(call)
    if call.entry.declined:
        call_wishes.count_refusal(customer=call.customer, by=call.by, now=call.now)


def _coming(call: Call) -> Appointment:
    """The visit is agreed on; the plan has it confirmed the day before (E-07)."""
    _settle(call)
    return agree_on_visit(
        customer=call.customer,
        at=call.entry.coming_at or call.now,
        people=call.entry.people,
        plan=call.entry.plan,
        by=call.by,
        now=call.now,
    )


def _fewer(call: Call) -> None:
    """Longer pauses from now on (E-34)."""
    _settle(call)
    call_wishes.set_wishes(customer=call.customer, asked_less=True, by=call.by, now=call.now)


def _never(call: Call) -> None:
    """No calls, no text messages, or neither, for good."""
    _settle(call)
    if call.entry.no_calls:
        call_wishes.set_wishes(customer=call.customer, no_calls=True, by=call.by, now=call.now)
    whole = Customer.objects.of_person(call.customer.pk).order_by().values("pk")
    for phone in CustomerPhone.objects.of(call.office).active().filter(customer__in=whole):
        note_consents(
            office=call.office,
            number=phone.number,
            call=False if call.entry.no_calls else None,
            sms=False if call.entry.no_sms else None,
            channel=ConsentWay.PHONE,
            by=call.by,
            now=call.now,
        )


def _complains(call: Call) -> None:
    """The leaders read it at once (E-58, E-60), and the caller answers for a complaint like any other (G-13, G-21)."""
    _settle(call)
    tell_leaders(call, NoticeKind.CALL_COMPLAINT)
    words = call.entry.note.strip() or _("Complained on the telephone; nothing was written down.")
    heard = TicketEntry(channel=Channel.CALL, text=words, customer=call.customer, has_contact=True)
    open_ticket(office=call.office, entry=heard, by=call.by, now=call.now)


def _lost(call: Call) -> None:
    """Given up with a reason from the list, after the least number of follow-ups (E-08, E-14). Raises Refusal."""
    _settle(call)
    reason = Reason.objects.filter(office=call.office, pk=call.entry.reason).first()
    if reason is None:
        raise Refusal(_("Choose a reason from the list."), field="reason")
    note = call.entry.note.strip()[:LOST_NOTE]
    lose(customer=call.customer, reason=reason, note=note, by=call.by, now=call.now)
    call_off_visit(customer=call.customer, by=call.by, now=call.now)


def _not_reached(call: Call) -> None:
    """It stays due: somebody tries again today, or it is overdue tomorrow."""


def _not_convenient(call: Call) -> None:
    """Due at the minute that the customer named, whatever the usual hours (E-44)."""
    agree(follow_up=call.follow_up, at=call.entry.agreed_at or call.now, by=call.by, now=call.now)


EFFECTS: dict[CallCode, Callable[[Call], Appointment | None]] = {
    CallCode.REACHED: _reached,
    CallCode.COMING: _coming,
    CallCode.FEWER: _fewer,
    CallCode.NEVER: _never,
    CallCode.COMPLAINS: _complains,
    CallCode.LOST: _lost,
    CallCode.NO_ANSWER: _not_reached,
    CallCode.NOT_CONVENIENT: _not_convenient,
    CallCode.PASSED_ON: _not_reached,
}


def tell_leaders(call: Call, kind: NoticeKind) -> None:
    """Those who answer; the notice leads to what was said."""
    about = {"path": reverse("followups:team", args=[call.office.slug]) + "#asked"}
    members = [each.pk for each in leaders_of(call.office.pk) if each.pk != call.by.pk]
    tell(office_id=call.office.pk, member_ids=members, kind=kind, about=about, now=call.now)
    live.bump(call.office.pk)


def _settle(call: Call) -> None:
    """We spoke: what was due is done, and what else the plan wanted said by today; nobody is called twice for it."""
    also = list(along_with(call.follow_up, day=call.office.business_date(call.now)))
    for each in (call.follow_up, *also):
        done(follow_up=each, contact=call.contact, by=call.by, now=call.now)
