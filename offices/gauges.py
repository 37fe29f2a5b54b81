"""What waits in the background, as numbers that each app registers for the administrator's page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from offices.models import Office


@dataclass(frozen=True, slots=True)
class Reading:
    """How many wait, since when the oldest of them is due, and how many failed or may have failed lately."""

    waiting: int
    oldest: datetime | None = None
    failed: int = 0
    uncertain: int = 0


@dataclass(frozen=True, slots=True)
class Gauge:
    """A queue in the database of one office: its words, and how it is read.

    ``page`` is the address's name where its rows stand, empty where no page has them; ``late_after`` is in seconds.
    """

    place: int
    label: Promise
    read: Callable[[Office, datetime], Reading]
    late_after: int = 300
    page: str = ""


_gauges: list[Gauge] = []


def register(*gauges: Gauge) -> None:
    """Add gauges; they stand by their places."""
    _gauges.extend(gauge for gauge in gauges if gauge not in _gauges)
    _gauges.sort(key=lambda gauge: gauge.place)


def gauges() -> tuple[Gauge, ...]:
    """All gauges, in their order."""
    return tuple(_gauges)
