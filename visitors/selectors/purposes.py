"""What a person will not have their facts kept for: purposes they took their consent back from, by file.

Codes stand in SubjectRequest.ended as ``purpose:care``; a later request to agree again ends them all.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from visitors.file_kinds import Purpose
from visitors.models import Customer, SubjectRequest
from visitors.rights_words import RightKind, RightState

PURPOSE = "purpose:"
LASTING = frozenset({Purpose.ADDRESS})
"""By what else should we know of whom we may not keep the rest?"""


def withdrawable() -> list[Purpose]:
    return [each for each in Purpose if each not in LASTING]


def ended_purposes(customer: Customer) -> frozenset[Purpose]:
    """Those of the person, whichever of their files it was said of: one query."""
    files = Customer.objects.of_person(customer.file_id).order_by().values("pk")
    since = _since(SubjectRequest.objects.filter(customer__in=files))
    return frozenset().union(*since.values()) if since else frozenset()


def ended_by_file(files: Collection[int]) -> dict[int, frozenset[Purpose]]:
    """The same for many files (ids of those that hold): only those of which something was said; one query."""
    return _since(SubjectRequest.objects.filter(customer__in=files))


def _since(requests: QuerySet[SubjectRequest]) -> dict[int, frozenset[Purpose]]:
    ended: dict[int, frozenset[Purpose]] = defaultdict(frozenset)
    answered: list[tuple[int, str, list[str], datetime]] = list(
        requests.filter(state=RightState.DONE, kind__in=(RightKind.WITHDRAW, RightKind.AGREE))
        .order_by("answered_at", "pk")
        .values_list("customer", "kind", "ended", "answered_at")
    )
    for customer, kind, codes, _at in answered:
        if kind == RightKind.AGREE:
            ended.pop(customer, None)
            continue
        said = {code.removeprefix(PURPOSE) for code in codes if code.startswith(PURPOSE)}
        if said:
            ended[customer] |= {Purpose(code) for code in said}
    return dict(ended)
