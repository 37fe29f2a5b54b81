"""A day's numbers, for the manager: three queries, counted from the day's own visits."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median

from django.db.models import OuterRef, QuerySet, Subquery

from offices.models import BusinessDay, Member
from reception.enums import OPEN, Status, TurnKind, VisitHistory, VisitPurpose
from reception.models import Queue, Reception
from reception.targets import LATE_AFTER, MANY_UNITS
from visitors.enums import Grade
from visitors.models import ContactOutcome


@dataclass(slots=True)
class Share:
    """A consultant's day: turns that count, receptions under way, and the balance of turns as it stands now."""

    name: str
    disc: int
    turns: int = 0
    others: int = 0
    open: int = 0
    balance: int = 0


@dataclass(slots=True)
class Waiting:
    """How long visitors waited until somebody came (A-20), of those whose meeting was noted. Times are in seconds."""

    noted: int = 0
    in_time: int = 0
    median: int | None = None
    longest: int | None = None

    @property
    def share(self) -> int | None:
        """Percent of those met within a minute."""
        return round(100 * self.in_time / self.noted) if self.noted else None


@dataclass(slots=True)
class Numbers:
    """What a day came to. Entries made by mistake are not counted anywhere."""

    visits: int = 0
    first: int = 0
    returning: int = 0
    others: int = 0
    turns: int = 0
    makeups: int = 0
    own: int = 0
    assists: int = 0
    voids: int = 0
    left: int = 0
    waiting: Waiting = field(default_factory=Waiting)
    grades: list[tuple[str, str, int]] = field(default_factory=list)
    without_outcome: int = 0
    consultants: list[Share] = field(default_factory=list)


def numbers_of(day: BusinessDay | None) -> Numbers:
    """The numbers of that day so far; all zero where there is none."""
    if day is None:
        return Numbers()
    visits = list(_visits_of(day))
    queue = Queue.objects.filter(pk=day.office_id).values("state", "day_id").first()
    numbers = Numbers(visits=len(visits))
    for visit in visits:
        _count(numbers, visit)
    numbers.waiting = _waiting(visits)
    numbers.grades, numbers.without_outcome = _grades(visits)
    state = queue["state"] if queue and queue["day_id"] == day.pk else {}
    numbers.consultants = _shares(day, visits, state)
    return numbers


def wishes_of_many(day: BusinessDay | None) -> QuerySet[ContactOutcome]:
    """Outcomes of the day in which a customer wants three units or more (A-38); of several the latest word counts."""
    if day is None:
        return ContactOutcome.objects.none()
    contacts = (
        Reception.objects.filter(office=day.office_id).on(day).filter(contact__isnull=False).values("contact")
    )
    latest = ContactOutcome.objects.filter(contact=OuterRef("contact")).order_by("-at", "-pk").values("pk")
    return (
        ContactOutcome.objects.filter(office=day.office_id)
        .filter(contact__in=contacts.order_by(), units_wanted__gte=MANY_UNITS, pk=Subquery(latest[:1]))
        .select_related("by", "contact__customer")
        .order_by("-at", "-pk")
    )


def _visits_of(day: BusinessDay) -> QuerySet:
    """The day's visits with the grade of the latest outcome, as plain rows."""
    outcomes = ContactOutcome.objects.filter(contact=OuterRef("contact_id")).order_by("-at", "-pk")
    return (
        Reception.objects.filter(office=day.office_id)
        .on(day)
        .exclude(status=Status.CANCELLED)
        .annotate(grade=Subquery(outcomes.values("grade")[:1]))
        .order_by("number")
        .values(
            *("status", "kind", "counts", "history", "purpose", "consultant_id", "contact_id", "grade"),
            *("arrived_at", "met_at", "ended_at"),
        )
    )


def _count(numbers: Numbers, visit: dict) -> None:
    if visit["purpose"] != VisitPurpose.PURCHASE:
        numbers.others += 1
    elif visit["history"] == VisitHistory.VISITED:
        numbers.returning += 1
    else:
        numbers.first += 1
    numbers.turns += visit["counts"]
    numbers.makeups += visit["kind"] == TurnKind.MAKEUP and visit["counts"]
    numbers.own += visit["kind"] == TurnKind.OWN
    numbers.assists += visit["kind"] == TurnKind.ASSIST
    numbers.voids += visit["status"] == Status.VOID
    numbers.left += visit["status"] == Status.LEFT


def _waiting(visits: list[dict]) -> Waiting:
    """Where the meeting was noted only together with the end, nobody knows how long the visitor waited."""
    waits: list[timedelta] = [
        visit["met_at"] - visit["arrived_at"]
        for visit in visits
        if visit["met_at"] and visit["met_at"] != visit["ended_at"]
    ]
    if not waits:
        return Waiting()
    return Waiting(
        noted=len(waits),
        in_time=sum(wait <= LATE_AFTER for wait in waits),
        median=_seconds(median(waits)),
        longest=_seconds(max(waits)),
    )


def _grades(visits: list[dict]) -> tuple[list[tuple[str, str, int]], int]:
    """(grade, label, how many) of finished receptions of customers, and how many have no outcome yet."""
    over = [visit for visit in visits if visit["status"] == Status.FINISHED and visit["contact_id"]]
    found = Counter(visit["grade"] or "" for visit in over)
    return [(grade.value, str(grade.label), found[grade.value]) for grade in Grade], found[""]


def _shares(day: BusinessDay, visits: list[dict], state: dict) -> list[Share]:
    """Everybody who received somebody or stands in the order, by the order, then by name."""
    order = state.get("order", [])
    concerned = {visit["consultant_id"] for visit in visits} | {int(code[1:]) for code in order}
    members = Member.objects.filter(office_id=day.office_id, pk__in=concerned - {None})
    places = {code: place for place, code in enumerate(order)}
    shares = {}
    for member in sorted(members, key=lambda each: (places.get(each.code, len(places)), each.name, each.pk)):
        balance = state.get("balance", {}).get(member.code, 0)
        shares[member.pk] = Share(member.name, member.disc, balance=balance)
    for visit in visits:
        share = shares.get(visit["consultant_id"])
        if share is None:
            continue
        share.turns += visit["counts"]
        share.others += not visit["counts"] and visit["status"] != Status.VOID
        share.open += visit["status"] in OPEN
    return list(shares.values())


def _seconds(wait: timedelta) -> int:
    return int(wait.total_seconds())
