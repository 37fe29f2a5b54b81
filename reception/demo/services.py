"""What waits at the desk beside the visitors: told once, after the office's days."""

from datetime import datetime

from frontdesk.demo.desk_services import tell_desk_services
from offices.models import BusinessDay, Office


def services_of(office: Office, *, now: datetime) -> bool:
    """Whether they were told just now: not before the office has a day behind it, and not a second time."""
    if not BusinessDay.objects.of(office).exclude(closed_at=None).exists():
        return False
    return tell_desk_services(office, language="zh-hans", now=now)
