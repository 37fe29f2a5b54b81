"""Reading the visitor register: what a signature covers, whether it still fits, and a day's check-sum."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from offices.commitments import commitment
from offices.models import BusinessDay, Office
from visitors import register
from visitors.models import RegisterEntry, RegisterWords

CHUNK = 2000


def signature_of(entry: RegisterEntry) -> register.Signature:
    """What the entry says, as its digest covers it. Reads ``day`` and ``corrects`` where they are not loaded."""
    return register.Signature(
        office=entry.office_id,
        day=entry.day.date.isoformat(),
        contact=entry.contact_id,
        number=entry.number,
        facts=entry.facts,
        commitment=entry.commitment,
        signed_by=entry.signed_by_id,
        signed_at=entry.signed_at,
        signed_through=entry.signed_through,
        screen_of=entry.screen_of_id,
        corrects=entry.corrects.digest if entry.corrects else "",
    )


def committed(words: RegisterWords) -> str:
    """What the entry keeps of these words."""
    said = {"name": words.name, "phone": words.phone, "remark": words.remark, "reason": words.reason}
    return commitment(words.salt, register.text_of(said))


def is_intact(entry: RegisterEntry) -> bool:
    """Whether the entry, and the words beside it where they still stand, are as they were signed."""
    if register.digest_of(signature_of(entry)) != entry.digest:
        return False
    return not hasattr(entry, "words") or committed(entry.words) == entry.commitment


def broken_entries(office: Office) -> Iterator[RegisterEntry]:
    """All entries of the office, of whichever day, that are not what was signed; read bit by bit."""
    entries = RegisterEntry.objects.of(office).select_related("words", "day", "corrects").order_by("pk")
    return (entry for entry in entries.iterator(chunk_size=CHUNK) if not is_intact(entry))


def entries_of(office: Office, day: BusinessDay) -> list[RegisterEntry]:
    """The day's entries with their words, signers and what they correct, by number and entry: one query."""
    return list(
        RegisterEntry.objects.of(office)
        .filter(day=day)
        .select_related("words", "signed_by", "screen_of", "day", "corrects", "corrects__day", "contact")
        .order_by("number", "pk")
    )


def checksum_of(office: Office, day: BusinessDay, until: datetime | None = None) -> str:
    """The check-sum of the day's register, of what was signed up to that moment; empty where nothing was. One query."""
    signed = RegisterEntry.objects.of(office).filter(day=day)
    if until is not None:
        signed = signed.filter(signed_at__lte=until)
    return register.checksum(signed.order_by().values_list("number", "pk", "digest"))


def checksum_over(entries: Iterable[RegisterEntry]) -> str:
    """The same, of entries that are loaded."""
    return register.checksum((entry.number, entry.pk, entry.digest) for entry in entries)
