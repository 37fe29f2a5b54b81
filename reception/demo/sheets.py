"""Lists of customers in and out: told once, after the office's own customers are there."""

from datetime import datetime

from offices.models import BusinessDay, Office
from visitors.demo.sheets import tell_sheets


def sheets_of(office: Office, *, now: datetime) -> int:
    """How many lists were told just now: not before the office has a day behind it, and not a second time."""
    if not BusinessDay.objects.of(office).exclude(closed_at=None).exists():
        return 0
    return tell_sheets(office, language="zh-hans", now=now)
