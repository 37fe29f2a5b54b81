"""What joined files took over from each other: encrypted, until the merger is taken back or the data are erased."""

import json
from collections.abc import Iterable, Mapping

from django.db.models import Q

from offices import sealing
from visitors.joining import Take
from visitors.models import Customer, Merger, MergerMemory
from visitors.selectors.merge_sides import VALUE


def remember(merger: Merger, taken: Mapping[str, Take]) -> None:
    """Keep what the merger took over, inside the caller's transaction."""
    MergerMemory.objects.create(office_id=merger.office_id, merger=merger, sealed_takes=sealed(taken))


def takes_of(memory: MergerMemory) -> dict[str, Take]:
    """What the keep took over then. Raises sealing.SealBroken."""
    return {name: Take(before, after) for name, (before, after) in json.loads(memory.takes_text).items()}


def sealed(taken: Mapping[str, Take]) -> str:
    return sealing.seal(json.dumps({name: [take.before, take.after] for name, take in taken.items()}))


def forget_values(*, customer: Customer, keys: Iterable[str] | None = None) -> int:
    """Forget what these fields of the form were (None: everything) in the memories of the person's mergers.

    For consents that end and for erasure, inside the caller's transaction: what is forgotten comes back no more when a
    merger is taken back. How many memories that were.
    """
    files = Customer.objects.of_person(customer.file_id).order_by()
    memories = MergerMemory.objects.filter(Q(merger__keep__in=files) | Q(merger__alias__in=files))
    gone = None if keys is None else {f"{VALUE}{key}" for key in keys}
    count = 0
    for memory in memories.select_for_update(of=("self",), no_key=True).order_by("pk"):
        taken = takes_of(memory)
        kept = {} if gone is None else {name: take for name, take in taken.items() if name not in gone}
        if gone is None or kept != taken:
            memory.sealed_takes = sealed(kept)
            memory.save(update_fields=["sealed_takes"])
            count += 1
    return count
