"""The hash chain of the queue's log: what a hash covers, and how it is computed.

Canonical JSON (sorted keys, no blanks, UTF-8, times in UTC with microseconds, a format version) of everything that an
entry says, and the hash of the entry before it. Pure: the same for writing, verifying and anybody with the export.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

FORMAT = 1
ANCHOR = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")


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


@dataclass(frozen=True, slots=True)
class Anchor:
    """The hash of an entry as somebody has it written down outside the log."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


def anchor_from(text: str) -> Anchor:
    """The anchor in ``812:9f86d081…``, as sheets and messages print it, blanks apart. Raises ValueError."""
    found = ANCHOR.fullmatch("".join(text.split()).lower())
    if found is None:
        raise ValueError("an anchor is the number of an entry, a colon and 64 hexadecimal digits")
    return Anchor(int(found[1]), found[2])


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was written: where, and what."""

    seq: int
    what: str


class ChainCheck:
    """Reads one log entry by entry, from the first on, and says what is wrong with it.

    What was changed, left out, put in or moved shows by itself. That a whole chain was computed anew, or cut at its
    end, shows by the anchors alone.
    """

    def __init__(self, anchors: Iterable[Anchor] = ()) -> None:
        self.seq = 0
        self.last_hash = ""
        self._anchored: dict[int, set[str]] = defaultdict(set)
        for anchor in anchors:
            self._anchored[anchor.seq].add(anchor.hash)

    def read(self, link: Link, stored: str) -> Iterator[Difference]:
        """The next entry, with the hash that is stored for it."""
        if link.seq != self.seq + 1:
            yield Difference(link.seq, f"the log jumps from {self.seq} to {link.seq}")
        if link.previous_hash != self.last_hash:
            yield Difference(link.seq, "the entry does not follow the one before it")
        if hash_of(link) != stored:
            yield Difference(link.seq, "the entry is not what was hashed")
        for _other in self._anchored.pop(link.seq, set()) - {stored}:
            yield Difference(link.seq, "the anchor has another hash for this entry")
        self.seq, self.last_hash = link.seq, stored

    def end(self) -> Iterator[Difference]:
        """The log is read: what of the anchors was not met."""
        for seq in sorted(self._anchored):
            yield Difference(seq, "an anchor names this entry, and the log has none of that number")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
