"""Who handles an open complaint of a customer: it ties them to the customer's file while it is open."""

from datetime import datetime

from complaints.models import Ticket
from complaints.roles import HANDLERS
from offices.models import Member
from visitors.models import Customer


def handles_complaint_of(member: Member, customer: Customer, now: datetime) -> bool:
    """Whether the member answers for an open complaint of this person: one query.

    Not by one that they wrote down themselves, unless complaints are their work: else a few words about a colleague's
    customer would open the file.
    """
    tickets = Ticket.objects.of(member.office).open().filter(answerable=member)
    if not member.holds(*HANDLERS):
        tickets = tickets.exclude(opened_by=member)
    return tickets.filter(customer__in=customer.all_files).exists()
