"""The register of calls as it is read and printed: the newest line of each number, with the visit that came of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator

from offices.models import Member, Office
from switchboard.models import IncomingCall
from switchboard.selectors.joined import visits_of_calls

PER_PAGE = 50
MOST_PRINTED = 600
PER_SHEET = 18


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register; ``visit`` and ``came_at`` where the caller came. ``reader``: the id of who reads it, who
    is not shown what was said of themselves.
    """

    call: IncomingCall
    visit: UUID | None
    came_at: datetime | None
    reader: int | None = None

    @property
    def who(self) -> str:
        """The customer, or the name that was said."""
        if self.call.customer is not None:
            return self.call.customer.file.display_name
        words = getattr(self.call, "words", None)
        return words.who if words else ""

    @property
    def note(self) -> str:
        if self.reader is not None and self.call.ticket and self.call.ticket.about_member_id == self.reader:
            return ""
        words = getattr(self.call, "words", None)
        return words.note if words else ""


def lines_of(calls: Sequence[IncomingCall], reader: int | None = None) -> list[Line]:
    joined = visits_of_calls(calls)
    return [Line(call, *joined.get(call.pk, (None, None)), reader) for call in calls]


def register_page(office: Office, *, first: date, last: date, kind: str = "", page: str = "1") -> Page:
    """A page of lines, the newest first; ``object_list`` holds Lines. A constant number of queries."""
    rows = IncomingCall.objects.of(office).standing().between(first, last).with_people()
    if kind:
        rows = rows.filter(kind=kind)
    found = Paginator(rows.order_by("-on", "-number", "-pk"), PER_PAGE).get_page(page)
    found.object_list = lines_of(list(found.object_list))
    return found


def sheets(member: Member, *, first: date, last: date) -> list[list[Line]]:
    """The lines of these days in the order of the paper book, sheet by sheet; at most MOST_PRINTED."""
    rows = IncomingCall.objects.of(member.office).standing().between(first, last).with_people()
    lines = lines_of(list(rows.order_by("on", "number", "pk")[:MOST_PRINTED]), member.pk)
    return [lines[at : at + PER_SHEET] for at in range(0, len(lines), PER_SHEET)]


def checksum(pages: Sequence[Sequence[Line]]) -> str:
    """Over day, number, time, kind, answerer and what was agreed of every line: a changed print is told by it."""
    digest = hashlib.sha256()
    for line in (line for page in pages for line in page):
        call = line.call
        parts = [call.on.isoformat(), call.number, call.at.timestamp(), call.kind, call.answered_by_id]
        parts += [call.rings, call.minutes, call.next_on, call.appointment_id, call.pk]
        digest.update("\x1f".join(map(str, parts)).encode() + b"\x1e")
    return digest.hexdigest()[:16]


def history_of(call: IncomingCall) -> list[IncomingCall]:
    """All lines with this number, the first one first."""
    rows = IncomingCall.objects.of(call.office).filter(on=call.on, number=call.number).with_people()
    return list(rows.order_by("recorded_at", "pk"))
