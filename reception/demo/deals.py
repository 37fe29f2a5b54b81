"""What the office sells: told once, after the days at the desk, whose visitors are among those who buy."""

from datetime import datetime
from random import Random

from deals.demo.telling import tell_deals
from offices.models import BusinessDay, Office
from reception.demo.entries import Entries


def deals_of(office: Office, *, now: datetime) -> bool:
    """Whether they were told just now: not before the office has a day behind it, and not a second time."""
    if not BusinessDay.objects.of(office).exclude(closed_at=None).exists():
        return False
    entries = Entries(office, Random(f"{office.slug} buyers"))  # noqa: S311 (a story, not a secret)
    return tell_deals(office, newcomer=entries.customer, now=now)
