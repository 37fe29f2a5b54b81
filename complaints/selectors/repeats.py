"""Repeated matters (G-30): complaints of the same customer, or from the same number, about the same thing."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from complaints.models import Ticket, TicketCategory
from offices.models import Office
from visitors.models import Customer

SHOWN = 5


def of_customer(
    *, office: Office, customer: Customer | None, phone_print: str, days: int, now: datetime
) -> QuerySet[Ticket]:
    """What this customer, or somebody from this number, complained of lately; the latest first."""
    whose = Q()
    if customer is not None:
        # The ids themselves, so that both sides of the "or" are read from their indexes.
        whose |= Q(customer__in=list(customer.all_files.values_list("pk", flat=True)))
    if phone_print:
        whose |= Q(phone_print=phone_print)
    if not whose:
        return Ticket.objects.none()
    since = now - timedelta(days=days)
    rows = Ticket.objects.of(office).filter(whose, opened_at__gte=since).select_related("category")
    return rows.order_by("-opened_at", "-pk")


def same_matter(
    *,
    office: Office,
    customer: Customer | None,
    phone_print: str,
    category: TicketCategory | None,
    days: int,
    now: datetime,
) -> Ticket | None:
    """The latest of them about the same thing; None where nobody said what it is about."""
    if category is None:
        return None
    rows = of_customer(office=office, customer=customer, phone_print=phone_print, days=days, now=now)
    return rows.filter(category=category).first()


def root_of(ticket: Ticket) -> Ticket:
    """The first complaint of a row of joined ones."""
    return ticket.repeats or ticket


def family_of(ticket: Ticket) -> QuerySet[Ticket]:
    """Those that it is joined with, the first first."""
    root = ticket.repeats_id or ticket.pk
    rows = Ticket.objects.filter(Q(pk=root) | Q(repeats=root), office=ticket.office_id)
    return rows.exclude(pk=ticket.pk).order_by("opened_at", "pk")
