"""Who looked at a customer's file, saw a number, or tried to: newest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from offices.enums import AuditAction
from offices.models import AuditEntry
from visitors.access import Party
from visitors.access_words import ActionWord, AskPurpose, action_words, party_words
from visitors.enums import RevealPurpose
from visitors.models import Customer, FileView, UnusualLooking
from visitors.unusual import Limits, Unusual

SHOWN = 200
NIGHT = timedelta(hours=14)
"""No night of the house rules is longer that anybody means."""
GRANTED = "grant"


@dataclass(frozen=True, slots=True)
class LookLine:
    """Somebody did something with the file, what for, and what let them in; or wanted to and was refused."""

    at: datetime
    who: str
    what: str
    purpose: str
    through: str
    request: int | None = None
    refused: bool = False


def looks_at(customer: Customer, limit: int = SHOWN) -> list[LookLine]:
    """The newest ``limit`` lines, of the file and its aliases: 4 queries, however many there are."""
    views = list(FileView.objects.of_file(customer).select_related("by").order_by("-at", "-pk")[:limit])
    ids = Customer.objects.filter(office=customer.office_id).of_person(customer.file_id)
    records = [f"customer:{pk}" for pk in ids.order_by().values_list("pk", flat=True)]
    entries = list(
        AuditEntry.objects.filter(office=customer.office_id, record__in=records)
        .filter(action__in=[AuditAction.PHONE_REVEALED, AuditAction.ACCESS_DENIED])
        .select_related("by")
        .order_by("-at", "-pk")[:limit]
    )
    lines = [_of_view(view) for view in views] + [_of_entry(entry) for entry in entries]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:limit]


def _of_view(view: FileView) -> LookLine:
    return LookLine(
        view.at,
        view.by.name,
        str(ActionWord(view.action).label),
        str(AskPurpose(view.purpose).label) if view.purpose else "",
        "" if view.through == GRANTED else party_words(Party(view.through)),
        view.request_id,
    )


def _of_entry(entry: AuditEntry) -> LookLine:
    refused = entry.action == AuditAction.ACCESS_DENIED
    wanted = entry.details.get("file", ActionWord.REVEAL.value)
    purpose = entry.details.get("purpose", "")
    return LookLine(
        entry.at,
        entry.by.name if entry.by else "",
        action_words(wanted),
        str(RevealPurpose(purpose).label) if purpose in RevealPurpose.values else "",
        "",
        refused=refused,
    )


def files_looked_at(row: UnusualLooking, limits: Limits, most: int = 40) -> list[Customer]:
    """Whose files the finding is about, so that it can be asked about: two queries."""
    is_night = row.kind == Unusual.NIGHT
    since = row.last_at - (NIGHT if is_night else timedelta(minutes=limits.minutes))
    views = FileView.objects.of(row.office).filter(by=row.member_id, at__gt=since, at__lte=row.last_at)
    seen = (views.filter(own=False) if is_night else views).order_by().values_list("customer", "at")
    ids = {pk for pk, at in seen if not is_night or limits.is_night(row.office.local(at).time())}
    return list(Customer.objects.filter(pk__in=ids).order_by("pk")[:most])
