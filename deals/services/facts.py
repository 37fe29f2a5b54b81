"""Circumstances of a deal: one who knows claims it, a leader whom it does not concern confirms it or does not."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from deals.enums import Decision, FactKind
from deals.models import DealFact, Order
from deals.roles import CLAIMANTS, LEADERS
from deals.selectors.facts import is_concerned
from offices import live
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import leaders_of, tell
from visitors.models import Customer

ABOUT_NOBODY = (FactKind.FORGOT, FactKind.EVENT, FactKind.QUARREL)


@transaction.atomic
def claim_fact(
    *,
    customer: Customer,
    kind: str,
    about: Member | None,
    event: str = "",
    note: str = "",
    order: Order | None = None,
    by: Member,
    now: datetime,
) -> DealFact:
    """Somebody says what happened with this customer; the leaders are told. Raises Refusal.

    ``order`` narrows it to that deal. A claim counts for nothing until it is confirmed.
    """
    if not by.holds(*CLAIMANTS):
        raise Refusal(_("Consultants and the desk say what happened; ask one of them."))
    about = None if kind in ABOUT_NOBODY else about
    _refuse_incomplete(customer, kind, about, event, order)
    held = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.file_id)
    if same_claims(held, kind, about, order).exists():
        raise Refusal(_("This was claimed already."))
    fact = DealFact.objects.create(
        office_id=customer.office_id,
        customer=held,
        order=order,
        kind=kind,
        about=about,
        event=event.strip() if kind == FactKind.EVENT else "",
        note=note.strip(),
        claimed_by=by,
        claimed_at=now,
    )
    details = {"kind": kind, "customer": held.pk, "about": about.pk if about else None}
    keep(action=AuditAction.FACT_CLAIMED, record=f"fact:{fact.pk}", details=details, by=by, now=now)
    leaders = [each.pk for each in leaders_of(customer.office_id) if each.pk != by.pk]
    _tell(fact, leaders, NoticeKind.FACT_CLAIMED, now)
    return fact


@transaction.atomic
def answer_fact(*, fact: DealFact, accept: bool, by: Member, now: datetime) -> DealFact:
    """A supervisor or manager whom it does not concern confirms it, or does not. Raises Refusal.

    Rulings that were made stay as they are: whoever disagrees opens a dispute.
    """
    row = DealFact.objects.select_for_update(of=("self",), no_key=True).get(pk=fact.pk)
    if not by.holds(*LEADERS):
        raise Refusal(_("A supervisor or a manager confirms it."))
    if row.state != Decision.ASKED:
        raise Refusal(_("This was answered already."))
    if is_concerned(row, by):
        raise Refusal(_("Nobody confirms what concerns themselves. Ask another supervisor or manager."))
    row.state = Decision.APPROVED if accept else Decision.REFUSED
    row.answered_by, row.answered_at = by, now
    row.save(update_fields=["state", "answered_by", "answered_at"])
    details = {"kind": row.kind, "accepted": accept}
    keep(action=AuditAction.FACT_ANSWERED, record=f"fact:{row.pk}", details=details, by=by, now=now)
    _tell(row, [row.claimed_by_id], NoticeKind.FACT_ANSWERED, now)
    return row


def same_claims(
    customer: Customer, kind: str, about: Member | None, order: Order | None = None
) -> QuerySet[DealFact]:
    """What was claimed of this before and not refused."""
    rows = DealFact.objects.filter(customer__in=customer.all_files, kind=kind, about=about, order=order)
    return rows.exclude(state=Decision.REFUSED)


def _refuse_incomplete(
    customer: Customer, kind: str, about: Member | None, event: str, order: Order | None
) -> None:
    if kind not in FactKind.values:
        raise Refusal(_("Choose what happened."), field="kind")
    if kind not in ABOUT_NOBODY and about is None:
        raise Refusal(_("Say which consultant it is about."), field="about")
    if about is not None and about.office_id != customer.office_id:
        raise Refusal(_("Name only consultants of this office."), field="about")
    if kind == FactKind.EVENT and not event.strip():
        raise Refusal(_("Say which event it was."), field="event")
    if order is not None and order.customer.file_id != customer.file_id:
        raise Refusal(_("This order is another customer's."), field="order")


def _tell(fact: DealFact, members: list[int], kind: NoticeKind, now: datetime) -> None:
    page = reverse("deals:fact", args=[fact.office.slug, fact.pk])
    tell(office_id=fact.office_id, member_ids=members, kind=kind, about={"path": page}, now=now)
    live.bump(fact.office_id)
