"""What the desk lends: out, back, and the items themselves (H-01)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from frontdesk.enums import LoanEnd, LoanKind
from frontdesk.models import Loan, LoanItem
from frontdesk.services.entry import one_of, said, write
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from visitors.services.customers import clean_text

LONGEST = timedelta(days=90)
MOST_ITEMS = 300


@transaction.atomic
def add_item(*, office: Office, kind: str, label: str, by: Member, now: datetime) -> LoanItem:
    """An item more. Raises Refusal."""
    if LoanItem.objects.of(office).in_use().count() >= MOST_ITEMS:
        raise Refusal(_("More than %(most)d items are too many.") % {"most": MOST_ITEMS})
    item = LoanItem(office=office, kind=one_of(kind, LoanKind, "kind"), label=said(label, "label", 30))
    write(item, {"loan_item_label_once": "label"})
    _keep(f"loan_item:{item.pk}", {"did": "added", "kind": item.kind}, by, now)
    return item


@transaction.atomic
def end_item(*, item: LoanItem, by: Member, now: datetime) -> None:
    """The item is lent no more. Raises Refusal while somebody has it."""
    held = LoanItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    if held.ended_at is not None:
        return
    if held.loans.out().exists():
        raise Refusal(_("Somebody still has it. Take it back first."))
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    _keep(f"loan_item:{held.pk}", {"did": "ended"}, by, now)


@transaction.atomic
def lend(*, item: LoanItem, borrower: str, pledge: str, due_at: datetime, by: Member, now: datetime) -> Loan:
    """Somebody takes it along until ``due_at``. Raises Refusal: it is out already, or the time is none."""
    held = LoanItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    if held.ended_at is not None:
        raise Refusal(_("This item is lent no more. Choose another one."), field="item")
    if not now < due_at <= now + LONGEST:
        raise Refusal(_("It comes back within the next 90 days."), field="due_at")
    loan = Loan(
        office_id=by.office_id,
        item=held,
        borrower=said(borrower, "borrower", 40),
        pledge=clean_text(pledge, "pledge", 60),
        out_at=now,
        out_by=by,
        due_at=due_at,
    )
    write(loan, {"loan_out_once": "item"})
    _keep(f"loan:{loan.pk}", {"did": "out", "item": held.pk}, by, now)
    return loan


@transaction.atomic
def take_back(*, loan: Loan, end: str, by: Member, now: datetime) -> None:
    """It came back in order or damaged, or is lost: then it is lent no more. Raises Refusal."""
    one_of(end, LoanEnd, "end")
    held = Loan.objects.out().select_for_update(of=("self",), no_key=True).filter(pk=loan.pk).first()
    if held is None:
        raise Refusal(_("It came back already."))
    held.back_at, held.back_by, held.end = now, by, end
    held.save(update_fields=["back_at", "back_by", "end"])
    if end == LoanEnd.LOST:
        LoanItem.objects.filter(pk=held.item_id).update(ended_at=now)
    _keep(f"loan:{held.pk}", {"did": "back", "end": end}, by, now)


def _keep(record: str, details: dict, by: Member, now: datetime) -> None:
    keep(action=AuditAction.LOAN_CHANGED, record=record, details=details, by=by, now=now)
