"""The queue's log of a day in words, a page of it at a time: a fixed number of queries, however long the log is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from offices.clauses import clause_for
from offices.enums import Role
from offices.models import BusinessDay, Deputy, Member, Office
from offices.selectors.deputies import deputies_between, stood_in
from reception.consequences import Consequences, consequences
from reception.models import QueueEvent, Reception
from reception.selectors.turn_words import Names, Sentence, joined, names_for, sentences
from reception.targets import MANAGER_DECIDED, PREVIOUS_ORDER

A_PAGE = 40
# Whose deed it is by itself: what the manager alone, or who stands in for them, decides.
DECIDED = frozenset({"void", "hand_back"})
ROSTER = frozenset({"sign_in", "sign_out", "step_out", "step_in"})
HAND_OVERS = ("reassign", "hand_back")
AWAY = {"business": "step_out_business", "personal": "step_out_personal"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log. ``late_of`` is when it really happened, where it was entered late from paper."""

    seq: int
    at: datetime
    late_of: datetime | None
    by: str
    kind: str
    head: str
    told: list[Sentence]
    note: str
    visit: Reception | None
    hash: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """``page`` is Django's, for the numbers below the list."""

    entries: list[Entry]
    page: Page


def log_of(
    day: BusinessDay, *, number: str = "1", consultant: Member | None = None, kind: str = ""
) -> LogPage:
    """A page of that day's log, newest first, of all or of what concerns a consultant or is of a kind."""
    office = day.office
    events = _events_of(day).select_related("by", "note").order_by("-at", "-seq")
    if kind:
        events = events.filter(kind=kind)
    if consultant is not None:
        events = events.filter(_concerning(consultant.code))
    page = Paginator(events, A_PAGE).get_page(number)
    return LogPage(in_words(office, list(page)), page)


def in_words(office: Office, events: list[QueueEvent]) -> list[Entry]:
    """These entries in words: four queries."""
    found = [_consequences(event) for event in events]
    visits = {visit for each in found for visit in each.visits()}
    visits |= {event.payload["visit"] for event in events if "visit" in event.payload}
    names = names_for(office, visits)
    clauses = {said["clause"] for each in found for said in each.decisions}
    clauses |= {cause for each in found for account in each.accounts for cause in account.owed + account.gone}
    names.clauses = clause_for(office, clauses)
    moments = [event.at for event in events]
    deputies = deputies_between(office, min(moments), max(moments)) if moments else []
    return [_entry(event, each, names, deputies) for event, each in zip(events, found, strict=True)]


def actor(event: QueueEvent, deputies: Iterable[Deputy]) -> str:
    """Who did it, and whether they stood in for the manager when they did."""
    if event.by is None:
        return ""
    if is_decision(event) and not event.by.holds(Role.MANAGER) and stood_in(deputies, event.by, event.at):
        return _("%(name)s, standing in for the manager") % {"name": event.by.name}
    return event.by.name


def is_decision(event: QueueEvent) -> bool:
    """Whether the manager alone, or who stands in for them, may do this."""
    if event.kind in ROSTER:
        return "note" in event.payload
    return event.kind in DECIDED or event.payload.get("why") == MANAGER_DECIDED


def _events_of(day: BusinessDay) -> QuerySet[QueueEvent]:
    """The entries of the office's calendar date, found by their time, which never goes back in a log."""
    midnight = datetime.combine(day.date, time.min, tzinfo=day.office.zone)
    return QueueEvent.objects.of(day.office).filter(at__gte=midnight, at__lt=midnight + timedelta(days=1))


def _concerning(code: str) -> Q:
    return (
        Q(payload__consultant=code)
        | Q(payload__to=code)
        | Q(payload__order__contains=[code])
        | Q(payload__roster__contains=[code])
        | Q(decision__decisions__contains=[{"consultant": code}])
        | Q(decision__decisions__contains=[{"passed": [{"consultant": code}]}])
        # whom a visitor was taken from: busy before it, and not afterwards
        | Q(kind__in=HAND_OVERS, decision__before__busy__contains=[code])
        & ~Q(decision__after__busy__contains=[code])
    )


def _consequences(event: QueueEvent) -> Consequences:
    said = event.decision
    if "before" not in said:
        return Consequences((), ())
    return consequences(said["before"], said["after"], said["decisions"])


def _entry(event: QueueEvent, found: Consequences, names: Names, deputies: list[Deputy]) -> Entry:
    before = event.decision.get("before", {}).get("order", [])
    return Entry(
        seq=event.seq,
        at=event.at,
        late_of=event.happened_at,
        by=actor(event, deputies),
        kind=event.kind,
        head=_head(event, found, names),
        told=sentences(found, names, event.kind, before),
        note=event.note.text if hasattr(event, "note") else "",
        visit=names.visits.get(event.payload.get("visit", "")),
        hash=event.hash,
    )


def _head(event: QueueEvent, found: Consequences, names: Names) -> str:
    """What happened, in one sentence."""
    said = event.payload
    visit = said.get("visit", "")
    reception = names.visits.get(visit)
    facts = {
        "name": names.person(said.get("consultant") or said.get("to")),
        "visitor": names.visitor(visit),
        "from": reception.consultant.name if reception and reception.consultant else "",
        "people": joined(names.person(code) for code in said.get("roster") or said.get("names") or ()),
    }
    return _heads()[_head_key(event)] % facts


def _head_key(event: QueueEvent) -> str:
    if event.kind == "step_out":
        return AWAY[event.payload["reason"]]
    if event.kind == "reorder" and event.payload["why"] == PREVIOUS_ORDER:
        return "reorder_previous"
    if event.kind == "reassign" and event.payload["why"] != MANAGER_DECIDED:
        return "no_show"
    if event.kind == "open_day" and not event.payload["roster"]:
        return "open_day_empty"
    return event.kind


def _heads() -> dict[str, str]:
    return {
        "sign_in": _("%(name)s signs in."),
        "sign_out": _("%(name)s signs out."),
        "step_out_business": _("%(name)s steps out on business."),
        "step_out_personal": _("%(name)s steps out for private reasons."),
        "step_in": _("%(name)s is back."),
        "arrive": _("%(visitor)s arrives."),
        "finish": _("%(from)s has finished with %(visitor)s."),
        "leave": _("%(visitor)s gives up waiting."),
        "void": _("A void is verified: %(visitor)s was no customer."),
        "cancel": _("The entry of %(visitor)s is cancelled."),
        "reassign": _("%(visitor)s is given to %(name)s."),
        "no_show": _("The called consultant did not come; %(name)s takes %(visitor)s."),
        "hand_back": _("%(visitor)s is handed back to %(name)s."),
        "reorder": _("The order is set anew."),
        "reorder_previous": _("The order follows that of the last day."),
        "rules": _("Another version of the house rules holds from here on."),
        "staff": _("The rotation gets to know: %(people)s."),
        "open_day": _("The day is opened with %(people)s."),
        "open_day_empty": _("The day is opened; nobody is signed in yet."),
        "close_day": _("The day is closed."),
    }
