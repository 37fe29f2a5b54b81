"""Registrations that end soon."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from deals.enums import OrderStep
from deals.models import Order
from offices.models import Office
from visitors.models import Contact, Customer, CustomerTransfer
from visitors.ownership import Ownership, ValidityRules, months_after
from visitors.selectors.ownership import ownership_of

WARN_BEFORE = (7, 2)
"""Days before the last valid day on which the owner is told."""
CLIPPED = timedelta(days=4)
"""By so much the end of a short month can move a validity."""
DEALS = [OrderStep.LARGE_DEPOSIT, OrderStep.SUBSCRIPTION, OrderStep.CONTRACT]


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer and whose they are, or were."""

    customer: Customer
    ownership: Ownership


def ending_soon(office: Office, *, day: date, rules: ValidityRules) -> list[Standing]:
    """Customers without a deal whose owner's registration ends within the week, by customer."""
    first = months_after(day, -rules.validity_months) - CLIPPED
    last = months_after(day + timedelta(days=WARN_BEFORE[0]), -rules.validity_months) + CLIPPED
    window = {"at__range": (_start(office, first), _start(office, last + timedelta(days=1)))}
    met = Contact.objects.filter(office=office, **window).order_by().values("customer")
    handed = CustomerTransfer.objects.filter(office=office, **window).order_by().values("customer")
    known = _people(office).filter(
        Q(pk__in=met) | Q(aliases__in=met) | Q(pk__in=handed) | Q(aliases__in=handed)
    )
    customers = list(known.distinct().order_by("pk"))
    standings = _standings(customers, office, day, rules)
    return [each for each in standings if _days_left(each) <= WARN_BEFORE[0]]


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
