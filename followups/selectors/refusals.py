"""Who wants no messages: of several numbers of a customer one no is a no, whichever of them a text would go to."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from followups.selectors.recipients import Destination
from messaging.enums import ConsentChannel
from messaging.gates import has_opted_out
from messaging.models import Consent
from messaging.selectors.text_facts import facts_of_numbers
from offices.models import Office
from visitors.models import Customer, CustomerEmail, CustomerPhone

LOOKED_AT = timedelta(days=2)


def refusing(
    ways: Mapping[int, Sequence[Destination]], *, office: Office, channel: str, now: datetime
) -> set[int]:
    """Of these customers (ids), those who said no on one of the numbers or addresses. Three queries."""
    prints = {way.print for each in ways.values() for way in each}
    known = facts_of_numbers(office, channel, prints, now)
    return {
        customer
        for customer, each in ways.items()
        if any(has_opted_out(known[way.print].answer, known[way.print].stopped_at) for way in each)
    }


def who_refused_lately(channel: ConsentChannel, now: datetime) -> dict[Office, list[Customer]]:
    """By office, the customers to whom a number belongs that said no in the last days. Two queries."""
    said_no = Consent.objects.filter(
        channel=channel, given=False, at__gt=now - LOOKED_AT, at__lte=now
    ).order_by()
    numbers = set(said_no.values_list("number", flat=True))
    if not numbers:
        return {}
    if channel == ConsentChannel.EMAIL:
        rows = CustomerEmail.objects.filter(digest__in=numbers)
    else:
        rows = CustomerPhone.objects.active().filter(digest__in=numbers)
    found: dict[Office, list[Customer]] = {}
    for row in rows.select_related("customer", "office").order_by("office_id", "customer_id"):
        found.setdefault(row.office, []).append(row.customer)
    return found
