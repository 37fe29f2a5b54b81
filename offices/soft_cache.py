"""Redis as a convenience: when it is away nothing fails, and nobody waits for it twice.

After a failure every call returns at once for ``PAUSE`` seconds, so that a dead Redis costs a page one short
time-out now and then instead of one at each call.
"""

import logging
import time
from typing import Any

from django.core.cache import cache

PAUSE = 5.0
log = logging.getLogger(__name__)


class _Breaker:
    """Remembers until when Redis is left alone; one per process."""

    def __init__(self) -> None:
        self.until = 0.0

    def is_open(self) -> bool:
        return time.monotonic() < self.until

    def trip(self, error: Exception) -> None:
        self.until = time.monotonic() + PAUSE
        log.warning("cache unreachable", extra={"error": type(error).__name__})

    def reset(self) -> None:
        self.until = 0.0


breaker = _Breaker()


def read_many(keys: list[str]) -> dict[str, Any] | None:
    """What the cache holds of these keys, or None while it cannot be reached."""
    if breaker.is_open():
        return None
    try:
        return cache.get_many(keys)
    except Exception as error:  # the client raises a family of its own per cause; to us they all mean "away"
        breaker.trip(error)
        return None


def write(key: str, value: Any, seconds: int | None) -> bool:
    """Keep the value for that long (None: for ever); whether that worked."""
    if breaker.is_open():
        return False
    try:
        cache.set(key, value, seconds)
    except Exception as error:
        breaker.trip(error)
        return False
    return True


def is_away() -> bool:
    """Whether Redis cannot be reached; asks it when nothing is known."""
    return read_many(["alive"]) is None
