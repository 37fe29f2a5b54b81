"""Circumstances of deals from where they happen: at the door, in the reception, in a complaint that was verified."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deals.enums import Decision, FactKind
from deals.models import DealFact
from deals.roles import DIRECTORS, LEADERS
from deals.selectors.facts import is_concerned
from deals.selectors.spoken import spoken_in
from deals.services.facts import claim_fact, same_claims
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.models import Contact, Customer


def claim_at_the_door(*, contact: Contact, by: Member, now: datetime) -> list[DealFact]:
    """What somebody who sells entered of a visitor waits for a leader; what was claimed before is left as it is.

    Inside the caller's transaction. Returns the new claims.
    """
    people = Member.objects.filter(office=contact.office_id).in_bulk(
        each.about for each in spoken_in(contact.circumstances) if each.about is not None
    )
    claims = (
        claim_once(customer=contact.customer, kind=each.kind, about=people.get(each.about), by=by, now=now)
        for each in spoken_in(contact.circumstances)
    )
    return [claim for claim in claims if claim is not None]


def claim_once(
    *, customer: Customer, kind: FactKind, about: Member | None, by: Member, now: datetime
) -> DealFact | None:
    """A claim made on the way, as at the end of a reception: None where it was made before. Raises Refusal."""
    if same_claims(customer, kind, about).exists():
        return None
    return claim_fact(customer=customer, kind=kind, about=about, by=by, now=now)


@transaction.atomic
def record_upheld_complaint(
    *,
    customer: Customer,
    about: Member,
    reported_by: Member,
    reported_at: datetime,
    by: Member,
    now: datetime,
) -> DealFact:
    """A leader whom it does not concern verified it: the complaint bears on all deals of the customer (floor-3.4).

    A claim of the same that waits is confirmed with it. Raises Refusal.
    """
    if not by.holds(*LEADERS, *DIRECTORS):
        raise Refusal(_("A supervisor or a manager confirms it."))
    Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.file_id)
    found = same_claims(customer, FactKind.COMPLAINT_UPHELD, about).first()
    if found is not None and found.state == Decision.APPROVED:
        return found
    fact = found or DealFact(
        office_id=customer.office_id,
        customer_id=customer.file_id,
        kind=FactKind.COMPLAINT_UPHELD,
        about=about,
        claimed_by=reported_by,
        claimed_at=reported_at,
    )
    if is_concerned(fact, by):
        raise Refusal(_("Nobody confirms what concerns themselves. Ask another supervisor or manager."))
    fact.state, fact.answered_by, fact.answered_at = Decision.APPROVED, by, now
    fact.save(update_fields=["state", "answered_by", "answered_at"] if found else None)
    details = {"kind": fact.kind, "accepted": True, "about": about.pk}
    keep(action=AuditAction.FACT_ANSWERED, record=f"fact:{fact.pk}", details=details, by=by, now=now)
    return fact
