"""The call that rings: who it is, whose turn it is, how long it has rung."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from offices.models import Member, Office
from switchboard.enums import LineState
from switchboard.line_calls import rings_within
from switchboard.models import IncomingCall, OnPhones, PbxCall, PhoneDesk
from switchboard.roles import KEEPERS, SCREENS
from switchboard.selectors.duty import Duty, duty_of, turn_for
from switchboard.selectors.rules import phone_rules_of
from switchboard.turns import Turn
from visitors.models import Customer, CustomerPhone
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import Match, described
from visitors.services.phones import holder_of

MOST_SHOWN = 4
WRITTEN_WITHIN = timedelta(hours=24)
"""For so long an answered call waits to be written down."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A call on the line. ``match`` is the customer whose number it is; ``member`` whose turn it is, or who answers.

    ``turn`` is None once somebody has answered. ``is_mine``: the member who looks at the screen is that one.
    ``is_long``: they have talked for longer than a call should last (F-04).
    """

    call: PbxCall
    match: Match | None
    member: Member | None
    turn: Turn | None
    rings: int
    is_first: bool
    is_mine: bool
    is_long: bool

    @property
    def is_ringing(self) -> bool:
        return self.call.state == LineState.RINGING


@dataclass(frozen=True, slots=True)
class Unwritten:
    """An answered call that stands in no register yet; ``customer`` is whose number it is."""

    call: PbxCall
    customer: Customer | None


def sees_line(member: Member) -> bool:
    """Whether ringing calls pop up for this member: on the desk's screen, and for whoever is on the phones."""
    if not PhoneDesk.objects.filter(office=member.office_id).exclude(hook_print="").exists():
        return False
    return member.holds(*SCREENS) or OnPhones.objects.filter(member=member).exists()


def on_the_line(member: Member, *, now: datetime, besides: int | None = None) -> list[Shown]:
    """Calls that ring, and those that this member answers and has not written down; newest last.

    ``besides`` is the id of the call that they are writing down just now: its form stands before them.
    """
    office = member.office
    rows = PbxCall.objects.of(office).open().select_related("caller", "answered_by", "offered_to")
    rows = rows.filter(entry=None).exclude(pk=besides or 0)
    calls = list(rows.order_by("begun_at", "pk")[:MOST_SHOWN])
    if not calls:
        return []
    duty, rules = duty_of(office), phone_rules_of(office, office.business_date(now))
    longest, shown = timedelta(minutes=rules.longest_minutes), []
    for call in calls:
        match = _match(office, call, now)
        owner = match.ownership.owner if match else None
        rings = rings_within(max(now - call.since, timedelta()), rules.ring_seconds)
        is_first = match is None and not _called_before(call)
        turn, whose = None, call.answered_by
        if call.state == LineState.RINGING:
            turn, whose = turn_for(duty, rules=rules, owner=owner, rings=rings, is_first=is_first)
        is_mine = whose is not None and whose.pk == member.pk
        is_long = call.answered_at is not None and now - call.answered_at > longest
        shown.append(Shown(call, match, whose, turn, rings, is_first, is_mine, is_long))
    return [each for each in shown if each.is_ringing or each.is_mine or member.holds(*KEEPERS)]


def unwritten_calls(member: Member, *, now: datetime) -> Sequence[Unwritten]:
    """Answered calls that nobody has written down yet: the member's own, at the desk everybody's. Two queries."""
    rows = PbxCall.objects.of(member.office).unwritten().filter(begun_at__gt=now - WRITTEN_WITHIN)
    if not member.holds(*KEEPERS):
        rows = rows.filter(answered_by=member)
    calls = list(rows.select_related("caller", "answered_by").order_by("-begun_at", "-pk")[:20])
    digests = {call.caller.digest for call in calls if call.caller}
    phones = CustomerPhone.objects.of(member.office).active().filter(digest__in=digests)
    files = {each.digest: each.customer.file for each in phones.select_related("customer__merged_into")}
    return [Unwritten(call, files.get(call.caller.digest) if call.caller else None) for call in calls]


def line_shown(office: Office, pk: int, *, now: datetime) -> tuple[PbxCall, Match | None, bool] | None:
    """The call that is about to be written down, with its customer, and whether it is their first."""
    rows = PbxCall.objects.of(office).filter(pk=pk, entry=None).select_related("caller", "answered_by")
    call = rows.first()
    if call is None:
        return None
    match = _match(office, call, now)
    return call, match, match is None and not _called_before(call)


def next_in_turn(office: Office, *, now: datetime) -> tuple[Duty, Turn, Member | None]:
    """Who would answer a call of somebody new."""
    duty = duty_of(office)
    turn, member = turn_for(duty, rules=phone_rules_of(office, office.business_date(now)))
    return duty, turn, member


def _match(office: Office, call: PbxCall, now: datetime) -> Match | None:
    customer = holder_of(office, call.caller.number) if call.caller else None
    if customer is None:
        return None
    rules = house_validity_rules(office, office.business_date(now))
    return described([customer], office=office, now=now, rules=rules)[0]


def _called_before(call: PbxCall) -> bool:
    if call.caller_id is None:
        return False
    return IncomingCall.objects.filter(office=call.office_id, caller=call.caller_id).exists()
