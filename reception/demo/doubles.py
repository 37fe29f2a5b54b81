"""Who was entered twice: told once, when the office has a day behind it."""

from datetime import datetime

from offices.models import BusinessDay, Office
from visitors.demo.doubles import tell_doubles


def doubles_of(office: Office, *, now: datetime) -> int:
    """How many people with two files were told just now."""
    if not BusinessDay.objects.of(office).exclude(closed_at=None).exists():
        return 0
    return tell_doubles(office, language="zh-hans", now=now)
