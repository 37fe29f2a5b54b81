"""Complaints that were closed long ago, for the figures: one every week or so, each from arrival to archive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from complaints.demo.cast import Cast
from complaints.enums import Channel, ConfirmedHow, Satisfaction, TicketKind, VisitWay
from complaints.models import Ticket
from complaints.services import closing, deeds, verifying
from complaints.services.opening import TicketEntry, open_ticket

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
C, S = Channel, Satisfaction


@dataclass(frozen=True, slots=True)
class Plot:
    """``about``: of the shipped categories; ``called``: days until the return call; ``blames`` a consultant."""

    ago: int
    channel: Channel
    about: int
    called: int = 2
    content: Satisfaction = S.SATISFIED
    on_site: bool = False
    blames: bool = False


PLOTS = (
    Plot(141, C.CALL, 6),
    Plot(133, C.VISIT, 7, on_site=True),
    Plot(126, C.CALL, 2),
    Plot(118, C.VISIT, 12),
    Plot(110, C.CALL, 8, 9, S.PARTLY),
    Plot(103, C.CALL, 3),
    Plot(95, C.LETTER, 9),
    Plot(88, C.SMS, 10),
    Plot(80, C.CALL, 0, blames=True),
    Plot(73, C.EMAIL, 4, 3),
    Plot(66, C.CALL, 1, 1, S.PARTLY),
    Plot(59, C.CALL, 7),
    Plot(49, C.VISIT, 3, on_site=True),
    Plot(42, C.CALL, 11, 5),
    Plot(35, C.LETTER, 5),
    Plot(28, C.CALL, 10),
    Plot(21, C.FORWARDED, 8, 4),
    Plot(12, C.CALL, 12, 3),
)
"""In the order of the texts' list ``past``."""


def tell_past(cast: Cast) -> list[Ticket]:
    """All of them, the oldest first."""
    words = zip(PLOTS, cast.said["past"], strict=True)
    return [_told(cast, plot, number, *said) for number, (plot, said) in enumerate(words)]


def _told(cast: Cast, plot: Plot, number: int, text: str, done: str, told: str) -> Ticket:
    at = cast.days_ago(plot.ago)
    about = cast.about if plot.blames else None
    entry = TicketEntry(
        channel=plot.channel,
        text=text,
        kind=TicketKind.WRITTEN if plot.channel == C.LETTER else TicketKind.GENERAL,
        category=cast.categories[plot.about],
        caller=cast.said["name"],
        phone=f"139000088{number:02}",
        about=about,
    )
    ticket = open_ticket(office=cast.office, entry=entry, by=cast.clerk, now=at)
    if about is not None:
        verifying.verify(ticket=ticket, is_upheld=False, text=done, by=cast.leader, now=at + 2 * HOUR)
    deeds.assign(
        ticket=ticket, department=cast.categories[plot.about].department, by=cast.clerk, now=at + HOUR / 4
    )
    deeds.handle(ticket=ticket, text=done, by=cast.service, now=at + 4 * HOUR)
    deeds.take_back(ticket=ticket, by=cast.service, now=at + 5 * HOUR)
    deeds.reply(ticket=ticket, text=told, by=cast.clerk, now=at + 6 * HOUR)
    return _closed(cast, plot, ticket, at + DAY)


def _closed(cast: Cast, plot: Plot, ticket: Ticket, at: datetime) -> Ticket:
    """Confirmed the day after, called back, archived."""
    signed = closing.Signed(name=cast.said["name"])
    how = ConfirmedHow.SIGNED if plot.on_site else ConfirmedHow.PHONE
    closing.confirm(ticket=ticket, how=how, signed=signed, by=cast.clerk, now=at)
    way = VisitWay.VISIT if plot.on_site else VisitWay.PHONE
    called = at + plot.called * DAY
    closing.call_back(
        ticket=ticket,
        way=way,
        satisfaction=plot.content,
        signed=signed,
        by=cast.service,
        now=called,
    )
    return closing.archive(ticket=ticket, by=cast.service, now=called + HOUR)
