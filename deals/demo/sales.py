"""The sixty orders: when each began, how far it came, and how its customer came to whoever closed it."""

from dataclasses import dataclass
from enum import StrEnum

from deals.enums import OrderStep

SMALL, LARGE, SUBSCRIBED = OrderStep.SMALL_DEPOSIT, OrderStep.LARGE_DEPOSIT, OrderStep.SUBSCRIPTION


class Tale(StrEnum):
    """What bears on whose deal it is; ``the other`` is a colleague who met the customer before the closer did."""

    PLAIN = "plain"  # one consultant from first to last
    VISITED = "visited"  # the same, a customer whom the desk has logged
    ELSEWHERE = "elsewhere"  # the other received them first, and it still counts
    LAPSED = "lapsed"  # the other received them, too long ago
    HELPER = "helper"  # the closer assisted the other's customer
    SAME_DAY = "same_day"  # on the very day of the signing
    DESIGNATED = "designated"
    REFUSED = "refused"
    FORGOT = "forgot"
    COMPLAINT = "complaint"
    DISCOUNT = "discount"
    EVENT = "event"
    QUARREL = "quarrel"
    FAMILY = "family"  # the other received the spouse
    REFERRED = "referred"  # by a customer of the other


class Ending(StrEnum):
    """How an order ended; empty while it lives."""

    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"
    SWAPPED_UP = "swapped_up"
    SWAPPED_DOWN = "swapped_down"


class Pays(StrEnum):
    """How the customer keeps to the plan."""

    ON_TIME = "on_time"
    BEHIND = "behind"  # stops after the first instalment
    BREACH = "breach"  # has paid but a part of the first one


class Asks(StrEnum):
    """A change that was asked for; GRANTED and DENIED were answered, the others wait."""

    GRANTED = "granted"
    DENIED = "denied"
    DISCOUNT = "discount"
    REFUND = "refund"
    RENAME = "rename"
    FAMILY = "family"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """``began`` so many days ago with the step ``first``; ``days`` after that come the steps that follow it.

    ``hours`` are those that a small deposit has left, for one that was made this minute or ends soon. ``dispute`` and
    ``asks`` name what is told besides.
    """

    began: int
    days: tuple[int, ...] = ()
    first: OrderStep = SMALL
    tale: Tale = Tale.PLAIN
    ending: Ending | None = None
    ended: int = 0
    hours: float = 0
    plan: int = 0
    pays: Pays = Pays.ON_TIME
    joint: bool = False
    club: int = 0
    dispute: str = ""
    asks: Asks | None = None
    signs: bool = False


def _contracts() -> list[Sale]:
    return [
        Sale(began=76, days=(2, 6, 15), plan=1, signs=True),
        Sale(began=74, days=(1, 5, 13), tale=Tale.ELSEWHERE),
        Sale(began=72, days=(2, 7, 16), joint=True, plan=2, signs=True),
        Sale(began=69, days=(3, 6, 12), tale=Tale.REFUSED),
        Sale(began=66, days=(2, 5, 14), club=2, signs=True),
        Sale(began=63, days=(1, 6, 15), tale=Tale.HELPER, plan=2),
        Sale(began=60, days=(2, 6, 14), club=3, joint=True),
        Sale(began=57, days=(5, 12), first=LARGE, tale=Tale.FORGOT),
        Sale(began=54, days=(2, 7, 17), plan=1, signs=True),
        Sale(began=50, days=(3, 8, 16), asks=Asks.GRANTED),
        Sale(began=48, days=(2, 6, 14), tale=Tale.HELPER, dispute="ruled_before"),
        Sale(began=44, days=(1, 5, 13), tale=Tale.FAMILY, joint=True),
        Sale(began=41, days=(2, 6, 15), plan=2, club=1, signs=True),
        Sale(began=38, days=(2, 7, 16), tale=Tale.DESIGNATED),
        Sale(began=33, days=(2, 6, 15), tale=Tale.ELSEWHERE, dispute="not_covered"),
        Sale(began=31, days=(1, 5, 14), tale=Tale.EVENT, club=1),
        Sale(began=28, days=(2, 6, 13), tale=Tale.LAPSED, signs=True),
        Sale(began=26, days=(5, 12), first=LARGE, tale=Tale.COMPLAINT),
        Sale(began=58, days=(2, 6, 15), ending=Ending.REFUNDED, ended=19),
    ]


