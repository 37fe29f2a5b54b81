"""Where customers stand with the office: open, signed or lost, since when, and who keeps in touch after a deal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from deals.counting import counted_on, counts_from
from deals.enums import OpportunityState
from deals.models import Buyer, Opportunity, Order, Ruling
from followups.cadence import Stage
from offices.models import HouseRules, Office


@dataclass(frozen=True, slots=True)
class Standing:
    """``deal_on`` of who signed; ``closed_at`` when they were last given up, whether they came back since or not.

    ``holder`` (a member's id): the one to whom the deal was credited, or who closed it.
    """

    stage: Stage = Stage.OPEN
    deal_on: date | None = None
    closed_at: datetime | None = None
    holder: int | None = None


def standings(office: Office, people: Mapping[int, int], today: date) -> dict[int, Standing]:
    """By the id of a file. Of whom nothing is known in deals is missing. Five queries.

    ``people``: see visitors.selectors.aliases. A live order that counts as a deal makes its customer and the joint
    buyers signed; the latest deal of several holds.
    """
    lost = _given_up(office, people)
    found = {
        file: Standing(stage=Stage.LOST if is_last else Stage.OPEN, closed_at=at)
        for file, (at, is_last) in lost.items()
    }
    deals = _deals(office, people, today)
    credited = _credited({order for _file, order, _on in deals})
    for file, order, deal_on in deals:
        found[file] = Standing(stage=Stage.SIGNED, deal_on=deal_on, holder=credited[order])
    return found


def _given_up(office: Office, people: Mapping[int, int]) -> dict[int, tuple[datetime, bool]]:
    """When each was last given up, and whether nothing came after it."""
    rows = (
        Opportunity.objects.filter(office=office, customer__in=list(people))
        .order_by("opened_at", "pk")
        .values_list("customer", "state", "closed_at")
    )
    found: dict[int, tuple[datetime, bool]] = {}
    for pk, state, closed_at in rows:
        customer = people[pk]
        if state == OpportunityState.LOST:
            found[customer] = (closed_at, True)
        elif customer in found:
            found[customer] = (found[customer][0], False)
    return found


def _deals(office: Office, people: Mapping[int, int], today: date) -> list[tuple[int, int, date]]:
    """(file, order, day on which it became a deal), the latest last, which is the one that holds."""
    joint = Buyer.objects.filter(office=office, customer__in=list(people)).values_list("order", "customer")
    buyers = list(joint)
    orders = Order.objects.of(office).live()
    orders = orders.filter(Q(customer__in=list(people)) | Q(pk__in=[order for order, _customer in buyers]))
    rows = list(orders.values_list("pk", "customer", "large_on", "subscribed_on", "contracted_on"))
    if not rows:
        return []
    rules = HouseRules.objects.of(office).in_force_on(today).first()
    rule = counts_from(rules.section("deal") if rules else {})
    found: list[tuple[int, int, date]] = []
    for order, customer, large, subscribed, contracted in rows:
        deal_on = counted_on(rule, large=large, subscribed=subscribed, contracted=contracted)
        if deal_on is not None:
            bought = {customer, *(other for of, other in buyers if of == order)}
            found += [(file, order, deal_on) for file in {people[pk] for pk in bought & people.keys()}]
    return sorted(found, key=lambda each: (each[2], each[1], each[0]))


def _credited(orders: set[int]) -> dict[int, int]:
    """By order, whose deal it was ruled to be; the closer where the department or nobody has it."""
    if not orders:
        return {}
    closers = dict(Order.objects.filter(pk__in=orders).values_list("pk", "closer"))
    rulings = Ruling.objects.filter(order__in=orders, replaced_by=None, credit__isnull=False)
    return closers | dict(rulings.values_list("order", F("credit")))
