"""The number of a customer's spouse is shown whole by the same rules, and counted with the others."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import AuditEntry, Member
from offices.services.audit import keep
from visitors.enums import RevealPurpose
from visitors.models import Customer, FileValue
from visitors.phone_policy import CAPS
from visitors.services.reveal import TooMany

SPOUSE = "spouse_info"


def reveal_spouse(*, customer: Customer, purpose: str, by: Member, now: datetime) -> str:
    """The whole number (E.164). The caller has asked whether the member may see sensitive fields of this file.

    The line is committed before the number is returned; must not run inside another transaction. Raises TooMany, and
    Refusal for an unknown purpose and where there is no number.
    """
    if purpose not in RevealPurpose.values:
        raise Refusal(_("Choose what you need the number for."), field="purpose")
    with transaction.atomic(durable=True):
        # The member's row is the lock: two tabs cannot both take the last number of the hour.
        Member.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
        seen = AuditEntry.objects.filter(by=by, action=AuditAction.PHONE_REVEALED)
        if any(seen.filter(at__gt=now - span)[:cap].count() >= cap for span, cap in CAPS):
            raise TooMany(_("You have seen many whole numbers in a short time. Wait a while."))
        row = FileValue.objects.filter(customer=customer.file_id, key=SPOUSE).first()
        number = (row.content or {}).get("phone", "") if row else ""
        if not number:
            raise Refusal(_("There is no number of the spouse."))
        keep(
            action=AuditAction.PHONE_REVEALED,
            record=f"customer:{customer.file_id}",
            details={"field": SPOUSE, "purpose": purpose},
            by=by,
            now=now,
        )
    return number
