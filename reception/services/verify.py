"""Proving a queue: replay the whole log, compute every hash anew, compare with anchors and with what is stored.

The chain is read in reception.chain; visits and register, which lie beside the log, in the modules verify_….
"""

from collections.abc import Iterable, Iterator

from offices.commitments import commitment
from offices.models import BusinessDay, Office
from reception import chain, rotation
from reception.chain import Anchor, ChainCheck, Difference
from reception.models import Queue, QueueEvent
from reception.rotation import Refused, State, event_from
from reception.services.verify_checkpoints import CheckpointsOfLog
from reception.services.verify_register import ClosingsOfLog
from reception.services.verify_visits import VisitsOfLog

CHUNK = 2000
HOUSE_EVENTS = {"staff", "open_day", "close_day"}


def differences(office: Office, anchors: Iterable[Anchor] = ()) -> Iterator[Difference]:
    """What differs between the log, its hashes, its replay and what is stored; nothing for a sound queue.

    ``anchors`` are hashes written down outside the database; those of the stored day sheets are taken as well.
    """
    state = State.start()
    check = ChainCheck([*anchors, *stored_anchors(office)])
    visits, closings, checkpoints = VisitsOfLog(), ClosingsOfLog(), CheckpointsOfLog(office)
    events = QueueEvent.objects.of(office).select_related("note").order_by("seq")
    for event in events.iterator(chunk_size=CHUNK):
        yield from check.read(link_of(event), event.hash)
        yield from _note(event)
        yield from _replayed(state, event)
        yield from checkpoints.read(event, state)
        visits.read(event)
        closings.read(event)
    yield from check.end()
    yield from checkpoints.end()
    yield from _queue(office, check, state)
    yield from visits.compared(office)
    yield from closings.compared(office)


def stored_anchors(office: Office) -> list[Anchor]:
    """The last entry of every closing, as the day sheets in the database have it; of a day closed twice both."""
    sheets = BusinessDay.objects.of(office).exclude(sheet={}).order_by("date").values_list("sheet", flat=True)
    return [
        Anchor(each["seq"], each["hash"])
        for sheet in sheets
        for each in (sheet, *sheet.get("before", ()))
        if each.get("hash")
    ]


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


def _queue(office: Office, check: ChainCheck, state: State) -> Iterator[Difference]:
    queue = Queue.objects.filter(pk=office.pk).first()
    if queue is None:
        if check.seq:
            yield Difference(check.seq, "there is a log but no queue")
        return
    if (queue.seq, queue.last_hash) != (check.seq, check.last_hash):
        yield Difference(check.seq, f"the queue stands at entry {queue.seq}, the log ends at {check.seq}")
    if check.seq and queue.state != state.to_json():
        yield Difference(check.seq, "the stored state is not what the replay gives")


def _note(event: QueueEvent) -> Iterator[Difference]:
    """A note that still stands must be the one that was committed to; one that was erased proves nothing."""
    if not hasattr(event, "note"):
        return
    if commitment(event.note.salt, event.note.text) != event.payload.get("note"):
        yield Difference(event.seq, "the note is not the one that was written")


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
