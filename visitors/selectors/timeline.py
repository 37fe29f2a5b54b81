"""Everything that happened with one customer, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass

from visitors.models import Contact, ContactCorrection, ContactNote, ContactOutcome, Customer
from visitors.selectors.circumstances import in_words, names_in
from visitors.selectors.effective_contacts import EffectiveContact, as_change, as_recorded, corrected


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A contact as recorded and as it stands, with all that was said of it later (oldest first).

    ``said`` is what the customer said at the door, in words.
    """

    contact: Contact
    effective: EffectiveContact
    outcomes: tuple[ContactOutcome, ...]
    corrections: tuple[ContactCorrection, ...]
    note: ContactNote | None
    said: tuple[str, ...]

    @property
    def outcome(self) -> ContactOutcome | None:
        """The one that holds: the latest."""
        return self.outcomes[-1] if self.outcomes else None


def timeline(customer: Customer, limit: int | None = None) -> list[TimelineEntry]:
    """The contacts of the file and of its aliases, at most ``limit``: 4 queries, whatever the history.

    ``contact.consultant``, ``contact.by`` and each correction's ``to`` are loaded. An order is total: time, then entry.
    """
    contacts = (
        Contact.objects.filter(office=customer.office_id)
        .with_files([customer.file_id])
        .order_by("-at", "-pk")
        .select_related("consultant", "by", "note")
        .prefetch_related("outcomes__by", "corrections__to", "corrections__by")
    )
    found = list(contacts[:limit])
    names = names_in(customer.office_id, [contact.circumstances for contact in found])
    return [_entry(contact, customer.file_id, names) for contact in found]


def _entry(contact: Contact, file: int, names: Mapping[int, str]) -> TimelineEntry:
    corrections = tuple(contact.corrections.all())
    return TimelineEntry(
        contact=contact,
        effective=corrected(as_recorded(contact, file), map(as_change, corrections)),
        outcomes=tuple(contact.outcomes.all()),
        corrections=corrections,
        note=getattr(contact, "note", None),
        said=tuple(in_words(contact.circumstances, names)),
    )
