"""What each consultant has in the commission ledger, deal by deal: payable, held back, to be set off."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Sum

from deals.enums import HoldCause
from deals.models import CommissionEntry
from deals.selectors.held_back import hold_causes
from offices.models import Member, Office

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Balance:
    """What one consultant has of one order, in yuan; below zero it was paid before it was taken back.

    ``causes`` say why it is held back; none: it is free.
    """

    consultant_id: int | None
    order_id: int
    ruling_id: int
    amount: Decimal
    causes: tuple[HoldCause, ...]

    @property
    def is_held(self) -> bool:
        return bool(self.causes)


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
    def key(self) -> int:
        """The number of its pages: the consultant's, 0 for the department."""
        return self.consultant.pk if self.consultant else 0

    @property
    def balance(self) -> Decimal:
        return self.accrued + self.reversed + self.paid


def balances_of(office: Office, consultant: Member | None) -> list[Balance]:
    """Deal by deal, the oldest first, without those that are even. Four queries."""
    return _balances(CommissionEntry.objects.filter(office=office, consultant=consultant))


def payable_of(balances: Iterable[Balance]) -> Decimal:
    """All that is not held back, less what has to be set off; never below zero."""
    parts = (each.amount for each in balances if not each.is_held or each.amount < 0)
    return max(sum(parts, ZERO), ZERO)


def held_of(balances: Iterable[Balance]) -> Decimal:
    return sum((each.amount for each in balances if each.is_held and each.amount > 0), ZERO)


def accounts_of(office: Office) -> list[Account]:
    """Everybody with an entry, by name, the department last. Six queries."""
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
    sums = (
        entries.order_by()
        .values_list("consultant", "order")
        .annotate(total=Sum("amount"), ruling=Max("ruling"))
        .order_by("order", "consultant")
    )
    rows = [row for row in sums if row[2]]
    held = hold_causes(order for _consultant, order, _total, _ruling in rows)
    return [
        Balance(consultant, order, ruling, total, tuple(held.get(order, ())))
        for consultant, order, total, ruling in rows
    ]
