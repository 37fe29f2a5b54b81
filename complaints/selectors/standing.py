"""A complaint as the core reads it: its story from the steps, the office's calendar and rules, and the verdict.

The core's times are the office's own clock; `Judged` gives them back as moments.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from complaints.escalation import Verdict, verdict
from complaints.escalation_clock import Calendar
from complaints.escalation_course import Complaint, Course, Happened, course_of
from complaints.escalation_rules import ClockDays, Rules, rules_from
from complaints.escalation_table import Deed, Kind
from complaints.models import Ticket, TicketStep
from offices import working_days
from offices.models import HouseRules, Office

AHEAD = timedelta(days=120)
"""So far is the calendar read; beyond it the week decides."""
DEEDS = frozenset(deed.value for deed in Deed)


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and what it was found from."""

    office: Office
    verdict: Verdict
    rules: Rules

    def moment(self, local: datetime | None) -> datetime | None:
        """A time of the core as a moment."""
        return moment_of(self.office, local)


def house_rules(office: Office, day: date) -> Rules:
    """The rules of that day; the presets' where the office has chosen none yet."""
    rules = HouseRules.objects.of(office).in_force_on(day).first()
    return rules_from(rules.section("complaints")) if rules else Rules()


def calendar_of(office: Office, begin: date, end: date, rules: Rules) -> Calendar:
    """When the office works between these days."""
    marks = working_days.marks(office, begin, end)
    return Calendar(
        hours=((office.opens_at, office.closes_at),),
        holidays={on: mark.name for on, mark in marks.items() if not mark.works},
        workdays={on: mark.name for on, mark in marks.items() if mark.works},
        every_day=rules.clock_days is ClockDays.OPEN,
    )


def local(office: Office, moment: datetime) -> datetime:
    """The moment on the office's clock, as the core takes it: to the minute, without offset."""
    return office.local(moment).replace(second=0, microsecond=0, tzinfo=None)


def moment_of(office: Office, time: datetime | None) -> datetime | None:
    return None if time is None else time.replace(tzinfo=office.zone).astimezone(UTC)


def story_of(office: Office, steps: Iterable[TicketStep]) -> tuple[Complaint, list[Happened]]:
    """What the core is told of these steps, which begin with the one that opened it."""
    first, *others = steps
    said = first.details
    complaint = Complaint(
        opened=local(office, first.at),
        kind=Kind(said["kind"]),
        major_category=said["major_category"],
        sensitive=said["sensitive"],
        households=said["households"],
        agitated=said["agitated"],
        about_consultant=said["about"] is not None,
        repeated=said["repeats"] is not None,
        reply_by=_time(said.get("until")),
    )
    return complaint, [_happened(office, step) for step in others if step.kind in DEEDS]


def _happened(office: Office, step: TicketStep) -> Happened:
    return Happened(
        at=local(office, step.at),
        deed=Deed(step.kind),
        until=_time(step.details.get("until")),
        households=step.details.get("households"),
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def judge(ticket: Ticket, steps: Iterable[TicketStep], now: datetime) -> Judged:
    """How the complaint stands: one or two queries for rules and calendar."""
    office = ticket.office
    rules = house_rules(office, office.business_date(ticket.opened_at))
    complaint, deeds = story_of(office, steps)
    at = max(local(office, now), complaint.opened, *(deed.at for deed in deeds))
    calendar = calendar_of(office, complaint.opened.date(), at.date() + AHEAD, rules)
    return Judged(office, verdict(complaint, deeds, rules, calendar, at=at), rules)


def course(ticket: Ticket, steps: Iterable[TicketStep]) -> tuple[Course, Rules]:
    """Where it stands after its steps, and the rules that hold for it: those of the day on which it was taken."""
    rules = house_rules(ticket.office, ticket.office.business_date(ticket.opened_at))
    complaint, deeds = story_of(ticket.office, steps)
    return course_of(complaint, deeds, rules), rules
