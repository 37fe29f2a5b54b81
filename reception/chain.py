"""The hash chain of the queue's log: what a hash covers, and how it is computed.

Canonical JSON (sorted keys, no blanks, UTF-8, times in UTC with microseconds, a format version) of everything that an
entry says, and the hash of the entry before it. Pure: the same for writing, verifying and anybody with the export.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Link:
    """What one entry says; its hash covers all of it."""

    office: int
    seq: int
    at: datetime
    requested_at: datetime
    happened_at: datetime | None
    by: int | None
    kind: str
    payload: Mapping
    decision: Mapping
    rules_version: int
    previous_hash: str


def canonical(link: Link) -> bytes:
    """The bytes that are hashed."""
    said = {
        "format": FORMAT,
        "office": link.office,
        "seq": link.seq,
        "at": _utc(link.at),
        "requested_at": _utc(link.requested_at),
        "happened_at": _utc(link.happened_at) if link.happened_at else None,
        "by": link.by,
        "kind": link.kind,
        "payload": link.payload,
        "decision": link.decision,
        "rules_version": link.rules_version,
        "previous_hash": link.previous_hash,
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hash_of(link: Link) -> str:
    """SHA-256 of the link, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(link)).hexdigest()


def commitment(salt: str, text: str) -> str:
    """What the log keeps of a free text: it proves the text while that stands, and says nothing once it is erased."""
    return "sha256:" + hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
