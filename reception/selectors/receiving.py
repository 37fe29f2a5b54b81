"""Who receives a customer now: it ties them to the customer's file until they have told how the visit went."""

from datetime import datetime

from django.db.models import Q

from offices.models import Member
from reception.enums import OPEN, Status
from reception.models import Reception
from visitors.models import Customer


def receives(member: Member, customer: Customer, now: datetime) -> bool:
    """Whether a visit of this person is under way with the member, or its outcome not told yet: one query."""
    visits = Reception.objects.of(member.office).filter(consultant=member)
    mine = visits.filter(customer__in=customer.all_files)
    return mine.filter(Q(status__in=OPEN) | Q(status=Status.FINISHED, outcome_at=None)).exists()
