"""What if: a stretch of the log decided anew by other rules, visit by visit beside what the log says.

Pure. Who comes, who is here and how long a visit lasts is taken from the log; who receives whom, and what it does to
turns, is decided anew. A reception that begins at another moment than it did ends as much later or earlier. What
cannot happen any more (a void of what counts no longer, giving on what somebody else has) is left out and counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from typing import NamedTuple

from reception.rotation import (
    Arrive,
    Cancel,
    Decision,
    Event,
    EventKind,
    Finish,
    Kind,
    Leave,
    Reassign,
    Refused,
    Rules,
    RulesChange,
    State,
    Void,
    apply,
)

Moment = tuple[datetime, int]
"""A place in the log: the time, and the number of the entry among those of that time."""


class Said(NamedTuple):
    """What one decision says of a visit; ``consultant`` is None where nobody has it."""

    visit: str
    consultant: str | None
    kind: Kind
    counts: bool
    clause: str


class Entry(NamedTuple):
    """An entry of the log. Without an event it is one of the house's own: ``staff`` are new names, or a day closed."""

    at: datetime
    seq: int
    event: Event | None
    said: tuple[Said, ...] = ()
    staff: tuple[str, ...] = ()
    closes_day: bool = False

    @property
    def moment(self) -> Moment:
        return self.at, self.seq


@dataclass(frozen=True, slots=True)
class Compared:
    """A visit as it was first given to somebody, and as the draft gives it.

    ``at`` is when it arrived; for one that waited already at the start, the start.
    """

    visit: str
    at: datetime
    actual: Said
    draft: Said

    @property
    def differs(self) -> bool:
        """Another consultant, another kind, or it counts otherwise."""
        return _result(self.actual) != _result(self.draft)

    @property
    def other_clause(self) -> bool:
        """The same result, for another reason."""
        return not self.differs and self.actual.clause != self.draft.clause


@dataclass(frozen=True, slots=True)
class Trial:
    """``compared`` in the order of the log; turns and receptions by consultant as they stood at the end."""

    compared: tuple[Compared, ...]
    actual_turns: Mapping[str, int]
    draft_turns: Mapping[str, int]
    actual_receptions: Mapping[str, int]
    draft_receptions: Mapping[str, int]
    skipped: Mapping[EventKind, int]


def replayed(state: State, entries: Iterable[Entry], closed: Mapping[str, Mapping] | None = None) -> State:
    """The state after these entries as they were, by the rules that held. Raises Refused for no true log."""
    for entry in entries:
        state.admit(entry.staff)
        if entry.event is not None:
            apply(state, entry.event, closed)
    return state


def tried(
    start: State, entries: Sequence[Entry], draft: Rules, closed: Mapping[str, Mapping] | None = None
) -> Trial:
    """These entries, decided by the draft from ``start`` on; ``start`` is changed.

    ``closed`` are the records of visits that had ended before the start and are voided or cancelled later.
    """
    actual = _Actual(start, entries)
    run = _Run(start, actual, closed or {})
    if draft != start.rules:
        run.note(apply(start, RulesChange(draft)), (entries[0].at, 0) if entries else None)
    for entry in entries:
        run.until(entry.moment)
        run.entry(entry)
    if entries:
        run.until((entries[-1].at, entries[-1].seq + 1))
    return Trial(
        compared=tuple(
            Compared(visit, at, actual.told.word(visit), run.told.word(visit))
            for visit, at in actual.arrived.items()
        ),
        actual_turns=actual.told.turns(),
        draft_turns=run.told.turns(),
        actual_receptions=actual.told.receptions(),
        draft_receptions=run.told.receptions(),
        skipped=run.skipped,
    )


class _Told:
    """What a sequence of decisions says of the visits that are compared: first, and in the end."""

    def __init__(self, visits: Iterable[str]) -> None:
        self.first: dict[str, Said] = {}
        self.last: dict[str, Said | None] = dict.fromkeys(visits)

    def read(self, said: Said) -> bool:
        """Whether this is the first word on who has the visit."""
        if said.visit not in self.last:
            return False
        self.last[said.visit] = said
        if said.kind is Kind.WAITING or said.visit in self.first:
            return False
        self.first[said.visit] = said
        return True

    def word(self, visit: str) -> Said:
        """Who has it by the first word; nobody, where it waits to the end."""
        return self.first.get(visit) or self.last[visit] or Said(visit, None, Kind.WAITING, False, "")

    def turns(self) -> Counter[str]:
        return Counter(said.consultant for said in self._given() if said.consultant and said.counts)

    def receptions(self) -> Counter[str]:
        return Counter(
            said.consultant for said in self._given() if said.consultant and said.kind is not Kind.CANCEL
        )

    def _given(self) -> list[Said]:
        return [said for said in self.last.values() if said]


