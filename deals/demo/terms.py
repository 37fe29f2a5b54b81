"""What an office settles before it sells: ways to pay, wordings, rates of commission, the club, reasons, receipts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from deals.demo.cast import Cast
from deals.demo.texts import texts
from deals.enums import OpportunityState
from deals.instalments import Part
from deals.models import ClubLevel, PaymentPlan, Reason, Release
from deals.services.agreements import start_with_our_wording
from deals.services.club import start_levels
from deals.services.instalments import save_plan
from deals.services.ledger import set_rate
from deals.services.opportunities import add_reason
from deals.services.payments import draw_book

FIRST_RECEIPT, RECEIPTS = 2601, 200
LOAN, IN_PARTS, AT_ONCE = range(3)
PLANS: tuple[tuple[Decimal, tuple[tuple[str, int], ...]], ...] = (
    (Decimal(0), (("30", 5), ("70", 45))),
    (Decimal(0), (("30", 5), ("30", 35), ("40", 95))),
    (Decimal("1.50"), (("100", 20),)),
)
"""For a loan, in parts, and at once: the discount, and percents with the days after which they fall due."""


@dataclass(frozen=True, slots=True)
class Terms:
    """``plans`` in the order of PLANS; ``levels`` of the club, the lowest first."""

    plans: list[PaymentPlan]
    levels: list[ClubLevel]
    won: list[Reason]
    lost: list[Reason]


def settle(cast: Cast, releases: tuple[Release, Release], *, now: datetime) -> Terms:
    """Written by the manager; the supervisor draws the first book of receipts."""
    words, office, by = texts()["terms"], cast.office, cast.manager
    plans = [
        save_plan(
            office=office,
            plan=None,
            name=said["name"],
            parts=[
                Part(label, Decimal(percent), days)
                for label, (percent, days) in zip(said["parts"], parts, strict=True)
            ],
            percent_off=off,
            by=by,
            now=now,
        )
        for said, (off, parts) in zip(words["plans"], PLANS, strict=True)
    ]
    for kind in ("subscription", "queue"):
        start_with_our_wording(office=office, kind=kind, language="zh-hans", by=by, now=now)
    _rates(cast, releases, now=now)
    last = FIRST_RECEIPT + RECEIPTS - 1
    draw_book(office=office, first=FIRST_RECEIPT, last=last, by=cast.supervisor, now=now + timedelta(hours=1))
    won, lost = (
        [add_reason(office=office, state=state, words=each, by=by, now=now) for each in words[state.value]]
        for state in (OpportunityState.WON, OpportunityState.LOST)
    )
    return Terms(plans, start_levels(office=office, names=words["club"]), won, lost)


def _rates(cast: Cast, releases: tuple[Release, Release], *, now: datetime) -> None:
    """A percent for all of the first release, more for its largest flats; a fixed amount for the second one."""
    first, second = releases
    largest = texts()["estate"]["layouts"]["143"]
    for release, layout, percent, fixed in (
        (first, "", Decimal("0.400"), None),
        (first, largest, Decimal("0.550"), None),
        (second, "", None, Decimal("9000.00")),
    ):
        set_rate(
            office=cast.office,
            release=release,
            layout=layout,
            percent=percent,
            fixed=fixed,
            effective_from=first.opens_on,
            by=cast.manager,
            now=now,
        )
