"""Everything in its order: months of deals are planned first, and then happen moment by moment."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count

from offices.models import Office

Act = Callable[[datetime], object]
"""What happens; it is told the moment at which it does."""


class Agenda:
    """Moments up to ``end``, each with what happens then; what is later is left to come."""

    def __init__(self, office: Office, end: datetime) -> None:
        self.office = office
        self.end = end.astimezone(UTC)
        self.today = office.business_date(end)
        self._heap: list[tuple[datetime, int, Act]] = []
        self._turn = count()

    def moment(self, ago: int, clock: str) -> datetime:
        """That time of the office's day, so many days before today."""
        day = self.today - timedelta(days=ago)
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=self.office.zone).astimezone(UTC)

    def at(self, moment: datetime, act: Act) -> None:
        if moment <= self.end:
            heappush(self._heap, (moment, next(self._turn), act))

    def on(self, ago: int, clock: str, act: Act) -> None:
        self.at(self.moment(ago, clock), act)

    def run(self) -> None:
        """Let everything happen; what happens may put more on the agenda."""
        while self._heap:
            moment, _turn, act = heappop(self._heap)
            act(moment)
