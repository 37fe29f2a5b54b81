"""The timeline of a customer is put together from slots: each app registers what it knows of, so that this floor needs
to know none of the floors above it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models
from django.utils.translation import pgettext_lazy

from offices.models import Member
from visitors.models import Customer


class ItemKind(models.TextChoices):
    """What an entry of the timeline is."""

    CONTACT = "contact", pgettext_lazy("timeline", "Visits, calls, letters")
    ORDER = "order", pgettext_lazy("timeline", "Orders")
    MESSAGE = "message", pgettext_lazy("timeline", "Messages")
    COMPLAINT = "complaint", pgettext_lazy("timeline", "Complaints")
    FOLLOW_UP = "follow_up", pgettext_lazy("timeline", "Agreed visits and follow-ups")
    FILE = "file", pgettext_lazy("timeline", "The file")


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """Something that happened with a customer: ``words`` is one sentence, ``url`` its page ("" where there is none).

    ``by`` names who did it, where that is of interest. ``contact`` is the id of the contact that it tells of: what
    several slots know of one contact becomes one entry (see items_of).
    """

    at: datetime
    kind: ItemKind
    words: str
    url: str = ""
    by: str = ""
    contact: int | None = None


Slot = Callable[[Customer, Member], Iterable[TimelineItem]]
"""What an app knows of the person (the file and its aliases), as far as the member may read it: few queries."""

_slots: list[Slot] = []


def register(slot: Slot, *, first: bool = False) -> None:
    """Ask this one too; the same one again changes nothing. ``first``: what others tell of its contacts comes after."""
    if slot not in _slots:
        _slots.insert(0 if first else len(_slots), slot)


def items_of(customer: Customer, member: Member, *, kinds: Iterable[str] = ()) -> list[TimelineItem]:
    """Everything that happened with the person, the newest first; ``kinds`` narrows it down."""
    wanted = frozenset(kinds)
    found = _joined(item for slot in _slots for item in slot(customer, member))
    kept = [item for item in found if not wanted or item.kind in wanted]
    return sorted(kept, key=lambda item: item.at, reverse=True)


def _joined(items: Iterable[TimelineItem]) -> Iterable[TimelineItem]:
    """What is told of a contact by the floor above it stands with the contact, and leads to its page."""
    contacts: dict[int, TimelineItem] = {}
    others = []
    for item in items:
        if item.contact is None:
            others.append(item)
        elif item.contact not in contacts:
            contacts[item.contact] = item
        else:
            told = contacts[item.contact]
            words = " \u00b7 ".join((told.words, item.words))
            contacts[item.contact] = replace(told, words=words, url=item.url or told.url)
    return [*contacts.values(), *others]
