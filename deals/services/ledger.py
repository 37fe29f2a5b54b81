"""The commission ledger: entries are only ever added, and what was wrong is taken back by a reversal.

An entry is an amount in yuan of one consultant (None: the department) for one order under one ruling. What a consultant
has is the sum of their entries: accrued, less reversed, less paid. A sum below zero was paid before it was taken back;
it is set off against what comes next.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from deals.enums import EntryKind
from deals.models import CommissionEntry, CommissionRate, Order, Release, Ruling
from deals.selectors.balances import balances_of, payable_of
from deals.services.payments import NotYourMoney
from deals.services.ruling_rows import member_id
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep

ZERO = Decimal("0.00")


@transaction.atomic
def accrue(*, ruling: Ruling, by: Member, now: datetime) -> list[CommissionEntry]:
    """One entry for each share of the ruling; none where the manager has yet to decide. Once per ruling."""
    if ruling.entries.filter(kind=EntryKind.ACCRUED).exists():
        return []
    day = ruling.order.office.business_date(now)
    return CommissionEntry.objects.bulk_create(
        CommissionEntry(
            office_id=ruling.office_id,
            order_id=ruling.order_id,
            ruling=ruling,
            consultant_id=member_id(share["consultant"]),
            kind=EntryKind.ACCRUED,
            percent=share["percent"],
            amount=Decimal(share["amount"]),
            on=day,
            by=by,
            at=now,
        )
        for share in ruling.answer["commission"]
    )


@transaction.atomic
def replace(*, old: Ruling, new: Ruling, by: Member, now: datetime) -> None:
    """The old ruling's entries are taken back and the new one's made.

    Nothing is accrued where the order has ended, or all of its commission was reversed: it is gone, whoever it would
    have been for.
    """
    is_gone = bool(new.order.end) or (old.entries.exists() and not _open_entries(old.order).exists())
    _reversed(_open_entries(old.order).filter(ruling=old), by=by, now=now)
    if not is_gone:
        accrue(ruling=new, by=by, now=now)


@transaction.atomic
def reverse(*, order: Order, by: Member | None, now: datetime) -> list[CommissionEntry]:
    """Take back everything accrued for an order that was refunded or swapped. A second call finds nothing to do."""
    Order.objects.select_for_update(of=("self",), no_key=True).get(pk=order.pk)
    return _reversed(_open_entries(order), by=by, now=now)


@transaction.atomic
def pay(
    *, consultant: Member | None, amount: Decimal, by: Member, now: datetime, on: date | None = None
) -> list[CommissionEntry]:
    """Finance has paid all that is payable: ``amount``, in yuan, as it was shown. Raises Refusal, NotYourMoney.

    ``consultant`` None is the department, whose share goes into its own till; one who has left is paid like any other.
    What is held back stays; what has to be set off is set off first. ``on`` is the day of the payment, today left out.
    """
    office = by.office
    _check_payer(office, consultant, by)
    _hold_line(office)
    balances = balances_of(office, consultant)
    payable = payable_of(balances)
    if payable <= 0:
        raise Refusal(_("Nothing is payable to %(name)s.") % {"name": _name(consultant)})
    if amount != payable:
        raise Refusal(
            _("Meanwhile %(amount)s yuan are payable. Look again before you enter the payment.")
            % {"amount": f"{payable:.2f}"},
            field="amount",
        )
    entries, left = [], payable
    for each in balances:
        part = min(left, each.amount)
        if each.is_held or part <= 0:
            continue
        left -= part
        entries.append(
            CommissionEntry(
                office=office,
                order_id=each.order_id,
                ruling_id=each.ruling_id,
                consultant=consultant,
                kind=EntryKind.PAID,
                amount=-part,
                on=on or office.business_date(now),
                by=by,
                at=now,
            )
        )
    made = CommissionEntry.objects.bulk_create(entries)
    keep(
        action=AuditAction.COMMISSION_PAID,
        record=f"member:{consultant.pk}" if consultant else "department",
        details={
            "amount": f"{payable:.2f}",
            "entries": [[each.pk, each.order_id, str(each.amount), each.on.isoformat()] for each in made],
        },
        by=by,
        now=now,
    )
    return made


@transaction.atomic
def set_rate(
    *,
    office: Office,
    release: Release | None,
    layout: str,
    percent: Decimal | None,
    fixed: Decimal | None,
    effective_from: date,
    by: Member,
    now: datetime,
) -> CommissionRate:
    """A rate from that day on, for deals signed from then on; rulings that were made stay. Raises Refusal."""
    if (percent is None) == (fixed is None):
        raise Refusal(_("Give a percent or a fixed amount, one of the two."), field="percent")
    rate = CommissionRate.objects.create(
        office=office,
        release=release,
        layout=layout.strip(),
        percent=percent,
        fixed=fixed,
        effective_from=effective_from,
        by=by,
        at=now,
    )
    details = {"percent": str(percent or ""), "fixed": str(fixed or ""), "from": effective_from.isoformat()}
    keep(action=AuditAction.RATE_SET, record=f"rate:{rate.pk}", details=details, by=by, now=now)
    return rate


def _open_entries(order: Order):
    """What was accrued for the order and not taken back."""
    return CommissionEntry.objects.filter(order=order, kind=EntryKind.ACCRUED, reversed_by=None)


def _reversed(
    entries: Iterable[CommissionEntry], *, by: Member | None, now: datetime
) -> list[CommissionEntry]:
    """One reversal for each of these, of the same amount with the other sign."""
    found = list(entries.select_related("office").order_by("pk"))
    return CommissionEntry.objects.bulk_create(
        CommissionEntry(
            office_id=entry.office_id,
            order_id=entry.order_id,
            ruling_id=entry.ruling_id,
            consultant_id=entry.consultant_id,
            kind=EntryKind.REVERSED,
            percent=entry.percent,
            amount=-entry.amount,
            reverses=entry,
            on=entry.office.business_date(now),
            by=by,
            at=now,
        )
        for entry in found
    )


def _check_payer(office: Office, consultant: Member | None, by: Member) -> None:
    """Finance pays, and nobody pays themselves."""
    if not by.holds(Role.FINANCE):
        raise NotYourMoney(_("Only finance enters what was paid."))
    if consultant is not None and consultant.office_id != office.pk:
        raise NotYourMoney(_("Only people of this office have a share."))
    if consultant is not None and consultant.pk == by.pk:
        raise NotYourMoney(_("A colleague of finance enters what was paid to you."))


def _name(consultant: Member | None) -> str:
    return consultant.name if consultant else _("the department")


def _hold_line(office: Office) -> None:
    """Two payments never see the same money."""
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
