"""Guests and rooms for the tests of the desk's services."""

from datetime import datetime, timedelta

from django.utils import timezone

from frontdesk.models import Booking, Loan, LoanItem, Venue, WelcomePlan, WelcomeTask
from frontdesk.services import loans, venues
from frontdesk.services.venues import BookingEntry
from frontdesk.services.welcome import WelcomeEntry, announce, make_plan
from offices.models import Member, Office


def in_days(office: Office, days: int, hour: int = 10, minute: int = 0) -> datetime:
    """That hour, so many days from today, on the office's clock."""
    here = office.local(timezone.now()) + timedelta(days=days)
    return here.replace(hour=hour, minute=minute, second=0, microsecond=0)


def room(by: Member, name: str = "Orchid room", kind: str = "vip", seats: int | None = 12) -> Venue:
    return venues.set_venue(
        office=by.office, venue=None, name=name, kind=kind, seats=seats, by=by, now=timezone.now()
    )


def booked(venue: Venue, by: Member, begins_at: datetime, hours: float = 1, **facts) -> Booking:
    """A meeting in the room, unless the facts say otherwise."""
    entry = {"booked_for": "meeting", "title": "Monday's meeting", **facts}
    ends_at = begins_at + timedelta(hours=hours)
    return venues.book(
        entry=BookingEntry(venue=venue, begins_at=begins_at, ends_at=ends_at, **entry),
        by=by,
        now=timezone.now(),
    )


def guests(office: Office, **facts) -> WelcomeEntry:
    """A leader of the group brings two guests in three days, and has called: level 1."""
    usual = {
        "guests": "Harbour guests",
        "guest_kind": "leaders",
        "party_size": 6,
        "bringer": "group",
        "accompanies": True,
        "called": True,
        "arrives_at": in_days(office, 3),
        "host_rank": 5,
        "host": "Zhou",
    }
    return WelcomeEntry(**{**usual, **facts})


def plan_for(by: Member, *, announced: bool = False, **facts) -> WelcomePlan:
    now = facts.pop("now", None) or timezone.now()
    plan = make_plan(entry=guests(by.office, **facts), by=by, now=now)
    if announced:
        announce(plan=plan, by=by, now=now)
        plan.refresh_from_db()
    return plan


def task_of(plan: WelcomePlan, code: str) -> WelcomeTask:
    return plan.tasks.get(code=code)


def umbrella(by: Member, label: str = "7") -> LoanItem:
    return loans.add_item(office=by.office, kind="umbrella", label=label, by=by, now=timezone.now())


def lent(by: Member, label: str = "7") -> Loan:
    now = timezone.now()
    return loans.lend(
        item=umbrella(by, label), borrower="Ms Xu", pledge="", due_at=now + timedelta(hours=2), by=by, now=now
    )


FILLED = {
    "guests": "Delegation of the twin city",
    "guest_kind": "delegation",
    "party_size": "12",
    "bringer": "subsidiary",
    "accompanies": "on",
    "called": "on",
    "arrives_at": "{moment}",
    "leaves_at": "{moment_after}",
    "meal_at": "",
    "needs": "show_flat",
    "plates": "A12345 B67890",
    "host_rank": "4",
    "host": "Director Zhou",
    "cost": "100",
    "cost_reason": "none",
    "note": "two of them speak English",
}
"""The form of a welcome plan as it is sent; {moment} stands for a day to come."""