def _subscriptions() -> list[Sale]:
    return [
        Sale(began=75, days=(2, 5), plan=1, pays=Pays.BREACH, signs=True),
        Sale(began=52, days=(1, 5), tale=Tale.REFERRED, plan=1, pays=Pays.BEHIND, signs=True),
        Sale(began=30, days=(2, 7), plan=1, joint=True),
        Sale(began=27, days=(2, 6), tale=Tale.DISCOUNT),
        Sale(began=25, days=(3, 8), club=2, asks=Asks.RENAME),
        Sale(began=22, days=(4,), first=LARGE, tale=Tale.SAME_DAY, plan=2),
        Sale(began=20, days=(2, 6), tale=Tale.QUARREL),
        Sale(began=18, days=(1, 5), signs=True),
        Sale(began=16, first=SUBSCRIBED, plan=1),
        Sale(began=13, days=(2, 6), tale=Tale.DESIGNATED),
        Sale(began=11, days=(1, 4), tale=Tale.VISITED),
        Sale(began=21, days=(2, 7), ending=Ending.SWAPPED_UP, ended=17),
    ]


def _large_deposits() -> list[Sale]:
    return [
        Sale(began=12, days=(2,), tale=Tale.VISITED, asks=Asks.DENIED),
        Sale(began=11, days=(3,), tale=Tale.VISITED, club=1),
        Sale(began=10, days=(1,), tale=Tale.HELPER, dispute="ruled"),
        Sale(began=9, days=(2,), tale=Tale.VISITED, joint=True),
        Sale(began=8, days=(1,), tale=Tale.ELSEWHERE, dispute="mediated"),
        Sale(began=7, days=(1,), tale=Tale.HELPER, dispute="proposed"),
        Sale(began=6, days=(1,), tale=Tale.DESIGNATED, dispute="negotiated"),
        Sale(began=3, first=LARGE, tale=Tale.EVENT),
        Sale(began=5, days=(2,), tale=Tale.VISITED, asks=Asks.DISCOUNT),
        Sale(began=4, days=(1,), tale=Tale.VISITED, asks=Asks.REFUND),
        Sale(began=3, days=(1,), tale=Tale.VISITED, club=2),
        Sale(began=8, days=(2,), ending=Ending.SWAPPED_DOWN, ended=4),
        Sale(began=20, days=(2,), ending=Ending.REFUNDED, ended=14),
    ]


def _small_deposits() -> list[Sale]:
    return [
        Sale(began=3, hours=2.5, tale=Tale.VISITED),
        Sale(began=3, hours=5, tale=Tale.VISITED),
        Sale(began=2, tale=Tale.VISITED),
        Sale(began=2, tale=Tale.VISITED, asks=Asks.FAMILY),
        Sale(began=1, tale=Tale.VISITED),
        Sale(began=1, tale=Tale.VISITED, joint=True),
        Sale(began=1, tale=Tale.VISITED),
        Sale(began=0, hours=70.5, tale=Tale.VISITED),
        Sale(began=31, ending=Ending.LAPSED),
        Sale(began=14, tale=Tale.VISITED, ending=Ending.LAPSED),
        Sale(began=9, tale=Tale.VISITED, ending=Ending.LAPSED),
        Sale(began=6, tale=Tale.VISITED, ending=Ending.LAPSED),
        Sale(began=10, tale=Tale.VISITED, ending=Ending.WITHDRAWN, ended=9),
        Sale(began=7, tale=Tale.VISITED, ending=Ending.REFUNDED, ended=5),
    ]


def sales() -> list[Sale]:
    """58 sales; two of them are swapped, which makes 60 orders."""
    return [*_contracts(), *_subscriptions(), *_large_deposits(), *_small_deposits()]
