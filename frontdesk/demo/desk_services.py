"""The desk's services in the demo: rooms, guests, loans, mail, gifts, the self-check, incidents."""

from datetime import datetime

from django.db import transaction

from frontdesk.demo.counter import tell_counter
from frontdesk.demo.desk import desk_of
from frontdesk.demo.guests import tell_guests, tell_rooms
from frontdesk.models import Venue
from offices.models import Notice, Office


@transaction.atomic
def tell_desk_services(office: Office, *, language: str, now: datetime) -> bool:
    """Fill the services' pages of an office that has none of it yet, as of ``now``; whether anything was told.

    Needs a clerk, a manager and a consultant.
    """
    desk = desk_of(office, language=language, now=now)
    if desk is None or Venue.objects.of(office).exists():
        return False
    rooms = tell_rooms(desk)
    tell_guests(desk, rooms)
    tell_counter(desk)
    # What the bell said before today was read.
    old = Notice.objects.filter(office=office, seen_at=None, created_at__lt=desk.midnight)
    old.update(seen_at=now)
    return True
