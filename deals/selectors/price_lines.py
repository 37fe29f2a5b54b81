"""The lines of a stored price in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from deals.pricing import Words

WORDS: dict[Words, Promise] = {
    Words.LIST: pgettext_lazy("price", "List price"),
    Words.CLUB: pgettext_lazy("price", "Club level"),
    Words.FAMILY: pgettext_lazy("price", "Club level of family"),
    Words.OTHER: pgettext_lazy("price", "Approved discount"),
    Words.PLAN: pgettext_lazy("price", "Payment plan"),
}


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line as the screen says it: the words, the percent where there is one, the amount and what is left (yuan)."""

    words: str
    percent: str
    amount: Decimal
    after: Decimal


def lines_of(stored: Iterable[Mapping[str, str]]) -> list[PriceLine]:
    """The lines that deals.pricing stored as JSON."""
    return [
        PriceLine(_words(line), line.get("percent", ""), Decimal(line["amount"]), Decimal(line["after"]))
        for line in stored
    ]


def _words(line: Mapping[str, str]) -> str:
    name = line.get("name")
    words = str(WORDS[Words(line["words"])])
    return f"{words} · {name}" if name else words
