"""Circumstances of deals: who claims what, and who may say whether it is so."""

from django.db.models import Q, QuerySet

from deals.enums import Decision
from deals.models import DealFact
from deals.roles import LEADERS
from offices.models import Member, Office
from visitors.models import Contact, Customer

SHOWN = 50
SEES_ALL = LEADERS


def open_facts(office: Office) -> QuerySet[DealFact]:
    """Those that wait for an answer, the oldest first."""
    return with_people(DealFact.objects.filter(office=office, state=Decision.ASKED)).order_by(
        "claimed_at", "pk"
    )


def answered_facts(office: Office) -> QuerySet[DealFact]:
    """The latest that were answered."""
    rows = DealFact.objects.filter(office=office).exclude(state=Decision.ASKED)
    return with_people(rows).order_by("-answered_at", "-pk")


def visible_to(member: Member, facts: QuerySet[DealFact]) -> QuerySet[DealFact]:
    """Leaders see all of them, others what they claimed and what is said of them."""
    if member.holds(*SEES_ALL):
        return facts
    return facts.filter(Q(claimed_by=member) | Q(about=member))


def facts_of_customer(customer: Customer) -> QuerySet[DealFact]:
    """All that was claimed on the customer's file and its aliases."""
    rows = DealFact.objects.filter(office=customer.office_id, customer__in=customer.all_files)
    return with_people(rows)


def with_people(facts: QuerySet[DealFact]) -> QuerySet[DealFact]:
    return facts.select_related("customer", "order", "about", "claimed_by", "answered_by")


def is_concerned(fact: DealFact, member: Member) -> bool:
    """Whether the member claims it, is spoken of, closed the deal, or has a contact with the customer."""
    if member.pk in {fact.claimed_by_id, fact.about_id, fact.order.closer_id if fact.order else None}:
        return True
    contacts = Contact.objects.filter(office=fact.office_id).with_files([fact.customer.file_id])
    return contacts.filter(consultant=member).exists()
