"""Who owes a customer a call that is due: it ties them to the customer's file until it is made."""

from datetime import datetime

from followups.enums import FollowUpChannel
from followups.models import FollowUp
from offices.models import Member
from visitors.models import Customer


def owes_call_to(member: Member, customer: Customer, now: datetime) -> bool:
    """Whether a call of the member's to this person is due by today: one query."""
    today = member.office.business_date(now)
    calls = FollowUp.objects.owned_by(member).due().by(today).filter(channel=FollowUpChannel.CALL)
    return calls.filter(customer__in=customer.all_files).exists()
