"""Who called and who answered, from what was written down and what the line knows."""

from datetime import datetime

from django.utils.translation import gettext as _

from followups.services.plans import hold_plan
from offices.errors import Refusal
from offices.models import Member, Office
from switchboard.enums import CallKind
from switchboard.models import Caller, IncomingCall, PbxCall
from switchboard.roles import ANSWERERS
from switchboard.services.call_entry import IncomingEntry
from visitors.models import Customer
from visitors.services.customers import enter_customer
from visitors.services.phones import holder_of, read_number


def answerer_of(office: Office, entry: IncomingEntry, line: PbxCall | None, by: Member) -> Member:
    """As the form says, else as the telephone system says, else whoever writes it down."""
    if entry.answered_by is None:
        return line.answered_by if line and line.answered_by else by
    found = Member.objects.of(office).working().holding(*ANSWERERS).filter(pk=entry.answered_by).first()
    if found is None:
        raise Refusal(_("Choose somebody who works in this office."), field="answered_by")
    return found


def number_typed(entry: IncomingEntry) -> str:
    """The number typed, whoever it belongs to, as E.164. Raises Refusal."""
    return read_number(entry.customer.phone if entry.customer else entry.phone)


def customer_of(
    office: Office, entry: IncomingEntry, caller: Caller | None, by: Member, now: datetime
) -> Customer | None:
    """The file of who wants a home, made or found; of anybody else the one whose number it is, where there is one."""
    if entry.kind != CallKind.CUSTOMER:
        known = Customer.objects.of(office).filter(pk=entry.known or 0).select_related("merged_into").first()
        if known is not None:
            return known.file
        return holder_of(office, caller.number) if caller else None
    if entry.customer is None:
        raise Refusal(_("Say who calls."), field="name")
    if entry.customer.customer_id is not None:
        # Whoever plans a file holds it before its numbers, as everywhere.
        known = Customer.objects.of(office).filter(pk=entry.customer.customer_id).first()
        if known is not None:
            hold_plan(known.file_id, now=now)
    return enter_customer(office=office, entry=entry.customer, by=by, now=now).customer


def is_first_call(
    office: Office, entry: IncomingEntry, caller: Caller | None, customer: Customer | None
) -> bool:
    """As was asked; where nobody asked, whether the register knows them (F-11)."""
    if entry.is_first is not None:
        return entry.is_first
    rows = IncomingCall.objects.of(office)
    if customer is not None:
        return not rows.filter(customer__in=customer.all_files).exists()
    return caller is None or not rows.filter(caller=caller).exists()
