"""What happens at the telephones: told for the last days, and for those that passed since the demo ran last."""

from datetime import datetime
from random import Random

from offices.enums import Role
from offices.models import BusinessDay, Member, Office
from reception.demo.entries import Entries
from switchboard.demo.telling import tell_telephone

NAMES = 40


def phones_of(office: Office, *, now: datetime) -> int:
    """How many calls were told; none before the office has a day behind it."""
    if not BusinessDay.objects.of(office).exclude(closed_at=None).exists():
        return 0
    entries = Entries(office, Random(f"{office.slug} callers"))  # noqa: S311 (a story, not a secret)
    names = [entries.name() for _ in range(NAMES)]
    people = Member.objects.of(office).working().holding(Role.ADMINISTRATOR)
    return tell_telephone(
        office, administrator=people.order_by("pk").first(), language="zh-hans", names=names, now=now
    )
