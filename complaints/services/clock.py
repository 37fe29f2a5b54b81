"""What the clock does with complaints: whoever has to know of one that is due or late is told, once."""

import logging
import time
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from complaints.models import Ticket
from complaints.services.writing import settle
from offices.jobs import run_ends

log = logging.getLogger(__name__)

BATCH = 50


class Unread(Exception):
    """Some complaints could not be looked at; the log says which, and the others were."""


def climb(*, now: datetime) -> int:
    """Look at every complaint of which somebody has to be told by now; returns how many those were. Raises Unread.

    Run twice, or by two at once, it tells nothing twice: a row is claimed by who gets it, a telling has one key. One
    that cannot be judged keeps nobody from hearing of the others.
    """
    ends, seen = run_ends(), set[int]()
    count, failed = 0, 0
    while time.monotonic() < ends and (due := _due(now, seen)):
        seen.update(due)
        for pk in due:
            try:
                count += _look(pk, now)
            except Exception:
                log.exception("complaint %s cannot be looked at", pk)
                failed += 1
    if failed:
        raise Unread(f"{failed} complaints")
    return count


def _due(now: datetime, but: Collection[int]) -> list[int]:
    """The next ones, those that wait longest first."""
    rows = Ticket.objects.filter(look_at__lte=now, office__is_active=True).exclude(pk__in=but)
    return list(rows.order_by("look_at", "pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _look(pk: int, now: datetime) -> bool:
    rows = Ticket.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).select_related(
        "office", "department", "category", "answerable", "about_member"
    )
    row = rows.filter(pk=pk, look_at__lte=now).first()
    if row is None:
        return False
    settle(row, now=now)
    return True
