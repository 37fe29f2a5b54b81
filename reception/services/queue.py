"""The one way to change an office's queue: lock its row, ask the core, write the log, the state and nothing else.

    with locked_queue(office, by=member, now=now) as queue:
        decisions = queue.apply(Finish(visit=…))

The caller stands in a transaction; whatever it raises takes the log entries back with it.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import OperationalError, transaction

from offices import live
from offices.commitments import commitment
from offices.errors import busy, is_lock_timeout
from offices.models import Member, Office
from reception import chain, rotation
from reception.models import EventNote, Queue, QueueEvent
from reception.refusals import refusal_from
from reception.rotation import Decision, Event, Refused, State


class LockedQueue:
    """An office's queue while nobody else can change it.

    ``now`` is the stamp of its entries: never before the last entry; the time of the request is kept beside it.
    """

    def __init__(self, row: Queue, office: Office, by: Member | None, requested_at: datetime) -> None:
        self.row = row
        self.office = office
        self.by = by
        self.requested_at = requested_at
        self.now = max(requested_at, row.last_at) if row.last_at else requested_at
        self.state = State.from_json(row.state) if row.state else State.start()
        self._events: list[QueueEvent] = []
        self._notes: list[EventNote] = []

    def apply(
        self,
        event: Event,
        *,
        closed: Mapping[str, dict] | None = None,
        note: str = "",
        happened_at: datetime | None = None,
    ) -> list[Decision]:
        """Let the core decide on the event and enter both in the log. Raises Refusal with nothing changed.

        ``closed`` are stored records of ended visits, for void and cancel. ``note`` is free text kept beside the log.
        ``happened_at`` is when it happened, where it is entered late from paper; the entry's own time stays now.
        """
        before = self.state.picture()
        try:
            decisions = rotation.apply(self.state, event, closed)
        except Refused as refused:
            raise refusal_from(refused) from refused
        decision = {
            "decisions": [{**said.as_dict(), "sharers": list(said.sharers)} for said in decisions],
            "before": before,
            "after": self.state.picture(),
        }
        self._enter(str(event.kind), event.as_dict(), decision, note, happened_at)
        return decisions

    def mark(self, kind: str, payload: dict) -> None:
        """Enter an event of the house's own (a day opened or closed, new staff), which the core need not judge."""
        self._enter(kind, payload, {})

    def admit(self, codes: Sequence[str]) -> None:
        """Make members known to the rotation, with an entry where one of them is new."""
        new = sorted(set(codes) - self.known())
        if new:
            self.state.admit(new)
            self.mark("staff", {"names": new})

    @property
    def seq(self) -> int:
        """The number of the entry made last."""
        return self.row.seq

    @property
    def last_hash(self) -> str:
        """The hash of the entry made last; empty before the first."""
        return self.row.last_hash

    def known(self) -> set[str]:
        """The codes that the rotation knows."""
        return set(self.state.people)

    def save(self) -> None:
        """Write the entries and the new state."""
        if not self._events:
            return
        QueueEvent.objects.bulk_create(self._events)
        if self._notes:
            EventNote.objects.bulk_create(self._notes)
        self.row.state = self.state.to_json()
        self.row.save(
            update_fields=["seq", "state", "last_hash", "last_at", "rules_version", "day", "visits_today"]
        )
        live.bump(self.office.pk)

    def _enter(
        self, kind: str, payload: dict, decision: dict, note: str = "", happened_at: datetime | None = None
    ) -> None:
        salt = secrets.token_hex(16)
        if note:
            payload = {**payload, "note": commitment(salt, note)}
        row = self.row
        row.seq += 1
        row.last_at = self.now
        link = chain.Link(
            office=self.office.pk,
            seq=row.seq,
            at=self.now,
            requested_at=self.requested_at,
            happened_at=happened_at,
            by=self.by.pk if self.by else None,
            kind=kind,
            payload=payload,
            decision=decision,
            rules_version=row.rules_version,
            previous_hash=row.last_hash,
        )
        row.last_hash = chain.hash_of(link)
        event = QueueEvent(
            office=self.office,
            seq=link.seq,
            at=link.at,
            requested_at=link.requested_at,
            happened_at=link.happened_at,
            by=self.by,
            kind=kind,
            payload=payload,
            decision=decision,
            rules_version=link.rules_version,
            previous_hash=link.previous_hash,
            hash=row.last_hash,
        )
        self._events.append(event)
        if note:
            self._notes.append(EventNote(office=self.office, event=event, salt=salt, text=note))


@contextmanager
def locked_queue(office: Office, *, by: Member | None, now: datetime) -> Iterator[LockedQueue]:
    """The office's queue, locked until the caller's transaction ends; saved when the block ends well.

    Raises Busy where another change holds the lock for longer than the connection's lock_timeout.
    """
    with transaction.atomic(savepoint=False):
        try:
            row = _lock(office)
        except OperationalError as error:
            if is_lock_timeout(error):
                raise busy() from error
            raise
        queue = LockedQueue(row, office, by, now)
        yield queue
        queue.save()


def _lock(office: Office) -> Queue:
    rows = Queue.objects.select_for_update(of=("self",), no_key=True).select_related("day")
    row = rows.filter(pk=office.pk).first()
    if row is None:
        Queue.objects.bulk_create([Queue(office=office)], ignore_conflicts=True)
        row = rows.get(pk=office.pk)
    return row
