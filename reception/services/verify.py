"""Proving a queue: replay the whole log, compute every hash anew, compare with what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass

from offices.models import Office
from reception import chain, rotation
from reception.models import Queue, QueueEvent
from reception.rotation import Refused, State, event_from

CHUNK = 2000
HOUSE_EVENTS = {"staff", "open_day", "close_day"}


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was written: where, and what."""

    seq: int
    what: str


def differences(office: Office) -> Iterator[Difference]:
    """What differs between the log, its hashes, its replay and the stored state; nothing for a sound queue."""
    queue = Queue.objects.filter(pk=office.pk).first()
    state, seq, last_hash = State.start(), 0, ""
    for event in QueueEvent.objects.of(office).order_by("seq").iterator(chunk_size=CHUNK):
        if event.seq != seq + 1:
            yield Difference(event.seq, f"the log jumps from {seq} to {event.seq}")
        if event.previous_hash != last_hash:
            yield Difference(event.seq, "the entry does not follow the one before it")
        if chain.hash_of(link_of(event)) != event.hash:
            yield Difference(event.seq, "the entry is not what was hashed")
        yield from _replayed(state, event)
        seq, last_hash = event.seq, event.hash
    if queue is None:
        if seq:
            yield Difference(seq, "there is a log but no queue")
        return
    if (queue.seq, queue.last_hash) != (seq, last_hash):
        yield Difference(seq, f"the queue stands at entry {queue.seq}, the log ends at {seq}")
    if seq and queue.state != state.to_json():
        yield Difference(seq, "the stored state is not what the replay gives")


def link_of(event: QueueEvent) -> chain.Link:
    """What the stored entry says, as it is hashed."""
    return chain.Link(
        office=event.office_id,
        seq=event.seq,
        at=event.at,
        requested_at=event.requested_at,
        happened_at=event.happened_at,
        by=event.by_id,
        kind=event.kind,
        payload=event.payload,
        decision=event.decision,
        rules_version=event.rules_version,
        previous_hash=event.previous_hash,
    )


def _replayed(state: State, event: QueueEvent) -> Iterator[Difference]:
    if event.kind == "staff":
        state.admit(event.payload["names"])
    if event.kind in HOUSE_EVENTS:
        return
    payload = {name: value for name, value in event.payload.items() if name != "note"}
    try:
        decisions = rotation.apply(state, event_from(payload))
    except (Refused, ValueError) as error:
        yield Difference(event.seq, f"the rotation refuses the entry: {error}")
        return
    said = [{**each.as_dict(), "sharers": list(each.sharers)} for each in decisions]
    if said != event.decision["decisions"]:
        yield Difference(event.seq, "the rotation decides otherwise")
