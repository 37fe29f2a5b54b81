"""Venues: nobody has a room that somebody else has, and guests are received where their class belongs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from frontdesk.models import Booking, Venue
from frontdesk.selectors.venues import day_of_venues
from frontdesk.services import venues
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import AuditEntry, Office
from tests.frontdesk.guests import booked, in_days, room


def refused(field: str | None, work, **facts) -> str:
    with pytest.raises(Refusal) as caught:
        work(**facts)
    assert caught.value.field == field
    return str(caught.value)


def test_room_is_taken_until_its_end_and_free_from_then_on(office, lin, mei) -> None:
    orchid, at = room(mei), in_days(office, 1)
    booked(orchid, lin, at, hours=2)
    for begins, hours in ((at, 2), (at + timedelta(hours=1), 0.5), (at - timedelta(hours=1), 4)):
        refused("begins_at", booked, venue=orchid, by=lin, begins_at=begins, hours=hours)
    booked(orchid, lin, at + timedelta(hours=2))
    booked(orchid, lin, at - timedelta(hours=1))
    booked(room(mei, "Plum room"), lin, at, hours=2)
    assert Booking.objects.count() == 4


def test_database_itself_refuses_two_at_a_time(office, lin, mei) -> None:
    orchid, at = room(mei), in_days(office, 1)
    first = booked(orchid, lin, at)
    row = Booking(
        office=office, venue=orchid, booked_for="meeting", title="Second", by=lin, made_at=timezone.now()
    )
    row.period = DateTimeTZRange(at + timedelta(minutes=59), at + timedelta(hours=3))
    with pytest.raises(IntegrityError, match="booking_one_at_a_time"), transaction.atomic():
        row.save()
    venues.give_up(booking=first, by=lin, now=timezone.now())
    row.save()
    assert Booking.objects.standing().get() == row


@pytest.mark.django_db(transaction=True)
def test_of_many_who_book_at_once_one_has_the_room(office, lin, mei) -> None:
    orchid, at = room(mei), in_days(office, 1)
    gathered = Barrier(4)

    def try_it(number: int) -> str:
        gathered.wait(timeout=20)
        try:
            booked(orchid, lin, at + timedelta(minutes=number), title=f"Meeting {number}")
        except Refusal:
            return "refused"
        finally:
            connection.close()
        return "booked"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(try_it, range(4)))
    assert sorted(answers) == ["booked", "refused", "refused", "refused"]
    # The negative control: at other times all of them have it.
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(try_it, [120, 240, 360, 480]))
    assert answers == ["booked"] * 4


@pytest.mark.clause("H-16")
@pytest.mark.parametrize(
    ("rank", "kind", "fits"),
    [
        ("a", "vip", True),
        ("b", "vip", True),
        ("b", "business", False),
        ("c", "business", True),
        ("c", "vip", False),
        ("d", "lounge", True),
        ("d", "meeting", False),
        ("d", "chief", True),
    ],
)
def test_guests_are_received_in_the_room_of_their_class(office, lin, mei, rank, kind, fits) -> None:
    venue = room(mei, "Room", kind)
    facts = {"booked_for": "reception", "reception_class": rank, "title": "Guests"}
    at = in_days(office, 1)
    if fits:
        assert booked(venue, lin, at, **facts).reception_class == rank
    else:
        refused("venue", booked, venue=venue, by=lin, begins_at=at, **facts)
    # A meeting may be anywhere, and has no class.
    assert booked(venue, lin, at + timedelta(hours=5), reception_class="a").reception_class == ""


def test_reception_needs_a_class_and_a_booking_a_sensible_time(office, lin, mei) -> None:
    orchid, at = room(mei), in_days(office, 1)
    refused("reception_class", booked, venue=orchid, by=lin, begins_at=at, booked_for="reception")
    refused("ends_at", booked, venue=orchid, by=lin, begins_at=at, hours=0)
    refused("ends_at", booked, venue=orchid, by=lin, begins_at=at, hours=25)
    refused("begins_at", booked, venue=orchid, by=lin, begins_at=in_days(office, -1))
    refused("title", booked, venue=orchid, by=lin, begins_at=at, title=" ")
    assert not Booking.objects.exists()


@pytest.mark.clause("H-02")
def test_room_is_set_up_once_and_given_up_once(office, lin, mei) -> None:
    booking = booked(room(mei), mei, in_days(office, 1), wishes=("water", "projector"))
    venues.prepare(booking=booking, by=lin, now=timezone.now())
    refused(None, venues.prepare, booking=booking, by=lin, now=timezone.now())
    booking.refresh_from_db()
    assert (booking.prepared_by, booking.wishes) == (lin, ["water", "projector"])
    venues.give_up(booking=booking, by=lin, now=timezone.now())
    refused(None, venues.give_up, booking=booking, by=lin, now=timezone.now())
    kept = AuditEntry.objects.filter(action=AuditAction.BOOKING_CHANGED).order_by("pk")
    assert [entry.details["did"] for entry in kept] == ["booked", "prepared", "given_up"]


def test_room_with_bookings_ahead_stays_in_use(office, lin, mei) -> None:
    orchid, now = room(mei), timezone.now()
    booking = booked(orchid, lin, in_days(office, 1))
    refused(None, venues.switch_venue, venue=orchid, on=False, by=mei, now=now)
    venues.give_up(booking=booking, by=lin, now=now)
    venues.switch_venue(venue=orchid, on=False, by=mei, now=now)
    refused("venue", booked, venue=orchid, by=lin, begins_at=in_days(office, 1))
    same = {"office": office, "venue": None, "name": "Orchid room", "kind": "vip", "seats": None}
    venues.set_venue(**same, by=mei, now=now)
    refused("name", venues.set_venue, **same, by=mei, now=now)
    refused("name", venues.switch_venue, venue=orchid, on=True, by=mei, now=now)


def test_another_offices_room_cannot_be_booked(office: Office, lin, stranger) -> None:
    theirs = room(stranger, "Theirs")
    refused("venue", booked, venue=theirs, by=lin, begins_at=in_days(office, 1))
    assert Venue.objects.of(office).count() == 0


def test_day_shows_every_room_with_its_bookings_in_order(office, lin, mei, django_assert_num_queries) -> None:
    orchid, plum = room(mei), room(mei, "Plum room")
    late = booked(orchid, lin, in_days(office, 1, 15), title="Late")
    early = booked(orchid, lin, in_days(office, 1, 9), title="Early")
    booked(orchid, lin, in_days(office, 2, 9), title="Next day")
    over_night = booked(plum, lin, in_days(office, 1, 23), hours=3, title="Over night")
    with django_assert_num_queries(2):
        day = day_of_venues(office, in_days(office, 1).date())
    assert [(each.venue, each.bookings) for each in day.venues] == [
        (orchid, [early, late]),
        (plum, [over_night]),
    ]
    [first, second] = day.venues[0].line
    assert 0 <= first.start < first.start + first.width < second.start < 1000
    # The line reaches as far as somebody is booked on the day, up to its midnight.
    [night] = day.venues[1].line
    assert second.start < night.start < night.start + night.width <= 1000
    opened = day_of_venues(office, in_days(office, 2).date()).venues[1].line
    assert [each.start for each in opened] == [0]