class _Actual:
    """The log's side: when visits came, were taken and ended, and what was said of them."""

    def __init__(self, start: State, entries: Sequence[Entry]) -> None:
        self.arrived: dict[str, datetime] = {visit: entries[0].at for visit in start.waiting if entries}
        self.taken: dict[str, Moment] = {}
        self.ended: dict[str, Moment] = {}
        for entry in entries:
            if isinstance(entry.event, Arrive):
                self.arrived[entry.event.visit] = entry.at
            elif isinstance(entry.event, Finish | Leave | Void | Cancel):
                self.ended.setdefault(entry.event.visit, entry.moment)
        self.told = _Told(self.arrived)
        for entry in entries:
            self.taken.update((said.visit, entry.moment) for said in entry.said if self.told.read(said))


class _Run:
    """The draft's side while it goes through the log."""

    def __init__(self, state: State, actual: _Actual, closed: Mapping[str, Mapping]) -> None:
        self.state = state
        self.actual = actual
        self.closed = closed
        self.told = _Told(actual.arrived)
        self.skipped: Counter[EventKind] = Counter()
        self.holder = {visit: record.consultant for visit, record in state.open.items()}
        self.ends: list[tuple[Moment, str]] = []
        for visit in state.open:
            if visit in actual.ended:
                heappush(self.ends, (actual.ended[visit], visit))

    def note(self, decisions: Iterable[Decision], moment: Moment | None) -> None:
        """Keep what was decided at that moment; what was taken now will end in its time."""
        for made in decisions:
            said = Said(made.visit, made.consultant, made.kind, made.counts, made.clause)
            if self.told.read(said) and made.visit in self.state.open and moment is not None:
                self._will_end(made.visit, moment)

    def until(self, moment: Moment) -> None:
        """Let every reception end that ends before that moment."""
        while self.ends and self.ends[0][0] < moment:
            when, visit = heappop(self.ends)
            if visit in self.state.open:
                self.note(apply(self.state, Finish(visit)), when)

    def entry(self, entry: Entry) -> None:
        """Let the entry happen, unless it cannot; the ends of receptions come by themselves, rules not at all."""
        self.state.admit(entry.staff)
        event = entry.event
        if entry.closes_day:
            self._day_closes(entry.moment)
        elif event is not None and not isinstance(event, Finish | RulesChange):
            if self._is_moot(event):
                self.skipped[event.kind] += 1
            else:
                self._try(event, entry.moment)
        for said in entry.said:
            self.holder[said.visit] = said.consultant

    def _try(self, event: Event, moment: Moment) -> None:
        try:
            decisions = apply(self.state, event, self.closed)
        except Refused:
            self.skipped[event.kind] += 1
        else:
            self.note(decisions, moment)

    def _is_moot(self, event: Event) -> bool:
        """Somebody's visit was given on; under the draft that consultant does not have it."""
        if not isinstance(event, Reassign):
            return False
        record = self.state.open.get(event.visit)
        return record is None or record.consultant != self.holder.get(event.visit)

    def _will_end(self, visit: str, moment: Moment) -> None:
        """As long after it was taken as in the log; who left without being received is gone at that moment."""
        ended, taken = self.actual.ended.get(visit), self.actual.taken.get(visit)
        if ended is None:
            return
        if taken is None or taken in (moment, ended):
            heappush(self.ends, (max(ended, moment), visit))
        else:
            heappush(self.ends, ((moment[0] + (ended[0] - taken[0]), ended[1]), visit))

    def _day_closes(self, moment: Moment) -> None:
        """Nobody stays overnight who in truth was gone by then."""
        gone = [visit for visit, ended in self.actual.ended.items() if ended <= moment]
        for visit in gone:
            if visit in self.state.open:
                self.note(apply(self.state, Finish(visit)), moment)
            elif visit in self.state.waiting:
                self.note(apply(self.state, Leave(visit)), moment)


def _result(said: Said) -> tuple[str | None, Kind, bool]:
    return said.consultant, said.kind, said.counts
