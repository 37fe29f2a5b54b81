"""A whole number is shown only to those who may see it, and never without a line in the audit log."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Member
from offices.services.audit import keep
from visitors.access_approvals import Mark, heaviest
from visitors.enums import RevealPurpose
from visitors.models import CustomerPhone
from visitors.phone_policy import CAPS, may_see_number
from visitors.selectors.ownership import house_validity_rules, ownership_of
from visitors.selectors.standing import marks_of


class NotYours(Refusal):
    """The member may not see this number."""

    status = 403


class TooMany(Refusal):
    """The member saw too many numbers within the hour or the day."""

    status = 429


def reveal_phone(
    *, phone: CustomerPhone, member: Member, purpose: str, asked_to_call: bool = False, now: datetime
) -> str:
    """The whole number (E.164) for the customer's owner, a manager, or the desk that enters the visitor.

    ``asked_to_call``: the caller knows that this member owes the customer a call.
    The line is committed before the number is returned: where it cannot be written there is no number. Refusals leave a
    line too. Must not run inside another transaction, whose end could take the line back. Raises NotYours, TooMany, and
    Refusal for an unknown purpose.
    """
    if purpose not in RevealPurpose.values:
        raise Refusal(_("Choose what you need the number for."), field="purpose")
    with transaction.atomic(durable=True):
        # The member's row is the lock: two tabs cannot both take the last number of the hour. Roles are read afresh.
        held = (
            Member.objects.working().select_for_update(of=("self",), no_key=True).filter(pk=member.pk).first()
        )
        refusal = _refusal(held, phone, purpose, asked_to_call, now)
        keep(
            action=AuditAction.ACCESS_DENIED if refusal else AuditAction.PHONE_REVEALED,
            record=f"customer:{phone.customer_id}",
            details={"phone": phone.pk, "purpose": purpose},
            by=member,
            now=now,
        )
        number = "" if refusal else phone.number
    if refusal:
        raise refusal
    return number


def _refusal(
    member: Member | None, phone: CustomerPhone, purpose: str, asked_to_call: bool, now: datetime
) -> Refusal | None:
    at_desk = purpose == RevealPurpose.ENTRY and member is not None and member.holds(Role.DESK)
    if member is None or member.office_id != phone.office_id or not phone.is_active:
        return NotYours(_("This number is not yours to see."))
    day = member.office.business_date(now)
    rules = house_validity_rules(member.office, day)
    customer = phone.customer
    ownership = ownership_of([customer], office=member.office, day=day, rules=rules)[customer.pk]
    marks = marks_of([customer]).get(customer.file_id, ())
    if not may_see_number(
        member,
        ownership,
        at_desk,
        asked_to_call=asked_to_call,
        mark=heaviest([Mark(each.mark) for each in marks]),
        keeps=any(each.custodian_id == member.pk for each in marks),
    ):
        return NotYours(
            _(
                "Only the customer's own consultant, a manager, and the desk while entering the visitor "
                "see this number."
            )
        )
    seen = AuditEntry.objects.filter(by=member, action=AuditAction.PHONE_REVEALED)
    for span, cap in CAPS:
        if seen.filter(at__gt=now - span)[:cap].count() >= cap:
            return TooMany(
                _(
                    "You have seen many whole numbers in a short time. Wait a while, or ask your manager to call."
                )
            )
    return None
