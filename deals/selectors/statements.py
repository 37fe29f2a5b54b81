"""A consultant's statement of a month, which adds up to the ledger to the fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from deals.enums import EntryKind
from deals.models import CommissionEntry
from deals.selectors.balances import Balance, balances_of, held_of, payable_of
from offices.models import Member, Office

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Statement:
    """``opening`` is the balance before the month, ``closing`` after it.

    ``balances``, and what is held and payable of them, are as of today.
    """

    office: Office
    consultant: Member | None
    month: date
    opening: Decimal
    entries: Sequence[CommissionEntry]
    balances: Sequence[Balance]

    @property
    def key(self) -> int:
        """The number of its pages: the consultant's, 0 for the department."""
        return self.consultant.pk if self.consultant else 0

    @property
    def held_deals(self) -> list[Balance]:
        """What is held back today, deal by deal, with the causes."""
        return [each for each in self.balances if each.is_held and each.amount > 0]

    @property
    def held(self) -> Decimal:
        return held_of(self.balances)

    @property
    def payable(self) -> Decimal:
        return payable_of(self.balances)

    @property
    def accrued(self) -> Decimal:
        return self._sum(EntryKind.ACCRUED)

    @property
    def reversed(self) -> Decimal:
        return self._sum(EntryKind.REVERSED)

    @property
    def paid(self) -> Decimal:
        return self._sum(EntryKind.PAID)

    @property
    def closing(self) -> Decimal:
        return self.opening + self.accrued + self.reversed + self.paid

    @property
    def previous(self) -> date:
        return (self.month - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return after(self.month)

    def _sum(self, kind: EntryKind) -> Decimal:
        return sum((each.amount for each in self.entries if each.kind == kind), ZERO)


def after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def statement_of(office: Office, consultant: Member | None, month: date) -> Statement:
    """The month of a consultant (None: of the department), given by any day of it; entries of nothing are left out."""
    first = month.replace(day=1)
    mine = CommissionEntry.objects.filter(office=office, consultant=consultant)
    before = mine.filter(on__lt=first).aggregate(total=Sum("amount"))["total"]
    entries = mine.filter(on__gte=first, on__lt=after(first)).exclude(amount=0).order_by("on", "pk")
    return Statement(
        office=office,
        consultant=consultant,
        month=first,
        opening=before or ZERO,
        entries=list(entries.select_related("order__unit__building", "order__customer", "ruling")),
        balances=balances_of(office, consultant),
    )


def months_of(office: Office, consultant: Member | None) -> list[date]:
    """The months in which the consultant has entries, the first one first."""
    days = CommissionEntry.objects.filter(office=office, consultant=consultant).dates("on", "month")
    return list(days)
