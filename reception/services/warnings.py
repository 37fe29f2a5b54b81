"""Visitors who have waited for a minute: the manager is told once (A-20)."""

from datetime import datetime

from django.db import transaction

from offices import live
from offices.enums import NoticeKind
from reception.models import Reception
from reception.services.leaders import alarm_leaders
from reception.targets import LATE_AFTER

BATCH = 100


@transaction.atomic
def warn_of_waiting(*, now: datetime) -> int:
    """Tell the leaders of each visitor nobody has come to for a minute; returns how many. Harmless when run twice."""
    late = list(
        Reception.objects.unmet()
        .filter(warned_at=None, arrived_at__lte=now - LATE_AFTER)
        .exclude(met_at__isnull=False, called_at__gt=now - LATE_AFTER)  # handed over just now
        .select_related("office")
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
        .order_by("arrived_at", "pk")[:BATCH]
    )
    for reception in late:
        reception.warned_at = now
        reception.save(update_fields=["warned_at"])
        alarm_leaders(kind=NoticeKind.LATE, reception=reception, now=now)
    for office_id in {reception.office_id for reception in late}:
        live.bump(office_id)
    return len(late)
