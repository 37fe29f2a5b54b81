"""A day of the venues: what is booked in each, and when it is free."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from frontdesk.enums import VenueKind
from frontdesk.models import Booking, Venue
from offices.models import Office

EVERY = timedelta(hours=2)
"""Between two hours that are written on the line."""
STEP = 1000
"""Places on the line of a day, from its opening to its closing."""


@dataclass(slots=True)
class Stretch:
    """A booking on the line of its venue: from where, how wide, of STEP; cut where the line ends."""

    booking: Booking
    start: int
    width: int


@dataclass(slots=True)
class VenueDay:
    """A venue and its bookings of a day, in order."""

    venue: Venue
    bookings: list[Booking] = field(default_factory=list)
    line: list[Stretch] = field(default_factory=list)


@dataclass(slots=True)
class Day:
    """``hours`` are the full hours on the line, each with its place."""

    on: date
    before: date
    after: date
    venues: list[VenueDay]
    hours: list[tuple[str, int]]


def day_of_venues(office: Office, on: date) -> Day:
    """Two queries, however many are booked. Venues that are not in use show where somebody is booked still."""
    begin = datetime.combine(on, time(0), tzinfo=office.zone)
    end = datetime.combine(on + timedelta(days=1), time(0), tzinfo=office.zone)
    rows = (
        Booking.objects.of(office).standing().within(begin, end).select_related("by", "prepared_by", "plan")
    )
    found: dict[int, list[Booking]] = {}
    for booking in rows.order_by("period", "pk"):
        found.setdefault(booking.venue_id, []).append(booking)
    opens, closes = _line_of(office, on, [booking for each in found.values() for booking in each], end)
    shown = []
    for venue in sorted(Venue.objects.of(office), key=by_kind):
        bookings = found.get(venue.pk, [])
        if venue.ended_at is None or bookings:
            line = [_stretch(each, opens, closes) for each in bookings]
            shown.append(VenueDay(venue, bookings, [each for each in line if each.width > 0]))
    return Day(on, on - timedelta(days=1), on + timedelta(days=1), shown, _hours(opens, closes))


def by_kind(venue: Venue) -> tuple[int, str]:
    """Venues stand in the order of those whom they are for, then by name."""
    return VenueKind.values.index(venue.kind), venue.name


def _line_of(office: Office, on: date, bookings: list[Booking], end: datetime) -> tuple[datetime, datetime]:
    """From the hour before opening to the hour after closing, or as far as somebody is booked on that day.

    In whole steps of EVERY; nothing before the day's first hour.
    """
    begin = datetime.combine(on, time(0), tzinfo=office.zone)
    opens = datetime.combine(on, office.opens_at, tzinfo=office.zone) - timedelta(hours=1)
    closes = datetime.combine(on, office.closes_at, tzinfo=office.zone) + timedelta(hours=1)
    first = max(begin, min([opens, *(office.local(each.begins_at) for each in bookings)]))
    last = max([closes, *(min(each.ends_at, end) for each in bookings)])
    opens = first.replace(hour=first.hour - first.hour % 2, minute=0)
    return opens, opens + -((opens - last) // EVERY) * EVERY


def _place(moment: datetime, opens: datetime, closes: datetime) -> int:
    return max(0, min(STEP, round(STEP * ((moment - opens) / (closes - opens)))))


def _stretch(booking: Booking, opens: datetime, closes: datetime) -> Stretch:
    start, end = (_place(each, opens, closes) for each in (booking.begins_at, booking.ends_at))
    return Stretch(booking, start, end - start)


def _hours(opens: datetime, closes: datetime) -> list[tuple[str, int]]:
    moment, found = opens, []
    while moment < closes:
        found.append((f"{moment:%H}", _place(moment, opens, closes)))
        moment += EVERY
    return found
