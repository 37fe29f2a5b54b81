"""What each consultant has in the commission ledger, deal by deal: payable, held back, to be set off."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Sum

from deals.models import CommissionEntry
from offices.models import Member, Office

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Balance:
    """What one consultant has of one order, in yuan; below zero it was paid before it was taken back."""

    consultant_id: int | None
    order_id: int
    ruling_id: int
    amount: Decimal
    is_held: bool


@dataclass(frozen=True, slots=True)
class Account:
    """One consultant's whole ledger; ``consultant`` None is the department."""

    consultant: Member | None
    accrued: Decimal
    reversed: Decimal
    paid: Decimal
    held: Decimal
    payable: Decimal

    @property
    def balance(self) -> Decimal:
        return self.accrued + self.reversed + self.paid


def balances_of(office: Office, consultant: Member | None) -> list[Balance]:
    """Deal by deal, the oldest first, without those that are even. One query."""
    return _balances(CommissionEntry.objects.filter(office=office, consultant=consultant))


def payable_of(balances: Iterable[Balance]) -> Decimal:
    """All that is not held back, less what has to be set off; never below zero."""
    parts = (each.amount for each in balances if not each.is_held or each.amount < 0)
    return max(sum(parts, ZERO), ZERO)


def held_of(balances: Iterable[Balance]) -> Decimal:
    return sum((each.amount for each in balances if each.is_held and each.amount > 0), ZERO)


def accounts_of(office: Office) -> list[Account]:
    """Everybody with an entry, by name, the department last. Three queries."""
    entries = CommissionEntry.objects.filter(office=office)
    sums: dict[int | None, dict[str, Decimal]] = defaultdict(dict)
    for consultant, kind, amount in (
        entries.order_by().values_list("consultant", "kind").annotate(total=Sum("amount"))
    ):
        sums[consultant][kind] = amount
    balances: dict[int | None, list[Balance]] = defaultdict(list)
    for each in _balances(entries):
        balances[each.consultant_id].append(each)
    members = Member.objects.of(office).in_bulk([pk for pk in sums if pk is not None])
    accounts = [
        Account(
            consultant=members.get(pk),
            accrued=found.get("accrued", ZERO),
            reversed=found.get("reversed", ZERO),
            paid=found.get("paid", ZERO),
            held=held_of(balances[pk]),
            payable=payable_of(balances[pk]),
        )
        for pk, found in sums.items()
    ]
    return sorted(accounts, key=lambda each: (each.consultant is None, getattr(each.consultant, "name", "")))


def _balances(entries) -> list[Balance]:
    rows = (
        entries.order_by()
        .values_list("consultant", "order", "order__commission_held")
        .annotate(total=Sum("amount"), ruling=Max("ruling"))
        .order_by("order", "consultant")
    )
    return [
        Balance(consultant, order, ruling, total, is_held)
        for consultant, order, is_held, total, ruling in rows
        if total
    ]
