"""Dialling: the whole number for whoever owes the call, kept in the log before it is shown."""

from datetime import datetime

from followups.enums import FollowUpState
from followups.models import FollowUp
from offices.models import Member
from visitors.enums import RevealPurpose
from visitors.models import CustomerPhone
from visitors.services.reveal import reveal_phone


def number_to_dial(*, follow_up: FollowUp, phone: CustomerPhone, by: Member, now: datetime) -> str:
    """The whole number (E.164). Whom a leader asked to call sees it as the owner does, as long as the call is due.

    Must not run inside another transaction (see reveal_phone). Raises Refusal.
    """
    is_owed = follow_up.state == FollowUpState.DUE and follow_up.owner_id == by.pk
    is_asked = is_owed and follow_up.customer.file_id == phone.customer_id
    return reveal_phone(phone=phone, member=by, purpose=RevealPurpose.CALL, asked_to_call=is_asked, now=now)
