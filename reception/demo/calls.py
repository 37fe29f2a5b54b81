"""Whom the office calls and writes to: told once, after its days at the desk and its deals."""

from datetime import datetime

from followups.demo.telling import tell_follow_ups
from offices.models import BusinessDay, Office


def calls_of(office: Office, *, now: datetime) -> bool:
    """Whether they were told just now: not before the office has a day behind it, and not a second time."""
    if not BusinessDay.objects.of(office).exclude(closed_at=None).exists():
        return False
    return tell_follow_ups(office, now=now)
