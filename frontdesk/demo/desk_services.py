"""The desk's services in the demo: rooms, guests, loans, mail, gifts, the self-check, an incident."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from frontdesk.demo.texts import texts_in
from frontdesk.enums import Level, Stage
from frontdesk.models import ChecklistItem, LoanItem, Venue
from frontdesk.services import checklists, gifts, hall, loans, papers, preparations, venues, welcome
from frontdesk.services.venues import BookingEntry
from frontdesk.services.welcome import WelcomeEntry
from offices.enums import Role
from offices.models import Member, Office


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts at the demo's desk, and what they say."""

    office: Office
    clerk: Member
    manager: Member
    consultant: Member
    texts: dict
    now: datetime

    @property
    def by_clerk(self) -> dict:
        return {"by": self.clerk, "now": self.now}

    @property
    def by_manager(self) -> dict:
        return {"by": self.manager, "now": self.now}

    def at(self, days: int, hour: int) -> datetime:
        """That hour, so many days from now, on the office's clock."""
        here = self.office.local(self.now) + timedelta(days=days)
        return here.replace(hour=hour, minute=0, second=0, microsecond=0)


@transaction.atomic
def tell_desk_services(office: Office, *, language: str, now: datetime) -> bool:
    """Fill the services' pages of an office that has none of it yet, as of ``now``; whether anything was told.

    Needs a clerk, a manager and a consultant.
    """
    found = [Member.objects.of(office).working().holding(role).order_by("pk").first() for role in _NEEDED]
    if Venue.objects.of(office).exists() or not all(found):
        return False
    clerk, manager, consultant = found
    desk = Desk(office, clerk, manager, consultant, texts_in(language), now)
    rooms = _rooms(desk)
    _guests(desk, rooms)
    _loans(desk)
    _papers(desk)
    _gifts(desk)
    _hall(desk)
    return True


_NEEDED = (Role.DESK, Role.MANAGER, Role.CONSULTANT)


def _rooms(desk: Desk) -> list[Venue]:
    made = [
        venues.set_venue(office=desk.office, venue=None, name=name, kind=kind, seats=seats, **desk.by_manager)
        for name, kind, seats in desk.texts["venues"]
    ]
    for day in (1, 8):
        venues.book(
            entry=BookingEntry(
                venue=made[4],
                begins_at=desk.at(day, 9),
                ends_at=desk.at(day, 10),
                booked_for="meeting",
                title=desk.texts["meeting"],
                people=8,
                wishes=("water", "projector"),
            ),
            **desk.by_manager,
        )
    return made


def _guests(desk: Desk, rooms: list[Venue]) -> None:
    """One plan that is announced and begun, one that is still being made."""
    (leaders, president), (delegation, director) = desk.texts["guests"]
    first = welcome.make_plan(
        entry=WelcomeEntry(
            guests=leaders,
            guest_kind="leaders",
            party_size=6,
            bringer="group",
            accompanies=True,
            called=True,
            arrives_at=desk.at(1, 14),
            leaves_at=desk.at(1, 16),
            needs=("show_flat", "sound"),
            plates=desk.texts["plates"],
            host_rank=5,
            host=president,
            cost=2400,
        ),
        **desk.by_clerk,
    )
    welcome.announce(plan=first, **desk.by_clerk)
    venues.book(
        entry=BookingEntry(
            venue=rooms[0],
            begins_at=first.arrives_at,
            ends_at=first.leaves_at,
            booked_for="reception",
            reception_class=first.reception_class,
            title=leaders,
            people=6,
            plan=first,
        ),
        **desk.by_clerk,
    )
    for number, task in enumerate(first.tasks.order_by("due_at", "pk")[:3]):
        preparations.tick(task=task, **desk.by_clerk)
        if number < 2:
            preparations.verify(task=task, **desk.by_manager)
    welcome.make_plan(
        entry=WelcomeEntry(
            guests=delegation,
            guest_kind="delegation",
            party_size=12,
            bringer="subsidiary",
            accompanies=False,
            called=True,
            arrives_at=desk.at(4, 10),
            needs=("meal",),
            meal_at=desk.at(4, 12),
            host_rank=4,
            host=director,
        ),
        **desk.by_clerk,
    )


def _loans(desk: Desk) -> None:
    for kind, label in desk.texts["items"]:
        loans.add_item(office=desk.office, kind=kind, label=label, **desk.by_clerk)
    items = list(LoanItem.objects.of(desk.office).order_by("pk"))
    for place, (item, borrower) in enumerate(zip(items, desk.texts["borrowers"], strict=False)):
        out_at = desk.now - timedelta(hours=5 - place)
        loan = loans.lend(
            item=item,
            borrower=borrower,
            pledge=desk.texts["pledge"],
            due_at=out_at + timedelta(hours=3),
            by=desk.clerk,
            now=out_at,
        )
        if place == 0:
            loans.take_back(loan=loan, end="fine", by=desk.clerk, now=out_at + timedelta(hours=1))


def _papers(desk: Desk) -> None:
    for place, (kind, addressee, sender) in enumerate(desk.texts["mail"]):
        mail = papers.enter_mail(
            kind=kind, addressee=addressee, sender=sender, mail_number="", pieces=place + 1, **desk.by_clerk
        )
        if place == 0:
            papers.hand_out(mail=mail, handed_to="", **desk.by_clerk)
    for kind, whom, sheets in desk.texts["copies"]:
        papers.note_copy(
            kind=kind, whom=whom, sheets=sheets, in_colour=False, price_fen=sheets * 50, **desk.by_clerk
        )


def _gifts(desk: Desk) -> None:
    for place, (what, receiver, occasion, value) in enumerate(desk.texts["gifts"]):
        gift = gifts.ask_for_gift(
            what=what, receiver=receiver, occasion=occasion, value=value, by=desk.consultant, now=desk.now
        )
        if place == 0:
            gifts.decide_gift(gift=gift, approve=True, reason="", **desk.by_manager)


def _daily_items(desk: Desk) -> list[ChecklistItem]:
    """The items of the daily list that the office has already, or of a short one."""
    standing = ChecklistItem.objects.of(desk.office).in_use().filter(checklist__stage=Stage.DAILY)
    if found := [item for item in standing.order_by("position", "pk") if item.is_to_do]:
        return found
    title, items = desk.texts["daily"]
    daily = checklists.add_list(office=desk.office, stage=Stage.DAILY, title=title, **desk.by_manager)
    return [
        checklists.add_item(checklist=daily, level=Level.MUST, text=text, **desk.by_manager) for text in items
    ]


def _hall(desk: Desk) -> None:
    made = _daily_items(desk)
    hall.answer_check(item=made[0], state="problem", note=desk.texts["problem"], **desk.by_clerk)
    hall.answer_check(item=made[1], state="fine", note="", **desk.by_clerk)
    kind, place, text = desk.texts["incident"]
    happened = desk.now - timedelta(days=2)
    incident = hall.report_incident(
        kind=kind,
        place=place,
        happened_at=happened,
        text=text,
        somebody_hurt=False,
        by=desk.clerk,
        now=happened,
    )
    hall.add_note(incident=incident, text=desk.texts["since"], by=desk.clerk, now=happened)
    hall.close_incident(
        incident=incident, outcome=desk.texts["outcome"], by=desk.manager, now=desk.now - timedelta(days=1)
    )
