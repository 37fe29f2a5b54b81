"""What customers complain of: told once, before today's calls, of which one may be another complaint."""

from datetime import datetime, timedelta

from complaints.demo.telling import tell_complaints
from followups.services.calendar import keep_calendar
from offices.models import BusinessDay, Office
from visitors.models import Customer

KNOWN_FOR = timedelta(days=8)
"""Who complains has been a customer for as long as the oldest open complaint."""
MOST = 12


def complaints_of(office: Office, *, now: datetime) -> bool:
    """Whether they were told just now: not before the office has a day behind it, and not a second time."""
    if not BusinessDay.objects.of(office).exclude(closed_at=None).exists():
        return False
    keep_calendar(now=now)
    rows = Customer.objects.of(office).filter(merged_into=None, contacts__at__lt=now - KNOWN_FOR)
    customers = list(rows.order_by("pk").distinct()[:MOST])
    return bool(tell_complaints(office, customers=customers, language="zh-hans", now=now))
