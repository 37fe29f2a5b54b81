"""The demo's rooms and guests: who was here, who is here, who comes today and later."""

from datetime import datetime, timedelta

from frontdesk.demo.desk import Desk
from frontdesk.enums import GateMark
from frontdesk.models import Venue, WelcomePlan
from frontdesk.services import gate, preparations, venues, welcome
from frontdesk.services.venues import BookingEntry
from frontdesk.services.welcome import WelcomeEntry

HALF_AN_HOUR = timedelta(minutes=30)


def tell_rooms(desk: Desk) -> dict[str, Venue]:
    """The rooms by their names, and what is booked today and in a week besides the guests' own."""
    made = {
        name: venues.set_venue(
            office=desk.office, venue=None, name=name, kind=kind, seats=seats, **desk.by_manager
        )
        for name, kind, seats in desk.texts["venues"]
    }
    for day in (0, 7):
        for place, (room, title, rank, people) in enumerate(desk.texts["bookings"]):
            begins = desk.at(day, 10 + 3 * place)
            entry = BookingEntry(
                venue=made[room],
                begins_at=begins,
                ends_at=begins + timedelta(minutes=90),
                booked_for="reception" if rank else "meeting",
                reception_class=rank,
                title=title,
                people=people,
                wishes=() if rank else ("water", "name_cards", "projector"),
                note="" if rank else desk.texts["meeting_note"],
            )
            venues.book(entry=entry, by=desk.manager, now=desk.at(-1, 0))
    return made


def tell_guests(desk: Desk, rooms: dict[str, Venue]) -> None:
    """One plan that is over, guests who are here, some who come today, leaders tomorrow, a delegation to be."""
    honoured = next(room for room in rooms.values() if room.kind == "vip")
    _over(desk)
    _here(desk)
    _coming(desk, honoured)
    _leaders(desk, honoured)
    _delegation(desk)


def _plan(desk: Desk, name: str, made_at: datetime, **facts) -> WelcomePlan:
    guests, host = desk.texts["guests"][name]
    usual = {
        "guest_kind": "delegation",
        "bringer": "staff",
        "accompanies": False,
        "called": False,
        "host_rank": 4,
        "plates": desk.texts["plates"].get(name, ""),
    }
    entry = WelcomeEntry(guests=guests, host=host, **{**usual, **facts})
    return welcome.make_plan(entry=entry, by=desk.clerk, now=made_at)


def _prepared(desk: Desk, plan: WelcomePlan, *, until: datetime) -> None:
    """What was due before ``until`` is done in time, and all but the last two of it verified."""
    due = list(plan.tasks.filter(due_at__lt=until).order_by("due_at", "pk"))
    for task in due:
        preparations.tick(task=task, by=desk.clerk, now=min(task.due_at, desk.now))
    for task in due[:-2]:
        preparations.verify(task=task, by=desk.manager, now=min(task.due_at, desk.now))


def _over(desk: Desk) -> None:
    made_at, comes = desk.at(-9, 9), desk.at(-7, 10)
    plan = _plan(desk, "over", made_at, party_size=9, arrives_at=comes, leaves_at=comes + 4 * HALF_AN_HOUR)
    welcome.announce(plan=plan, by=desk.clerk, now=made_at)
    _prepared(desk, plan, until=desk.now)
    welcome.end_plan(plan=plan, by=desk.clerk, now=desk.at(-7, 18))


def _here(desk: Desk) -> None:
    """They came within the hour; not where the day is younger than that."""
    comes = desk.ago(40).replace(second=0, microsecond=0)
    if comes < desk.midnight:
        return
    made_at = desk.at(-2, 16)
    plan = _plan(desk, "here", made_at, party_size=4, arrives_at=comes, needs=("show_flat",))
    welcome.announce(plan=plan, by=desk.clerk, now=made_at)
    _prepared(desk, plan, until=desk.now)
    for mark, by, minutes in ((GateMark.DROVE_IN, desk.guard, 42), (GateMark.AT_DOOR, desk.clerk, 38)):
        if desk.ago(minutes) >= desk.midnight:
            gate.tick_plan(plan=plan, mark=mark, by=by, now=desk.ago(minutes))


def _coming(desk: Desk, honoured: Venue) -> None:
    """In two hours, or as late as the day allows: some of it is done, some overdue."""
    comes = min(desk.now + 4 * HALF_AN_HOUR, max(desk.at(0, 23, 30), desk.now + HALF_AN_HOUR))
    comes = comes.replace(minute=comes.minute // 10 * 10, second=0, microsecond=0)
    made_at = desk.at(-3, 11)
    plan = _plan(
        desk,
        "coming",
        made_at,
        party_size=8,
        bringer="subsidiary",
        accompanies=True,
        arrives_at=comes,
        leaves_at=comes + 3 * HALF_AN_HOUR,
        needs=("show_flat", "sound"),
        cost=1600,
    )
    welcome.announce(plan=plan, by=desk.clerk, now=made_at)
    _prepared(desk, plan, until=desk.ago(200))
    _room(desk, plan, honoured, made_at)


def _leaders(desk: Desk, honoured: Venue) -> None:
    comes = desk.at(1, 14)
    plan = _plan(
        desk,
        "leaders",
        desk.now,
        guest_kind="leaders",
        party_size=6,
        bringer="group",
        accompanies=True,
        called=True,
        arrives_at=comes,
        leaves_at=comes + 4 * HALF_AN_HOUR,
        needs=("show_flat", "sound"),
        host_rank=5,
        cost=2400,
    )
    welcome.announce(plan=plan, **desk.by_clerk)
    _room(desk, plan, honoured, desk.now)
    for number, task in enumerate(plan.tasks.order_by("due_at", "pk")[:3]):
        preparations.tick(task=task, **desk.by_clerk)
        if number < 2:
            preparations.verify(task=task, **desk.by_manager)


def _delegation(desk: Desk) -> None:
    """Still being made: it costs more than the cap, and waits for the manager."""
    plan = _plan(
        desk,
        "delegation",
        desk.now,
        party_size=12,
        bringer="subsidiary",
        called=True,
        arrives_at=desk.at(4, 10),
        leaves_at=desk.at(4, 15),
        needs=("meal", "vehicles"),
        meal_at=desk.at(4, 12),
        cost=4800,
        cost_reason=desk.texts["cost_reason"],
    )
    preparations.add_task(
        plan=plan, text=desk.texts["more"], duty="business", due_at=desk.at(3, 17), **desk.by_clerk
    )


def _room(desk: Desk, plan: WelcomePlan, room: Venue, now: datetime) -> None:
    entry = BookingEntry(
        venue=room,
        begins_at=plan.arrives_at,
        ends_at=plan.leaves_at,
        booked_for="reception",
        reception_class=plan.reception_class,
        title=plan.guests,
        people=plan.party_size,
        plan=plan,
    )
    venues.book(entry=entry, by=desk.clerk, now=now)
