"""The whole number of who complained: for whoever has to call them, and never without a line in the audit log."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.models import Ticket
from complaints.relations import ANSWERING
from complaints.selectors.people import relations_of, sees_customer
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import AuditEntry, Member
from offices.sealing import SealBroken, unseal
from offices.services.audit import keep
from visitors.enums import RevealPurpose
from visitors.models import CustomerPhone
from visitors.phone_policy import CAPS
from visitors.services.reveal import reveal_phone


class NotYours(Refusal):
    """The member may not see this number."""

    status = 403


class TooMany(Refusal):
    """The member saw too many numbers within the hour or the day."""

    status = 429


def number_to_call(*, ticket: Ticket, by: Member, now: datetime) -> str:
    """The number (E.164) of the customer's file, else the one that was told with the complaint.

    The line is committed before the number is returned; not inside another transaction. Raises Refusal.
    """
    may = not ANSWERING.isdisjoint(relations_of(by, ticket)) and sees_customer(by, ticket)
    if not may:
        raise NotYours(_("Whoever answers for the complaint, customer service and leaders call."))
    phone = _phone_of(ticket)
    if phone is not None:
        return reveal_phone(phone=phone, member=by, purpose=RevealPurpose.CALL, asked_to_call=True, now=now)
    if not ticket.sealed_phone:
        raise Refusal(_("Nobody left a number with this complaint."))
    with transaction.atomic(durable=True):
        Member.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
        seen = AuditEntry.objects.filter(by=by, action=AuditAction.PHONE_REVEALED)
        if any(seen.filter(at__gt=now - span)[:cap].count() >= cap for span, cap in CAPS):
            raise TooMany(
                _(
                    "You have seen many whole numbers in a short time. Wait a while, or ask your manager to call."
                )
            )
        keep(
            action=AuditAction.PHONE_REVEALED,
            # Where it is known whose complaint it is, their file says who saw a number.
            record=f"customer:{ticket.customer.file_id}" if ticket.customer else f"ticket:{ticket.pk}",
            details={"purpose": str(RevealPurpose.CALL), "ticket": ticket.pk},
            by=by,
            now=now,
        )
    try:
        return unseal(ticket.sealed_phone)
    except SealBroken:
        raise Refusal(_("This number cannot be read any more: its key is gone.")) from None


def _phone_of(ticket: Ticket) -> CustomerPhone | None:
    if ticket.customer is None:
        return None
    rows = CustomerPhone.objects.of(ticket.office).active().filter(customer__in=ticket.customer.all_files)
    return rows.select_related("customer").order_by("pk").first()
