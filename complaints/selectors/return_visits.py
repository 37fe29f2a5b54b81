"""The register of return visits that customer service hands in twice a month (G-27)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from complaints.enums import Satisfaction, StepKind, VisitWay
from complaints.models import Ticket, TicketStep
from complaints.selectors.figures import moments
from complaints.selectors.tickets import visible_to
from offices.models import Member

HALF = 15
"""The last day of a month's first half."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReturnVisit:
    """One line: when, of which complaint, by whom, how, and what the customer said."""

    at: datetime
    ticket: Ticket
    by: str
    way: str
    content: str
    words: str


def half_of(on: date) -> tuple[date, date]:
    """The first and the last day of the half of a month that a day belongs to."""
    if on.day <= HALF:
        return on.replace(day=1), on.replace(day=HALF)
    return on.replace(day=HALF + 1), (on.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def return_visits(member: Member, begin: date, end: date) -> list[ReturnVisit]:
    """Those made from ``begin`` to ``end`` on the office's clock, the earliest first: one query.

    Of complaints that the member may see; who is complained of does not read what was said of them.
    """
    office = member.office
    since, until = moments(office, begin, end)
    steps = TicketStep.objects.filter(office=office, kind=StepKind.CALLED, at__gte=since, at__lt=until)
    seen = steps.filter(ticket__in=visible_to(member).order_by())
    people = ("by", "words", "ticket__category", "ticket__department", "ticket__customer__merged_into")
    return [_line(step) for step in seen.select_related(*people).order_by("at", "pk")]


def _line(step: TicketStep) -> ReturnVisit:
    said = step.details
    return ReturnVisit(
        at=step.at,
        ticket=step.ticket,
        by=step.by.name if step.by else "",
        way=str(VisitWay(said["way"]).label),
        content=str(Satisfaction(said["satisfaction"]).label),
        words=step.words.text if hasattr(step, "words") else "",
    )
