"""Calls and the visits that came of them, read from the contacts: corrections and joined files count at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from switchboard.models import IncomingCall
from visitors.enums import ContactKind
from visitors.models import Customer
from visitors.selectors.effective_contacts import effective_contacts

JOINED_WITHIN = timedelta(days=90)
"""A visit later than that did not come of the call."""


def visits_of_calls(calls: Iterable[IncomingCall]) -> dict[int, tuple[UUID, datetime]]:
    """By the id of each call that brought its customer here: the first visit after it. One query."""
    given = [call for call in calls if call.customer_id is not None]
    known = effective_contacts({call.customer.file_id: call.customer for call in given}.values())
    found = {}
    for call in given:
        visits = [
            (each.at, each.visit)
            for each in known[call.customer.file_id]
            if each.stands and each.kind == ContactKind.VISIT and each.visit is not None
            if call.at <= each.at <= call.at + JOINED_WITHIN
        ]
        if visits:
            at, visit = min(visits)
            found[call.pk] = (visit, at)
    return found


def calls_before(customer: Customer | None, at: datetime) -> Sequence[IncomingCall]:
    """The calls that a visit at that moment came of, oldest first: those since the visit before it."""
    if customer is None:
        return []
    rows = IncomingCall.objects.of(customer.office).standing().with_people()
    file = customer.file_id
    lines = rows.filter(customer__in=_files(file), at__lte=at, at__gte=at - JOINED_WITHIN)
    calls = list(lines.order_by("at", "pk"))
    joined = visits_of_calls(calls)
    return [call for call in calls if call.pk in joined and joined[call.pk][1] == at]


def calls_of(customer: Customer) -> Sequence[IncomingCall]:
    """All calls of that file, newest first."""
    rows = IncomingCall.objects.of(customer.office).standing().with_people()
    return list(rows.filter(customer__in=_files(customer.file_id)).order_by("-at", "-pk")[:50])


def _files(file: int) -> list[int]:
    aliases = Customer.objects.filter(merged_into=file).order_by().values_list("pk", flat=True)
    return [file, *aliases]
