"""The team's calls for its leaders: what is due and overdue, how many were reached, what customers object to."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Count, Min, Q

from followups.enums import CallCode, FollowUpChannel
from followups.models import CallResult, FollowUp
from offices.enums import Role
from offices.models import Member, Office
from visitors.enums import Objection

ASKED_SHOWN = 50
OBJECTIONS_SHOWN = 8
DAYS = (1, 7, 30)


@dataclass(slots=True)
class Line:
    """A consultant's calls; ``rate`` is the percentage of the calls in which the customer was spoken with."""

    member: Member | None
    due: int = 0
    overdue: int = 0
    oldest: int = 0
    agreed: int = 0
    calls: int = 0
    effective: int = 0

    @property
    def rate(self) -> int | None:
        return round(100 * self.effective / self.calls) if self.calls else None


@dataclass(slots=True)
class Team:
    """``objections`` are words with how often; ``asked`` are complaints and requests that nobody answered."""

    days: int
    lines: list[Line] = field(default_factory=list)
    objections: list[tuple[str, int, int]] = field(default_factory=list)
    asked: list[CallResult] = field(default_factory=list)

    @property
    def total(self) -> Line:
        names = ("due", "overdue", "agreed", "calls", "effective")
        sums = {name: sum(getattr(line, name) for line in self.lines) for name in names}
        return Line(None, oldest=max((line.oldest for line in self.lines), default=0), **sums)


def team_of(office: Office, *, days: int, now: datetime) -> Team:
    """Today and, for what was called, so many days back with today: five queries, however large the team."""
    today = office.business_date(now)
    begin = datetime.combine(today - timedelta(days=days - 1), time.min, tzinfo=office.zone)
    due = (
        FollowUp.objects.of(office)
        .due()
        .filter(channel=FollowUpChannel.CALL)
        .by(today)
        .order_by()
        .values("owner")
        .annotate(
            all=Count("pk"),
            over=Count("pk", filter=Q(on__lt=today)),
            oldest=Min("on"),
            agreed=Count("pk", filter=Q(agreed_at__isnull=False)),
        )
    )
    made = CallResult.objects.of(office).filter(at__gte=begin)
    spoken = Q(code__in=CallCode.effective())
    calls = made.order_by().values("by").annotate(all=Count("pk"), effective=Count("pk", filter=spoken))
    lines = {each.pk: Line(each) for each in Member.objects.of(office).working().consultants()}
    others = {row["owner"] for row in due} | {row["by"] for row in calls}
    missing = [pk for pk in others if pk is not None and pk not in lines]
    lines |= {each.pk: Line(each) for each in Member.objects.of(office).filter(pk__in=missing)}
    if any(row["owner"] is None for row in due):
        lines[None] = Line(None)
    for row in due:
        line = lines[row["owner"]]
        line.due, line.overdue, line.agreed = row["all"], row["over"], row["agreed"]
        line.oldest = (today - row["oldest"]).days
    for row in calls:
        line = lines[row["by"]]
        line.calls, line.effective = row["all"], row["effective"]
    ordered = sorted(lines.values(), key=lambda line: (-line.overdue, -line.due, _name(line)))
    return Team(days, ordered, _objections(made), _asked(office))


def colleagues(office: Office) -> list[Member]:
    """Who may be given follow-ups."""
    return list(Member.objects.of(office).working().holding(Role.CONSULTANT))


def _asked(office: Office) -> list[CallResult]:
    """The oldest first."""
    rows = CallResult.objects.of(office).for_leaders().order_by("at", "pk")
    return list(rows.select_related("customer", "by", "contact__note", "follow_up")[:ASKED_SHOWN])


def _objections(made) -> list[tuple[str, int, int]]:
    """Word, how often, and percent of the most frequent one."""
    counted: Counter[str] = Counter()
    for given in made.exclude(objections=[]).order_by().values_list("objections", flat=True):
        counted.update(given)
    top = counted.most_common(OBJECTIONS_SHOWN)
    most = top[0][1] if top else 1
    return [
        (str(Objection(code).label), times, round(100 * times / most))
        for code, times in top
        if code in Objection.values
    ]


def _name(line: Line) -> tuple[bool, str, int]:
    return (
        line.member is None,
        line.member.name if line.member else "",
        line.member.pk if line.member else 0,
    )
