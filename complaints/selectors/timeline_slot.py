"""What complaints bring to a customer's timeline, as far as the reader may see them."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.roles import TAKERS
from complaints.selectors.tickets import tickets_of
from offices.models import Member
from visitors.models import Customer
from visitors.timeline_slots import ItemKind, TimelineItem


def complaints_slot(customer: Customer, member: Member) -> Iterable[TimelineItem]:
    """An entry for each complaint, and one for its closing."""
    if not member.holds(*TAKERS):
        return
    for ticket in tickets_of(customer, member):
        url = reverse("complaints:ticket", args=[member.office.slug, ticket.pk])
        about = ticket.category or ""
        words = _("Complaint %(number)s: %(about)s") % {"number": ticket.label, "about": about}
        yield TimelineItem(ticket.opened_at, ItemKind.COMPLAINT, words.rstrip(": \uff1a"), url)
        if ticket.closed_at:
            closed = _("Complaint %(number)s was closed.") % {"number": ticket.label}
            yield TimelineItem(ticket.closed_at, ItemKind.COMPLAINT, closed, url)
