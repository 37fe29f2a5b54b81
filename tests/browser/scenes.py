"""What has happened before a test opens its windows, brought about by the services."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from offices.models import Member
from reception.enums import AwayReason, VoidCause
from reception.models import Reception
from reception.services import floor, visits, voids
from reception.services.arrivals import Arrival, log_arrival
from reception.services.day import open_day
from visitors.enums import ContactKind, ContactRole
from visitors.models import Customer
from visitors.services.contacts import record_contact
from visitors.services.customers import CustomerEntry, enter_customer


def day_open(present: Sequence[Member], by: Member, seconds_ago: int = 0) -> None:
    """The day is open with these in order."""
    open_day(office=by.office, present=present, by=by, now=past(seconds_ago))


def past(seconds_ago: int) -> datetime:
    return timezone.now() - timedelta(seconds=seconds_ago)


def comes(
    name: str, by: Member, customer: Customer | None = None, seconds_ago: int = 0, **facts
) -> Reception:
    """Somebody comes in, for the first time where nothing else is said; or a customer who is known."""
    entry = CustomerEntry(name=name, phone_answer="later")
    if customer:
        entry = CustomerEntry(customer_id=customer.pk)
    arrival = Arrival(visit=uuid4(), customer=entry, **facts)
    return log_arrival(office=by.office, arrival=arrival, by=by, now=past(seconds_ago))


@transaction.atomic
def known(name: str, phone: str, owner: Member, by: Member, days_ago: int = 3) -> Customer:
    """A customer whom this consultant received some days ago."""
    now = timezone.now()
    entry = CustomerEntry(name=name, phone=phone, phone_answer="given")
    customer = enter_customer(office=by.office, entry=entry, by=by, now=now).customer
    record_contact(
        office=by.office,
        customer=customer,
        kind=ContactKind.VISIT,
        at=now - timedelta(days=days_ago),
        consultant=owner,
        role=ContactRole.RECEPTION,
        counted=True,
        visit=uuid4(),
        by=by,
        now=now,
    )
    return customer


def meet(reception: Reception, by: Member) -> None:
    visits.meet(reception=reception, by=by, now=timezone.now())


def step_out(consultant: Member, reason: str) -> None:
    floor.step_out(consultant=consultant, reason=AwayReason(reason), by=consultant, now=timezone.now())


def void_asked(reception: Reception) -> None:
    """The consultant says that this was no customer."""
    voids.ask_void(
        reception=reception,
        reason=VoidCause.UNRELATED,
        note="sells insurance",
        by=reception.consultant,
        now=timezone.now(),
    )
