"""What waits at the desk: the page of its services, and what the daily self-check says."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from frontdesk.enums import CheckState, Stage
from frontdesk.models import (
    Booking,
    Checklist,
    ChecklistItem,
    Copy,
    Gift,
    Incident,
    Loan,
    Mail,
    SelfCheck,
    WelcomePlan,
)
from frontdesk.selectors.welcome import PlanLine, lines_of
from offices.models import Member, Office

DAYS_BACK = 14


@dataclass(slots=True)
class Waiting:
    """How many of each the desk has before it."""

    loans_out: int
    loans_late: int
    mail: int
    sheets: int
    rooms: list[Booking]
    guests: list[PlanLine]
    gifts: int
    incidents: int
    checked: int
    to_check: int

    @property
    def check_is_done(self) -> bool:
        return self.to_check > 0 and self.checked >= self.to_check


@dataclass(slots=True)
class CheckLine:
    """An item of the daily list and what was found today."""

    item: ChecklistItem
    answer: SelfCheck | None


@dataclass(slots=True)
class CheckDay:
    """A day that is past: how many items were answered, and what was not in order."""

    on: date
    answered: int
    problems: list[SelfCheck]


def waiting_in(office: Office, *, now: datetime) -> Waiting:
    """Eight queries or so, whatever lies there."""
    today = office.local(now).date()
    begin = datetime.combine(today, time(0), tzinfo=office.zone)
    end = begin + timedelta(days=1)
    out = Loan.objects.of(office).out()
    lines = check_lines(office, today)
    copies = Copy.objects.of(office).filter(at__gte=begin).values_list("sheets", flat=True)
    rooms = Booking.objects.of(office).standing().within(now, end).select_related("venue")
    return Waiting(
        loans_out=out.count(),
        loans_late=out.filter(due_at__lt=now).count(),
        mail=Mail.objects.of(office).waiting().count(),
        sheets=sum(copies),
        rooms=list(rooms.order_by("period", "pk")[:5]),
        guests=lines_of(WelcomePlan.objects.of(office).live().filter(arrives_at__gte=begin), now=now, most=5),
        gifts=Gift.objects.of(office).waiting().count(),
        incidents=Incident.objects.of(office).open().count(),
        checked=sum(line.answer is not None for line in lines),
        to_check=len(lines),
    )


def check_lines(office: Office, on: date) -> list[CheckLine]:
    """The daily lists of the office, item by item, with what was found that day: two queries."""
    items = ChecklistItem.objects.of(office).in_use().filter(checklist__stage=Stage.DAILY)
    rows = items.select_related("checklist").order_by("checklist__position", "checklist", "position", "pk")
    answers = {
        answer.item_id: answer for answer in SelfCheck.objects.of(office).filter(on=on).select_related("by")
    }
    return [CheckLine(item, answers.get(item.pk)) for item in rows if item.is_to_do]


def has_daily_list(office: Office) -> bool:
    return Checklist.objects.of(office).in_use().filter(stage=Stage.DAILY).exists()


def checked_days(office: Office, today: date) -> list[CheckDay]:
    """The last two weeks, the newest first, for leaders: one query."""
    rows = SelfCheck.objects.of(office).filter(on__lt=today, on__gte=today - timedelta(days=DAYS_BACK))
    found: dict[date, CheckDay] = {}
    for answer in rows.select_related("item", "by").order_by("-on", "pk"):
        day = found.setdefault(answer.on, CheckDay(answer.on, 0, []))
        day.answered += 1
        if answer.state == CheckState.PROBLEM:
            day.problems.append(answer)
    return list(found.values())


def gifts_to_decide(member: Member, important_roles, ordinary_roles) -> set[int]:
    """The gifts that wait for this member's word."""
    rows = Gift.objects.of(member.office).waiting().exclude(asked_by=member)
    return {
        gift.pk for gift in rows if member.holds(*(important_roles if gift.is_important else ordinary_roles))
    }
