"""What a signature in the visitor register covers, and the check-sum of a day's register (B-02).

Canonical JSON (sorted keys, no blanks, UTF-8, times in UTC with microseconds, a format version) of all that was signed.
Pure: the same for signing, for checking, and for anybody who holds the rows.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Signature:
    """What one entry says. ``facts`` are ids, codes, figures and times as texts; members and contacts are ids.

    ``corrects`` is the digest of the entry that this one corrects, empty for the first one of a visit.
    """

    office: int
    day: str
    contact: int
    number: int
    facts: Mapping
    commitment: str
    signed_by: int
    signed_at: datetime
    signed_through: str
    screen_of: int | None
    corrects: str


def canonical(signature: Signature) -> bytes:
    """The bytes that are hashed."""
    said = {
        "format": FORMAT,
        "office": signature.office,
        "day": signature.day,
        "contact": signature.contact,
        "number": signature.number,
        "facts": signature.facts,
        "commitment": signature.commitment,
        "signed_by": signature.signed_by,
        "signed_at": as_text(signature.signed_at),
        "signed_through": signature.signed_through,
        "screen_of": signature.screen_of,
        "corrects": signature.corrects,
    }
    return _json(said)


def digest_of(signature: Signature) -> str:
    """SHA-256 of the entry, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(signature)).hexdigest()


def text_of(words: Mapping[str, str]) -> str:
    """The words of an entry as one text, for their commitment."""
    return _json(words).decode()


def checksum(digests: Iterable[tuple[int, int, str]]) -> str:
    """One check-sum over a day's entries, given as (number of the day, id of the entry, digest); empty for no entry.

    SHA-256 over a line for each, in the order of the numbers and then of the entries.
    """
    rows = sorted(digests)
    if not rows:
        return ""
    lines = [f"format {FORMAT}", *(f"{number} {digest}" for number, _, digest in rows)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def as_text(moment: datetime) -> str:
    """A time as the facts hold it: UTC, with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _json(said: Mapping) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
