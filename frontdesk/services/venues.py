"""Venues and their bookings. The database refuses two at a time; what was booked is given up, never deleted."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from frontdesk.enums import BookedFor, MeetingWish, ReceptionClass, VenueKind
from frontdesk.hospitality import ReceptionClass as Rank
from frontdesk.hospitality import VenueKind as Room
from frontdesk.hospitality import venue_is_fit
from frontdesk.models import Booking, Venue, WelcomePlan
from frontdesk.services.entry import number, one_of, said, write
from offices import live
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from visitors.services.customers import clean_text

MOST_SEATS = 500
LONGEST = timedelta(hours=24)
MOST_VENUES = 30


@dataclass(frozen=True, slots=True)
class BookingEntry:
    """What is asked for: a venue from ``begins_at`` until ``ends_at``, which is free again."""

    venue: Venue
    begins_at: datetime
    ends_at: datetime
    booked_for: str
    title: str
    reception_class: str = ""
    people: int | None = None
    wishes: Collection[str] = field(default_factory=tuple)
    note: str = ""
    plan: WelcomePlan | None = None


@transaction.atomic
def set_venue(
    *, office: Office, venue: Venue | None, name: str, kind: str, seats: int | None, by: Member, now: datetime
) -> Venue:
    """A new venue, or another name, kind or size of this one; bookings that stand stay. Raises Refusal."""
    held = venue or Venue(office=office)
    if venue is None and Venue.objects.of(office).in_use().count() >= MOST_VENUES:
        raise Refusal(_("More than %(most)d venues are too many. Give one up first.") % {"most": MOST_VENUES})
    held.name, held.kind = said(name, "name", 40), one_of(kind, VenueKind, "kind")
    held.seats = None if seats is None else number(seats, "seats", least=1, most=MOST_SEATS)
    write(held, {"venue_name_once": "name"}, changed=["name", "kind", "seats"] if venue else None)
    _keep(AuditAction.VENUE_CHANGED, f"venue:{held.pk}", {"did": "set", "kind": held.kind}, by, now)
    return held


@transaction.atomic
def switch_venue(*, venue: Venue, on: bool, by: Member, now: datetime) -> None:
    """Take the venue out of use, or back. Raises Refusal where somebody is still booked there."""
    held = Venue.objects.select_for_update(of=("self",), no_key=True).get(pk=venue.pk)
    if on == (held.ended_at is None):
        return
    if not on and held.bookings.standing().filter(period__endswith__gt=now).exists():
        raise Refusal(_("Somebody is booked there. Give those bookings up first."))
    held.ended_at = None if on else now
    write(held, {"venue_name_once": "name"}, changed=["ended_at"])
    _keep(AuditAction.VENUE_CHANGED, f"venue:{held.pk}", {"did": "on" if on else "off"}, by, now)


@transaction.atomic
def book(*, entry: BookingEntry, by: Member, now: datetime) -> Booking:
    """Book the venue. Raises Refusal: taken at that time, not meant for guests of that class, in the past (H-16)."""
    # Held, so that nobody takes it out of use meanwhile.
    rows = Venue.objects.of(by.office).in_use().select_for_update(of=("self",), no_key=True)
    venue = rows.filter(pk=entry.venue.pk).first()
    if venue is None:
        raise Refusal(_("This venue is not in use any more."), field="venue")
    _check_time(entry, now)
    one_of(entry.booked_for, BookedFor, "booked_for")
    rank = entry.reception_class if entry.booked_for == BookedFor.RECEPTION else ""
    if entry.plan is not None:
        if not entry.plan.is_live:
            raise Refusal(_("This plan is over or called off."))
        rank = entry.plan.reception_class if rank else ""
    if entry.booked_for == BookedFor.RECEPTION:
        one_of(rank, ReceptionClass, "reception_class")
        if not venue_is_fit(Rank(rank), Room(venue.kind)):
            raise Refusal(
                _("Guests of this class are not received in this venue. Choose the one meant for them."),
                field="venue",
            )
    booking = Booking(
        office_id=by.office_id,
        venue=venue,
        plan=entry.plan,
        period=DateTimeTZRange(entry.begins_at, entry.ends_at),
        booked_for=entry.booked_for,
        reception_class=rank,
        title=said(entry.title, "title", 60),
        people=None if entry.people is None else number(entry.people, "people", least=1, most=MOST_SEATS),
        wishes=[one_of(wish, MeetingWish, "wishes") for wish in entry.wishes],
        note=clean_text(entry.note, "note", 200),
        by=by,
        made_at=now,
    )
    write(booking, {"booking_one_at_a_time": "begins_at"})
    did = {"did": "booked", "venue": venue.pk, "for": booking.booked_for}
    _keep(AuditAction.BOOKING_CHANGED, f"booking:{booking.pk}", did, by, now)
    live.bump(by.office_id)
    return booking


def _check_time(entry: BookingEntry, now: datetime) -> None:
    if entry.ends_at <= entry.begins_at:
        raise Refusal(_("It ends after it has begun."), field="ends_at")
    if entry.ends_at - entry.begins_at > LONGEST:
        raise Refusal(_("A booking is for a day at most."), field="ends_at")
    if entry.ends_at <= now:
        raise Refusal(_("This time is over."), field="begins_at")


@transaction.atomic
def prepare(*, booking: Booking, by: Member, now: datetime) -> None:
    """The room is set up for the meeting (H-02). Raises Refusal."""
    held = _held(booking)
    if held.prepared_at is not None:
        raise Refusal(_("This room was set up already."))
    held.prepared_at, held.prepared_by = now, by
    held.save(update_fields=["prepared_at", "prepared_by"])
    _keep(AuditAction.BOOKING_CHANGED, f"booking:{held.pk}", {"did": "prepared"}, by, now)
    live.bump(by.office_id)


@transaction.atomic
def give_up(*, booking: Booking, by: Member, now: datetime) -> None:
    """The time is free again. Raises Refusal where it is over or given up."""
    held = _held(booking)
    if held.ends_at <= now:
        raise Refusal(_("This time is over."))
    held.cancelled_at, held.cancelled_by = now, by
    held.save(update_fields=["cancelled_at", "cancelled_by"])
    _keep(AuditAction.BOOKING_CHANGED, f"booking:{held.pk}", {"did": "given_up"}, by, now)
    live.bump(by.office_id)


def _held(booking: Booking) -> Booking:
    rows = Booking.objects.standing().select_for_update(of=("self",), no_key=True)
    held = rows.filter(pk=booking.pk).first()
    if held is None:
        raise Refusal(_("This booking was given up already."))
    return held


def _keep(action: AuditAction, record: str, details: dict, by: Member, now: datetime) -> None:
    keep(action=action, record=record, details=details, by=by, now=now)
