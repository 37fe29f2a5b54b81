"""What the clock does with complaints: whoever has to know of one that is due or late is told, once."""

from datetime import datetime

from django.db import transaction

from complaints.models import Ticket
from complaints.services.writing import settle


def climb(*, now: datetime) -> int:
    """Look at every complaint of which somebody has to be told by now; returns how many those were.

    Run twice, or by two at once, it tells nothing twice: a row is claimed by who gets it, a telling has one key.
    """
    due = Ticket.objects.filter(look_at__lte=now).order_by("look_at", "pk").values_list("pk", flat=True)
    return sum(_look(pk, now) for pk in list(due))


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
