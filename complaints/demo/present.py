"""Complaints that are open, or just closed: one of each sort that a day brings."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from complaints.demo.cast import Cast
from complaints.enums import Channel, ConfirmedHow, TicketKind
from complaints.models import Ticket
from complaints.services import closing, deeds, handing_over
from complaints.services.opening import TicketEntry, open_ticket
from visitors.models import Customer

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def tell_present(cast: Cast, customers: list[Customer]) -> dict[str, Ticket]:
    """Each by its name, the oldest first. Customers are taken from the list in that order, while there are any."""
    tales = _Tales(cast, iter(customers))
    plots: list[tuple[str, timedelta, Callable[[datetime], Ticket]]] = [
        ("second_level", 7 * DAY, tales.not_content),
        ("late", 6 * DAY, tales.late),
        ("call_owed", 5 * DAY, tales.call_owed),
        ("waiting", 4 * DAY, tales.waiting),
        ("explained", 3 * DAY, tales.explained),
        ("replied", 2 * DAY, tales.replied),
        ("about", 26 * HOUR, tales.about_a_consultant),
        ("handled", 25 * HOUR, tales.handled),
        ("offered", 5 * HOUR, tales.offered),
        ("major", 3 * HOUR, tales.major),
        ("again", 2 * HOUR, tales.again),
        ("web", HOUR, tales.from_the_web),
    ]
    return {name: told(cast.now - ago) for name, ago, told in plots}


class _Tales:
    """What happens in each, from its opening on."""

    def __init__(self, cast: Cast, customers: Iterator[Customer]) -> None:
        self.cast, self.customers = cast, customers
        self.said = cast.said
        self.angry: Customer | None = None

    def taken(self, name: str, at: datetime, *, about: int, **more: Any) -> Ticket:
        entry: dict[str, Any] = {"channel": Channel.CALL, "text": self.said[name], **more}
        entry["category"] = self.cast.categories[about]
        entry["about"] = entry.pop("blames", None)
        if "customer" not in entry:
            entry["customer"] = next(self.customers, None)
        by = None if entry["channel"] == Channel.WEB else self.cast.clerk
        return open_ticket(office=self.cast.office, entry=TicketEntry(**entry), by=by, now=at)

    def assigned(self, ticket: Ticket, at: datetime) -> Ticket:
        department = ticket.category.department if ticket.category else None
        return deeds.assign(ticket=ticket, department=department, by=self.cast.clerk, now=at)

    def answered(self, ticket: Ticket, at: datetime, text: str) -> Ticket:
        return deeds.reply(ticket=ticket, text=self.said[text], by=self.cast.clerk, now=at)

    def not_content(self, at: datetime) -> Ticket:
        ticket = self.taken("shade", at, about=10)
        self.answered(ticket, at + HOUR, "planted")
        words = self.said["only_half"]
        return closing.not_content(ticket=ticket, text=words, by=self.cast.clerk, now=at + 6 * DAY)

    def late(self, at: datetime) -> Ticket:
        self.angry = next(self.customers, None)
        ticket = self.taken("receipt", at, about=3, customer=self.angry)
        handing_over.offer(ticket=ticket, to=self.cast.service, by=self.cast.clerk, now=at + HOUR)
        return handing_over.accept(ticket=ticket, by=self.cast.service, now=at + 2 * HOUR)

    def call_owed(self, at: datetime) -> Ticket:
        ticket = self.taken("mailbox", at, about=9, channel=Channel.VISIT)
        self.answered(ticket, at + HOUR, "new_lock")
        how, text = ConfirmedHow.PHONE, self.said["thanks"]
        return closing.confirm(ticket=ticket, how=how, text=text, by=self.cast.clerk, now=at + 2 * DAY)

    def waiting(self, at: datetime) -> Ticket:
        ticket = self.taken("addition", at, about=2, channel=Channel.EMAIL)
        return deeds.wait(ticket=ticket, text=self.said["papers"], by=self.cast.clerk, now=at + DAY)

    def explained(self, at: datetime) -> Ticket:
        ticket = self.taken("handover", at, about=5, kind=TicketKind.WRITTEN, channel=Channel.LETTER)
        until, text = at + 10 * DAY, self.said["why"]
        return deeds.explain(ticket=ticket, text=text, until=until, by=self.cast.clerk, now=at + 2 * HOUR)

    def replied(self, at: datetime) -> Ticket:
        return self.answered(self.taken("noise", at, about=6), at + HOUR, "quiet")

    def about_a_consultant(self, at: datetime) -> Ticket:
        return self.taken("promise", at, about=1, channel=Channel.VISIT, blames=self.cast.about)

    def handled(self, at: datetime) -> Ticket:
        ticket = self.assigned(self.taken("toilet", at, about=7, channel=Channel.VISIT), at + HOUR / 4)
        return deeds.handle(ticket=ticket, text=self.said["cleaned"], by=self.cast.service, now=at + 5 * HOUR)

    def offered(self, at: datetime) -> Ticket:
        ticket = self.taken("refund", at, about=2)
        text = self.said["please_take"]
        to = self.cast.consultant
        return handing_over.offer(ticket=ticket, to=to, text=text, by=self.cast.clerk, now=at + HOUR)

    def major(self, at: datetime) -> Ticket:
        urgent = {"households": 4, "agitated": True, "reply_by": self.cast.now + 2 * HOUR}
        return self.assigned(self.taken("flood", at, about=15, **urgent), at + HOUR / 6)

    def again(self, at: datetime) -> Ticket:
        return self.taken("receipt_again", at, about=3, channel=Channel.EMAIL, customer=self.angry)

    def from_the_web(self, at: datetime) -> Ticket:
        name = self.said["name"]
        return self.taken("lift", at, about=17, channel=Channel.WEB, customer=None, caller=name)
