"""Figures of the phone desk against its targets (F-01, F-03, F-04), counted by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Avg, Count, F, Q
from django.db.models.functions import Coalesce

from offices.models import Member, Office
from switchboard.enums import BackState, CallKind, CallTopic, LineState
from switchboard.models import CallBack, IncomingCall, PbxCall
from switchboard.phone_rules import PhoneRules
from switchboard.selectors.joined import visits_of_calls
from visitors.enums import Source

MOST_JOINED = 2000
"""So many calls at most are looked after for the visits that came of them."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; ``percent`` is None where there is nothing to divide by."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class OfMember:
    """What one of the house answered."""

    member: Member
    calls: int
    in_time: Share
    minutes: float | None
    agreed: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """``rung`` calls are those that somebody counted the rings of, ``timed`` those with minutes.

    ``missed`` come from the telephone system. ``agreed``: customers with an appointment or a day of the next call.
    """

    rules: PhoneRules
    calls: int
    first: int
    in_time: Share
    to_backup: int
    missed: int
    too_long: Share
    called_back: Share
    agreed: Share
    appointments: int
    came: Share
    kinds: Sequence[tuple[str, int]]
    topics: Sequence[tuple[str, int]]
    sources: Sequence[tuple[str, int]]
    members: Sequence[OfMember]


def figures_of(office: Office, *, first: date, last: date, rules: PhoneRules) -> Figures:
    """What happened on these business days, both included."""
    rows = IncomingCall.objects.of(office).standing().between(first, last)
    begin, end = _moment(office, first), _moment(office, last + timedelta(days=1))
    in_time, too_long = Q(rings__lte=rules.rings_target), Q(minutes__gt=rules.longest_minutes)
    customers = Q(kind=CallKind.CUSTOMER)
    agreed = customers & (Q(appointment__isnull=False) | Q(next_on__isnull=False))
    counted = rows.aggregate(
        calls=Count("pk"),
        first=Count("pk", filter=Q(is_first=True)),
        in_time=Count("pk", filter=in_time),
        rung=Count("pk", filter=Q(rings__isnull=False)),
        to_backup=Count("pk", filter=Q(by_backup=True)),
        too_long=Count("pk", filter=too_long),
        timed=Count("pk", filter=Q(minutes__isnull=False)),
        agreed=Count("pk", filter=agreed),
        customers=Count("pk", filter=customers),
        appointments=Count("pk", filter=Q(appointment__isnull=False)),
    )
    by_member = (
        rows.order_by("answered_by")
        .values("answered_by")
        .annotate(
            calls=Count("pk"),
            in_time=Count("pk", filter=in_time),
            rung=Count("pk", filter=Q(rings__isnull=False)),
            minutes=Avg("minutes"),
            agreed=Count("pk", filter=agreed),
            customers=Count("pk", filter=customers),
        )
    )
    people = Member.objects.of(office).in_bulk([each["answered_by"] for each in by_member])
    lines = PbxCall.objects.of(office).filter(begun_at__gte=begin, begun_at__lt=end)
    lost = Q(state=LineState.MISSED) | Q(state=LineState.RINGING, given_up_at__isnull=False)
    backs = CallBack.objects.of(office).filter(due_at__gte=begin, due_at__lt=end)
    backs = backs.exclude(state=BackState.DROPPED)
    told = backs.aggregate(
        due=Count("pk"), kept=Count("pk", filter=Q(state=BackState.DONE, ended_at__lte=F("due_at")))
    )
    return Figures(
        rules=rules,
        calls=counted["calls"],
        first=counted["first"],
        in_time=Share(counted["in_time"], counted["rung"]),
        to_backup=counted["to_backup"],
        missed=lines.filter(lost).count(),
        too_long=Share(counted["too_long"], counted["timed"]),
        called_back=Share(told["kept"], told["due"]),
        agreed=Share(counted["agreed"], counted["customers"]),
        appointments=counted["appointments"],
        came=_came(rows),
        kinds=_named(rows, "kind", dict(CallKind.choices)),
        topics=_topics(rows),
        sources=_named(rows.exclude(source=""), "source", dict(Source.choices)),
        members=[
            OfMember(
                people[each["answered_by"]],
                each["calls"],
                Share(each["in_time"], each["rung"]),
                each["minutes"],
                Share(each["agreed"], each["customers"]),
            )
            for each in sorted(by_member, key=lambda each: (-each["calls"], each["answered_by"]))
        ],
    )


def _came(rows) -> Share:
    """Customers who came after their call, over those who called; each file once."""
    calls = list(
        rows.filter(kind=CallKind.CUSTOMER)
        .select_related("customer__merged_into")
        .annotate(file=Coalesce("customer__merged_into_id", "customer_id"))
        .order_by("at", "pk")[:MOST_JOINED]
    )
    joined = visits_of_calls(calls)
    return Share(len({call.file for call in calls if call.pk in joined}), len({call.file for call in calls}))


def _named(rows, field: str, names: Mapping[str, object]) -> list[tuple[str, int]]:
    counts = rows.order_by().values_list(field).annotate(n=Count("pk"))
    return [(str(names[code]), n) for code, n in sorted(counts, key=lambda each: (-each[1], each[0]))]


def _topics(rows) -> list[tuple[str, int]]:
    counts = rows.order_by().values_list("topics", flat=True)
    found: dict[str, int] = {}
    for topics in counts:
        for topic in topics:
            found[topic] = found.get(topic, 0) + 1
    ranked = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return [(str(CallTopic(code).label), n) for code, n in ranked]


def _moment(office: Office, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=office.zone)
