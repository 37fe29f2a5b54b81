"""Registrations that end soon, and those that have ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from deals.enums import OrderStep
from deals.models import Order
from offices.models import Member, Office
from visitors.models import Contact, Customer, CustomerTransfer
from visitors.ownership import Ownership, ValidityRules, months_after
from visitors.selectors.ownership import house_validity_rules, ownership_of

WARN_BEFORE = (7, 2)
"""Days before the last valid day on which the owner is told."""
CLIPPED = timedelta(days=4)
"""By so much the end of a short month can move a validity."""
LAPSED_A_PAGE = 50
JUDGED_AT_ONCE = 100
MOST_JUDGED = 1_000
"""A page judges no more customers than that, however many of them turn out to be somebody's still."""
DEALS = [OrderStep.LARGE_DEPOSIT, OrderStep.SUBSCRIPTION, OrderStep.CONTRACT]


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer and whose they are, or were."""

    customer: Customer
    ownership: Ownership


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Customers whom nobody owns any more, each with the one who did; ``older`` begins the next page."""

    rows: list[tuple[Customer, Member | None]]
    older: int | None


def ending_soon(office: Office, *, day: date, rules: ValidityRules) -> list[Standing]:
    """Customers without a deal whose owner's registration ends within the week, by customer."""
    first = months_after(day, -rules.validity_months) - CLIPPED
    last = months_after(day + timedelta(days=WARN_BEFORE[0]), -rules.validity_months) + CLIPPED
    window = {"at__range": (_start(office, first), _start(office, last + timedelta(days=1)))}
    # By the file that holds; put together before files are read, so that only those of the window are.
    met, handed = (
        rows.filter(office=office, **window)
        .order_by()
        .annotate(file=Coalesce("customer__merged_into_id", "customer_id"))
        .values("file")
        for rows in (Contact.objects, CustomerTransfer.objects)
    )
    customers = list(_people(office).filter(pk__in=met.union(handed)).order_by("pk"))
    standings = _standings(customers, office, day, rules)
    return [each for each in standings if _days_left(each) <= WARN_BEFORE[0]]


def lapsed(office: Office, *, now: datetime, before: int | None = None) -> Lapsed:
    """A page of those who have not bought, the newest file first, from the files before that id on.

    What it costs does not grow with the office: a page of customers, read a hundred at a time.
    """
    day = office.business_date(now)
    rules = house_validity_rules(office, day)
    waiting = _met_before(office, months_after(day, -rules.validity_months) + CLIPPED).order_by("-pk")
    found: list[Standing] = []
    for _ in range(MOST_JUDGED // JUDGED_AT_ONCE):
        chunk = list((waiting.filter(pk__lt=before) if before else waiting)[:JUDGED_AT_ONCE])
        found += [each for each in _standings(chunk, office, day, rules) if each.ownership.lapsed]
        before = chunk[-1].pk if len(chunk) == JUDGED_AT_ONCE else None
        if before is None or len(found) > LAPSED_A_PAGE:
            break
    if len(found) > LAPSED_A_PAGE:
        found = found[:LAPSED_A_PAGE]
        before = found[-1].customer.pk
    people = Member.objects.of(office).in_bulk({each.ownership.previous_owner for each in found})
    return Lapsed([(each.customer, people.get(each.ownership.previous_owner)) for each in found], before)


def _met_before(office: Office, day: date) -> QuerySet[Customer]:
    """Those with a contact from before that day: with nobody else can a registration have ended."""
    early = Contact.objects.filter(office=office, at__lt=_start(office, day)).order_by()
    return _people(office).filter(
        Exists(early.filter(customer=OuterRef("pk")))
        | Exists(early.filter(customer__merged_into=OuterRef("pk")))
    )


def _people(office: Office) -> QuerySet[Customer]:
    """Everybody who has not bought, one row a person."""
    bought = Order.objects.of(office).live().filter(step__in=DEALS).order_by()
    return (
        Customer.objects.of(office)
        .people()
        .exclude(pk__in=bought.values("customer"))
        .exclude(aliases__in=bought.values("customer"))
    )


def _standings(
    customers: Sequence[Customer], office: Office, day: date, rules: ValidityRules
) -> Iterable[Standing]:
    owned = ownership_of(customers, office=office, day=day, rules=rules) if customers else {}
    return [Standing(customer, owned[customer.pk]) for customer in customers]


def _days_left(standing: Standing) -> float:
    left = standing.ownership.days_left
    return float("inf") if left is None else left


def _start(office: Office, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=office.zone)
