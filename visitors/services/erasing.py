"""A person's data go; that they were here, with whom and when, stays without their name (house law 7).

Every place names itself in visitors.personal_data. What is still open and needs the data holds them back.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from messaging.services.personal_data import is_being_sent
from offices import live
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.models import Customer, Erasure, SubjectRequest
from visitors.personal_data import Person, holders, holds_on, person_of
from visitors.rights_words import ErasedAs


@transaction.atomic
def erase_person(
    *, customer: Customer, why: str, by: Member, now: datetime, request: SubjectRequest | None = None
) -> Erasure:
    """Erase everything that is known of the person, in all their files; the record says in how many rows.

    Raises Refusal while something is open that needs the data, while a message to them is being sent, and for a
    person who was erased already.
    """
    held = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.file_id)
    if held.merged_into_id is not None:
        raise Refusal(_("This file was just joined with another one. Load the page again."))
    person = person_of(held)
    # In one order, so that two erasures wait for each other.
    list(Customer.objects.select_for_update(no_key=True).filter(pk__in=person.files).order_by("pk"))
    _refuse_held(person, why)
    counts = {holder.name: holder.erase(person, now) for holder in holders()}
    rows = Erasure.objects.bulk_create(
        Erasure(
            office_id=held.office_id,
            customer_id=file,
            why=why,
            request=request,
            counts=counts if file == held.pk else {},
            prints=sorted(person.prints) if file == held.pk else [],
            at=now,
            by=by,
        )
        for file in person.files
    )
    keep(
        action=AuditAction.PERSON_ERASED,
        record=f"customer:{held.pk}",
        details={"why": why, "rows": sum(counts.values())},
        by=by,
        now=now,
    )
    live.bump(held.office_id)
    return next(row for row in rows if row.customer_id == held.pk)


def why_held(customer: Customer) -> list[str]:
    """What has to be settled before the person can be erased, in words; empty where nothing stands in the way."""
    files = Customer.objects.of_person(customer.file_id).order_by().values_list("pk", flat=True)
    holds = holds_on(list(files), asked_for=True)
    return sorted({str(hold.words) for each in holds.values() for hold in each})


def _refuse_held(person: Person, why: str) -> None:
    if Erasure.objects.filter(customer=person.customer).exists() and why == ErasedAs.RETENTION:
        raise Refusal(_("This person's data are erased already."))
    holds = holds_on(person.files, asked_for=why == ErasedAs.REQUEST)
    if holds:
        first = next(iter(holds.values()))[0]
        raise Refusal(str(first.words))
    if is_being_sent(person.customer.office, person.prints):
        raise Refusal(_("A message to this person is being sent at this moment. Try again in a minute."))
