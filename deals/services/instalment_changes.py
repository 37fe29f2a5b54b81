"""What is due of an order after its price was changed, after a swap, and after a change that costs a fee.

The caller has locked the order. An order without instalments gets none by this.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from deals.instalments import Due, renewed
from deals.models import Instalment, Order
from deals.selectors.arrears import due_of
from deals.selectors.money import fees_total
from offices.enums import AuditAction
from offices.models import Member
from offices.services.audit import keep

TIME_FOR_MORE = timedelta(days=7)
"""What the customer has for a difference or a fee that no instalment to come could carry."""
TOLD = ("demanded_at", "due_told_at", "overdue_told_at", "breach_told_at")


def renew_instalments(order: Order, *, by: Member, now: datetime, of: Order | None = None) -> None:
    """The order's instalments (or those of ``of``, which it takes the place of) add up to what it costs now.

    What fell due already keeps its day and what was told of it; the rest is shared among the parts to come.
    """
    rows = list((of or order).instalments.order_by("position"))
    owed = order.price + fees_total(order)
    if not rows or (of is None and sum((row.amount for row in rows), Decimal(0)) == owed):
        return
    today = order.office.business_date(now)
    rest = Due(_("Difference"), today + TIME_FOR_MORE, Decimal(0))
    dues = renewed([due_of(row) for row in rows], owed, today, rest=rest)
    _write(order, dues, rows, by=by, now=now)


def add_fee(order: Order, fee: Decimal, *, by: Member, now: datetime) -> None:
    """A fee falls due a week from now, among the instalments of the price (D-30)."""
    rows = list(order.instalments.order_by("position"))
    if not rows or not fee:
        return
    due = Due(_("Transfer fee"), order.office.business_date(now) + TIME_FOR_MORE, fee)
    dues = sorted([*(due_of(row) for row in rows), due], key=lambda each: each.due_on)
    _write(order, dues, rows, by=by, now=now)


def _write(order: Order, dues: list[Due], rows: list[Instalment], *, by: Member, now: datetime) -> None:
    """These in the place of those, with what was told of each before."""
    known = {(row.label, row.due_on): {name: getattr(row, name) for name in TOLD} for row in rows}
    order.instalments.all().delete()
    Instalment.objects.bulk_create(
        Instalment(
            office_id=order.office_id,
            order=order,
            position=position,
            label=due.label,
            due_on=due.due_on,
            amount=due.amount,
            **known.get((due.label, due.due_on), {}),
        )
        for position, due in enumerate(dues, start=1)
    )
    details = {"changed": True, "parts": len(dues), "sum": str(sum(due.amount for due in dues))}
    keep(action=AuditAction.INSTALMENTS_SET, record=f"order:{order.pk}", details=details, by=by, now=now)
