"""Who changed what in a customer's file, before and after: the newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from offices.models import Member
from visitors.file_enums import TagKind
from visitors.file_fields import FIELDS
from visitors.file_kinds import FileField
from visitors.file_telling import label_of
from visitors.models import CorporateFacts, Customer, FileChange, OwnField, SegmentChoice
from visitors.models.company import TEXTS as COMPANY_TEXTS
from visitors.models.file_value import TAGS_KEY
from visitors.segment_words import AXIS_WORDS
from visitors.segments import Axis
from visitors.selectors.file_page import masked_words

MOST = 200
COLUMNS = {
    "name": pgettext_lazy("customer's file", "Name"),
    "honorific": _("Form of address"),
    "licence_plate": _("Licence plate"),
    "source": _("Learned of us by"),
    "grade": _("grade"),
    "kind": pgettext_lazy("customer", "kind"),
    "partner": _("works with us as"),
    "phone_answer": _("telephone number"),
    "merged_into": _("Joined with"),
}
"""What stands on the customer itself; the database keeps how it was."""
CHOSEN = frozenset({"honorific", "source", "grade", "kind", "partner", "phone_answer", *Axis})
COMPANY = {name: CorporateFacts._meta.get_field(name).verbose_name for name in (*COMPANY_TEXTS, "capital")}
SEGMENTS = {axis.value: AXIS_WORDS[axis] for axis in Axis}
TAGS = pgettext_lazy("file", "Tags")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``is_closed``: this reader may not see what it was; ``is_blank``: what it was is erased."""

    at: datetime
    by: Member | None
    label: str
    before: str
    after: str
    is_closed: bool = False
    is_blank: bool = False


def history(customer: Customer, *, sees_sensitive: bool) -> list[Change]:
    """The changes of the file and of its aliases, at most MOST of each source: ten queries."""
    files = list(Customer.objects.of_person(customer.file_id).values_list("pk", flat=True))
    found = [
        *_values(files, customer, sees_sensitive),
        *_states(Customer, COLUMNS, customer, pgh_obj__in=files),
        *_states(CorporateFacts, COMPANY, customer, begins=True, customer__in=files),
    ]
    if sees_sensitive:
        found += _states(SegmentChoice, SEGMENTS, customer, begins=True, customer__in=files)
    return sorted(found, key=lambda change: change.at, reverse=True)[:MOST]


def _values(files: Sequence[int], customer: Customer, sees_sensitive: bool) -> Iterable[Change]:
    rows = FileChange.objects.filter(customer__in=files).select_related("by").order_by("-at", "-pk")[:MOST]
    known: dict[str, FileField] = {field.key: field for field in FIELDS}
    known |= {own.key: own.field for own in OwnField.objects.of(customer.office)}
    for row in rows:
        field = known.get(row.key)
        label = label_of(field) if field else str(TAGS) if row.key == TAGS_KEY else row.key
        is_closed = bool(row.sealed) and not sees_sensitive
        both = (None, None) if is_closed or row.is_blank else row.both
        words = [masked_words(field, each) if field else _listed(each) for each in both]
        yield Change(row.at, row.by, label, *words, is_closed=is_closed, is_blank=row.is_blank)


def _listed(value: Any) -> str:
    """Tags: the house's by their codes, own ones as words already."""
    tags = value if isinstance(value, list) else []
    words = dict(TagKind.choices)
    return pgettext("between the items of a list", ", ").join(str(words.get(each, each)) for each in tags)


def _states(
    model: type[Model], columns: Mapping[str, Any], customer: Customer, *, begins: bool = False, **which: Any
) -> Iterable[Change]:
    """Two neighbouring states of each row, compared; ``begins``: its making counts as a change from nothing."""
    rows = model.pgh_event_model.objects.filter(**which)  # type: ignore[attr-defined]
    newest = rows.select_related("pgh_context").order_by("-pgh_id")[:MOST]
    events = sorted(newest, key=lambda event: event.pgh_id)
    people = _people(events, customer)
    before: dict[int, Any] = {}
    for event in events:
        earlier = before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event
        if earlier is None and not begins:
            continue
        for name, label in columns.items():
            old, new = (_told(state, name) for state in (earlier, event))
            if old != new:
                yield Change(event.pgh_created_at, people.get(event.pgh_id), str(label), old, new)


def _people(events: Sequence[Any], customer: Customer) -> dict[int, Member]:
    """Who made each event, by its id: the member of the office whose request it was."""
    users = {
        event.pgh_id: (event.pgh_context.metadata or {}).get("user") for event in events if event.pgh_context
    }
    members = {
        member.user_id: member
        for member in Member.objects.of(customer.office).filter(
            user__in={each for each in users.values() if each}
        )
    }
    return {event: members[user] for event, user in users.items() if user in members}


def _told(state: Any, name: str) -> str:
    if state is None:
        return ""
    if name in CHOSEN:
        return str(getattr(state, f"get_{name}_display")() or "")
    if name == "merged_into":
        return str(state.merged_into_id or "")
    return str(getattr(state, name) or "")
