"""What stands beside the form of the phone desk: whose turn is next, what waits, how today goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from offices.models import Member
from switchboard.enums import LineState
from switchboard.models import CallBack, IncomingCall, OnPhones, PbxCall, PhoneMessage
from switchboard.phone_rules import PhoneRules
from switchboard.roles import KEEPERS
from switchboard.selectors.duty import Duty
from switchboard.selectors.figures import Share
from switchboard.selectors.register import Line, lines_of
from switchboard.selectors.ringing import Unwritten, next_in_turn, unwritten_calls
from switchboard.selectors.rules import phone_rules_of
from switchboard.turns import Turn

MOST_LINES = 8
MOST_BACKS = 6


@dataclass(frozen=True, slots=True)
class Glance:
    """``unwritten`` are answered calls that nobody has written down; ``mine`` is the member's own place, if any."""

    duty: Duty
    turn: Turn
    next: Member | None
    mine: OnPhones | None
    unwritten: Sequence[Unwritten]
    backs: Sequence[CallBack]
    backs_open: int
    messages: int
    lines: Sequence[Line]
    calls: int
    in_time: Share
    missed: int
    rules: PhoneRules
    now: datetime
    keeps_desk: bool


def glance_of(member: Member, *, now: datetime) -> Glance:
    """A constant number of queries."""
    office, today = member.office, member.office.business_date(now)
    rules = phone_rules_of(office, today)
    duty, turn, following = next_in_turn(office, now=now)
    todays = IncomingCall.objects.of(office).standing().between(today, today)
    counted = todays.aggregate(
        calls=Count("pk"),
        rung=Count("pk", filter=Q(rings__isnull=False)),
        in_time=Count("pk", filter=Q(rings__lte=rules.rings_target)),
    )
    backs = CallBack.objects.of(office).open()
    messages = PhoneMessage.objects.of(office).waiting()
    if not member.holds(*KEEPERS):
        backs, messages = backs.filter(owner=member), messages.filter(to=member)
    midnight = office.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    missed = PbxCall.objects.of(office).filter(begun_at__gte=midnight)
    return Glance(
        duty=duty,
        turn=turn,
        next=following,
        mine=next((row for row in duty.rows if row.member_id == member.pk), None),
        unwritten=unwritten_calls(member, now=now),
        backs=list(backs.with_people().order_by("due_at", "pk")[:MOST_BACKS]),
        backs_open=backs.count(),
        messages=messages.count(),
        lines=lines_of(list(todays.with_people().order_by("-number", "-pk")[:MOST_LINES])),
        calls=counted["calls"],
        in_time=Share(counted["in_time"], counted["rung"]),
        missed=missed.filter(state=LineState.MISSED).count(),
        rules=rules,
        now=now,
        keeps_desk=member.holds(*KEEPERS),
    )
