"""An office's whole log as a document for the replay command: anybody can decide it anew, under any rules."""

from typing import Any

from offices.models import Office
from reception.models import QueueEvent

HOUSE_EVENTS = ("staff", "open_day", "close_day")
CHUNK = 2000


def document_of(office: Office) -> dict[str, Any]:
    """The log from its first entry on: members by code, visits by id, times on the office's clock to the minute.

    The state that the replay prints is the queue's own. Days opened and closed are the sign-ins and sign-outs in it.
    """
    staff: dict[str, None] = {}
    events: list[dict] = []
    for event in QueueEvent.objects.of(office).order_by("seq").iterator(chunk_size=CHUNK):
        if event.kind == "staff":
            staff.update(dict.fromkeys(event.payload["names"]))
        if event.kind in HOUSE_EVENTS:
            continue
        said = {name: value for name, value in event.payload.items() if name != "note"}
        if event.kind == "sign_in":
            staff[said["consultant"]] = None
        events.append({**said, "at": f"{office.local(event.at):%Y-%m-%dT%H:%M}"})
    return {"staff": list(staff), "order": [], "events": events}
