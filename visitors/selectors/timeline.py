"""Everything that happened with one customer, newest first."""

from dataclasses import dataclass

from visitors.models import Contact, ContactCorrection, ContactNote, ContactOutcome, Customer
from visitors.selectors.effective_contacts import EffectiveContact, as_change, as_recorded, corrected


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A contact as recorded and as it stands, with all that was said of it later (oldest first)."""

    contact: Contact
    effective: EffectiveContact
    outcomes: tuple[ContactOutcome, ...]
    corrections: tuple[ContactCorrection, ...]
    note: ContactNote | None

    @property
    def outcome(self) -> ContactOutcome | None:
        """The one that holds: the latest."""
        return self.outcomes[-1] if self.outcomes else None


def timeline(customer: Customer, limit: int | None = None) -> list[TimelineEntry]:
    """The contacts of the file and of its aliases, at most ``limit``: 3 queries, whatever the history.

    ``contact.consultant``, ``contact.by`` and each correction's ``to`` are loaded. An order is total: time, then entry.
    """
    contacts = (
        Contact.objects.filter(office=customer.office_id)
        .with_files([customer.file_id])
        .order_by("-at", "-pk")
        .select_related("consultant", "by", "note")
        .prefetch_related("outcomes__by", "corrections__to", "corrections__by")
    )
    return [_entry(contact, customer.file_id) for contact in contacts[:limit]]


def _entry(contact: Contact, file: int) -> TimelineEntry:
    corrections = tuple(contact.corrections.all())
    return TimelineEntry(
        contact=contact,
        effective=corrected(as_recorded(contact, file), map(as_change, corrections)),
        outcomes=tuple(contact.outcomes.all()),
        corrections=corrections,
        note=getattr(contact, "note", None),
    )
