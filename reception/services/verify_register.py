"""Is the visitor register of each closed day what it was when the day closed? The log keeps its check-sum."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from offices.models import BusinessDay, Office
from reception.chain import Difference
from reception.models import QueueEvent
from reception.selectors import register
from visitors.selectors.register import broken_entries


@dataclass(frozen=True, slots=True)
class Closing:
    """What an entry of the log says of the closing of a day; ``register`` is None where it says nothing of that."""

    seq: int
    at: datetime
    date: str
    register: str | None


class ClosingsOfLog:
    """Gathers the closings, then compares day sheets and registers with them."""

    def __init__(self) -> None:
        self.closings: dict[int, Closing] = {}

    def read(self, event: QueueEvent) -> None:
        """The next entry of the log."""
        if event.kind == "close_day":
            said = event.payload
            self.closings[event.seq] = Closing(event.seq, event.at, said["date"], said.get("register"))

    def compared(self, office: Office) -> Iterator[Difference]:
        """Where a sheet has no closing in the log, and where a register is not what was closed."""
        days = {f"{day.date}": day for day in BusinessDay.objects.of(office)}
        for date, day in days.items():
            seq = day.sheet.get("seq")
            if seq is not None and (seq not in self.closings or self.closings[seq].date != date):
                yield Difference(seq, f"the sheet of {date} names an entry that does not close that day")
        for closing in self.closings.values():
            if closing.date not in days:
                yield Difference(closing.seq, f"there is no day {closing.date}, which this entry closes")
            elif closing.register is not None:
                now = register.checksum_of(office, days[closing.date], until=closing.at)
                if now != closing.register:
                    yield Difference(
                        closing.seq, f"the register of {closing.date} is not what it was at its closing"
                    )
        seqs = {closing.date: seq for seq, closing in self.closings.items()}
        for entry in broken_entries(office):
            date = f"{entry.day.date}"
            yield Difference(
                seqs.get(date, 0), f"no. {entry.number} of the register of {date} is not what was signed"
            )
