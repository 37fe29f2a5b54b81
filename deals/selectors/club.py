"""Who is in the club: whoever has joined files that had a membership each has the better one."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from deals.models import ClubMembership
from visitors.models import Customer


def memberships(customers: Iterable[Customer]) -> QuerySet[ClubMembership]:
    """Those of all files of these people, the best first."""
    files = {customer.file_id for customer in customers}
    whole = Customer.objects.filter(Q(pk__in=files) | Q(merged_into__in=files)).order_by()
    rows = ClubMembership.objects.filter(customer__in=whole)
    return rows.select_related("level", "by").order_by("-level__percent", "-level__position", "pk")


def membership_of(customer: Customer) -> ClubMembership | None:
    return memberships([customer]).first()
