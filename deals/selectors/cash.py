"""A day of finance: what came in and went back, by whom and how, against which receipts."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from deals.enums import PaymentWay, VoidReason
from deals.models import CashDay, Payment, VoidReceipt
from deals.selectors.money import ZERO
from deals.selectors.receipts import gaps, ranges
from offices.models import Member, Office


@dataclass(frozen=True, slots=True)
class Flow:
    """What came in and what went back (both above zero), in yuan."""

    came: Decimal = ZERO
    back: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.came - self.back

    def with_(self, amount: Decimal) -> "Flow":
        return Flow(self.came + max(amount, ZERO), self.back - min(amount, ZERO))

    def document(self) -> dict[str, str]:
        return {"in": str(self.came), "back": str(self.back), "net": str(self.net)}


@dataclass(frozen=True, slots=True)
class CashFigures:
    """A day: every payment dated into it (void ones too), the voids it lists, and what they add up to.

    ``ways`` by code, ``members`` by id; ``used`` are the receipts that count, ``missing`` those that were lost on the
    day, ``gaps`` those between two books that nobody drew; from and to.
    """

    date: date
    payments: Sequence[Payment]
    voids: Sequence[VoidReceipt]
    total: Flow
    ways: dict[str, Flow]
    members: dict[int, Flow]
    used: list[tuple[int, int]]
    void: list[tuple[int, int]]
    missing: list[tuple[int, int]]
    gaps: list[tuple[int, int]]

    def document(self) -> dict[str, Any]:
        """What is stored of the day when it is closed, with the check sum of it."""
        told = {
            "total": self.total.document(),
            "ways": {code: flow.document() for code, flow in sorted(self.ways.items())},
            "members": {str(pk): flow.document() for pk, flow in sorted(self.members.items())},
            "payments": [[each.receipt, each.pk, str(each.amount)] for each in self.payments],
            "used": [list(each) for each in self.used],
            "void": [[each.receipt, each.reason] for each in self.voids],
            "missing": [list(each) for each in self.missing],
            "gaps": [list(each) for each in self.gaps],
        }
        return {**told, "digest": digest_of(self.date, told)}


def digest_of(day: date, told: dict[str, Any]) -> str:
    """The SHA-256 of a day's figures: on the printed sheet, on the stored row, and of the page that was looked at."""
    figures = {name: value for name, value in told.items() if name != "digest"}
    text = json.dumps([day.isoformat(), figures], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def figures_of(office: Office, day: date) -> CashFigures:
    """The day as it stands: four queries."""
    people = ("by", "order__unit__building", "order__customer", "void")
    payments = list(
        Payment.objects.of(office).filter(paid_on=day).select_related(*people).order_by("receipt")
    )
    voids = list(
        VoidReceipt.objects.filter(office=office, on=day).select_related("by", "payment").order_by("receipt")
    )
    void = {each.receipt for each in voids}
    standing = [each for each in payments if each.receipt not in void]
    lost = {each.receipt for each in voids if each.reason == VoidReason.LOST}
    return CashFigures(
        date=day,
        payments=payments,
        voids=voids,
        total=_sum(standing),
        ways=_by(standing, lambda each: each.way),
        members=_by(standing, lambda each: each.by_id),
        used=ranges(each.receipt for each in standing),
        void=ranges(void - lost),
        missing=ranges(lost),
        gaps=gaps(office),
    )


def first_open(office: Office, today: date) -> date:
    """The day that finance closes next: the earliest with something in it that is not closed, else today."""
    closed = CashDay.objects.filter(office=office).order_by("-date").values_list("date", flat=True).first()
    payments, voids = Payment.objects.of(office), VoidReceipt.objects.filter(office=office)
    if closed:
        payments, voids = payments.filter(paid_on__gt=closed), voids.filter(on__gt=closed)
    days = [
        payments.order_by("paid_on").values_list("paid_on", flat=True).first(),
        voids.order_by("on").values_list("on", flat=True).first(),
    ]
    return min([day for day in days if day], default=today)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the figures: what it is about, and its amounts."""

    name: str
    flow: Flow


def rows_by_way(figures: CashFigures) -> list[Row]:
    """Every way that money moved on the day, in the order of the closed list."""
    return [Row(str(way.label), figures.ways[way]) for way in PaymentWay if way in figures.ways]


def rows_by_member(figures: CashFigures) -> list[Row]:
    """Everybody who took money or gave it back, by name."""
    names = dict(Member.objects.filter(pk__in=figures.members).values_list("pk", "name"))
    return sorted((Row(names[pk], flow) for pk, flow in figures.members.items()), key=lambda row: row.name)


def _sum(payments: Iterable[Payment]) -> Flow:
    flow = Flow()
    for each in payments:
        flow = flow.with_(each.amount)
    return flow


def _by(payments: Iterable[Payment], key: Any) -> dict[Any, Flow]:
    flows: dict[Any, Flow] = defaultdict(Flow)
    for each in payments:
        flows[key(each)] = flows[key(each)].with_(each.amount)
    return dict(flows)
