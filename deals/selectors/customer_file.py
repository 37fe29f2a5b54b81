"""What a customer's file shows of deals, as far as the reader's roles allow."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from deals.models import ClubMembership, DealFact, Opportunity, Order, Ruling
from deals.roles import ASKERS, REGISTER_READERS
from deals.selectors.club import membership_of
from deals.selectors.facts import facts_of_customer, visible_to
from deals.selectors.ruling_page import readable_by
from offices.models import Member
from visitors.models import Customer, CustomerTransfer

SHOWN = 20


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order; ``is_joint``: bought together with somebody; ``ruling`` where the reader may read it."""

    order: Order
    is_joint: bool
    ruling: Ruling | None


@dataclass(frozen=True, slots=True)
class CustomerDeals:
    """``opportunity`` is the latest one; ``brought`` whom the customer referred; ``handed`` oldest first."""

    orders: list[OrderLine]
    facts: Sequence[DealFact]
    membership: ClubMembership | None
    opportunity: Opportunity | None
    brought: Sequence[Customer]
    handed: Sequence[CustomerTransfer]


def deals_of(customer: Customer, member: Member) -> CustomerDeals:
    """Of the file and its aliases: seven queries at most, whatever the history."""
    files = Q(customer__in=customer.all_files)
    opportunities = Opportunity.objects.filter(files, office=customer.office_id).select_related("reason")
    return CustomerDeals(
        orders=_orders(customer, member) if member.holds(*REGISTER_READERS) else [],
        facts=list(visible_to(member, facts_of_customer(customer)).order_by("-claimed_at", "-pk")[:SHOWN]),
        membership=membership_of(customer),
        opportunity=opportunities.first() if member.holds(*ASKERS) else None,
        brought=list(Customer.objects.filter(referred_by__in=customer.all_files).people()[:SHOWN]),
        handed=list(
            CustomerTransfer.objects.filter(files, office=customer.office_id).select_related("leaver", "to")
        ),
    )


def _orders(customer: Customer, member: Member) -> list[OrderLine]:
    # Two questions put together, each with its index; one with "or" across the tables would read all orders.
    bought = Order.objects.filter(customer__in=customer.all_files).order_by().values("pk")
    jointly = Order.objects.filter(joint_buyers__customer__in=customer.all_files).order_by().values("pk")
    orders = Order.objects.filter(pk__in=bought.union(jointly), office=customer.office_id)
    found = list(
        orders.select_related("unit__building", "customer", "closer", "office").order_by(
            "-ordered_at", "-pk"
        )[:SHOWN]
    )
    rulings = Ruling.objects.filter(office=customer.office_id, order__in=found, replaced_by=None)
    readable = {each.order_id: each for each in readable_by(member, rulings)} if found else {}
    return [
        OrderLine(each, each.customer.file_id != customer.file_id, readable.get(each.pk)) for each in found
    ]
