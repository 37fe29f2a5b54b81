"""Whom a batch means: the customers that a filter chooses, and for each where the text goes or why it does not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from followups.cadence import Origin, Stage
from followups.enums import FollowUpChannel
from followups.models import Batch, FollowUp
from followups.selectors.facts import Facts, facts_of
from followups.selectors.recipients import Destination, destinations
from followups.selectors.same_occasion import gets_it
from messaging.enums import ConsentChannel
from messaging.gates import Limits, Reason, gate
from messaging.models import MessageTemplate
from messaging.selectors.text_facts import NumberFacts, facts_of_numbers, house_limits
from offices.models import Office
from visitors.models import Customer

CHUNK = 500
NO_NUMBER = "no_number"
DOUBLE_NUMBER = "double_number"
HAS_IT = "has_it"
NOTHING_LEAVES = frozenset({Reason.QUIET, Reason.GATEWAY_OFF, Reason.TOO_LATE})
"""What only delays a text leaves nobody out: it is asked again when the text leaves."""


@dataclass(frozen=True)
class Listed:
    """A customer of a batch; ``reason`` is empty for who gets the text."""

    customer: Customer
    reason: str
    print: str = ""
    masked: str = ""


def chosen_customers(
    office: Office, chosen: Mapping, now: datetime
) -> Iterator[list[tuple[Customer, Facts]]]:
    """The files that the filter chooses, with what is known of each, a chunk after the other."""
    today = office.business_date(now)
    ids = list(_narrowed(office, chosen, today).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        files = list(Customer.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("pk"))
        known = facts_of(files, office=office, now=now, until=today)
        yield [(file, known[file.pk]) for file in files if file.pk in known and _fits(chosen, known[file.pk])]


def _narrowed(office: Office, chosen: Mapping, today: date):
    """What the database can say of itself."""
    files = Customer.objects.of(office).people()
    if plan := chosen.get("plan"):
        due = FollowUp.objects.of(office).due().filter(channel=FollowUpChannel.SMS, on=plan["on"])
        return files.filter(
            pk__in=due.filter(purpose=plan["purpose"], name=plan["name"]).order_by().values("customer")
        )
    if grades := chosen.get("grades"):
        files = files.filter(grade__in=grades)
    if since := chosen.get("since"):
        files = files.filter(created_at__gte=_midnight(office, date.fromisoformat(since)))
    if until := chosen.get("until"):
        files = files.filter(created_at__lt=_midnight(office, date.fromisoformat(until) + timedelta(days=1)))
    if source := chosen.get("source"):
        files = files.filter(source=source)
    return files


def _fits(chosen: Mapping, facts: Facts) -> bool:
    """What only the facts can say."""
    stages, origin, owner = chosen.get("stages"), chosen.get("origin"), chosen.get("owner")
    return (
        (not stages or facts.customer.stage in [Stage(stage) for stage in stages])
        and (not origin or facts.customer.origin is Origin(origin))
        and (not owner or facts.owner == owner)
    )


def _midnight(office: Office, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=office.zone)


def listed(
    customers: Sequence[Customer],
    *,
    template: MessageTemplate,
    seen: set[str],
    now: datetime,
    batch: Batch | None = None,
) -> list[Listed]:
    """For each customer the number that takes the text, or why none does. ``seen`` grows by the numbers given out.

    ``batch``: whose list it is; None where a text is only tried.
    """
    office, channel = template.office, ConsentChannel(template.channel)
    found = destinations(customers, office=office, channel=template.channel)
    prints = {each.print for ways in found.values() for each in ways}
    known = facts_of_numbers(office, channel, prints, now)
    limits = house_limits(office, now)
    greeted = gets_it(batch, prints, now) if batch else set()

    def kept_back(way: Destination) -> str:
        reason = _kept_back(known[way.print], template, limits, now)
        if reason == Reason.OPTED_OUT:
            return reason
        if way.print in seen:
            return DOUBLE_NUMBER
        return HAS_IT if way.print in greeted else reason

    return [_listed(customer, found.get(customer.pk, []), kept_back, seen) for customer in customers]


def _listed(
    customer: Customer,
    ways: Sequence[Destination],
    kept_back: Callable[[Destination], str],
    seen: set[str],
) -> Listed:
    """The first number that every gate lets through; else what keeps the first one back.

    Of several numbers one no is a no (followups.selectors.refusals).
    """
    if not ways:
        return Listed(customer, NO_NUMBER)
    asked = [(kept_back(way), way) for way in ways]
    refused = [each for each in asked if each[0] == Reason.OPTED_OUT]
    free = [each for each in asked if not each[0]]
    reason, way = (refused or free or asked)[0]
    if not reason:
        seen.add(way.print)
    return Listed(customer, reason, way.print, way.masked)


def _kept_back(known: NumberFacts, template: MessageTemplate, limits: Limits, now: datetime) -> str:
    here = template.office.local(now)
    stop = gate(known.facts(here=here, channel=template.channel, is_marketing=template.is_marketing), limits)
    return "" if stop is None or stop.reason in NOTHING_LEAVES else str(stop.reason)
