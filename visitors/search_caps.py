"""How often somebody may search for customers: whoever looks for many looks for something else than a visitor."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)

BY_HAND: Final = {MINUTE: 30, DAY: 300}
"""A question that is typed and sent; past the day's the search is locked, and the leaders are told."""
WHILE_TYPING: Final = {MINUTE: 240, DAY: 10_000}
"""Answers while the desk types, each keystroke one: for every clerk."""


def cap_reached(caps: dict[timedelta, int], count: Callable[[timedelta], int]) -> timedelta | None:
    """The longest span within which no more is allowed; ``count`` says how many there were in a span."""
    return next((span for span in sorted(caps, reverse=True) if count(span) >= caps[span]), None)
