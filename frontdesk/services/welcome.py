"""Welcome plans: made, changed, announced, called off, over. What is prepared follows from the plan (H-24 … H-41)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from frontdesk.enums import BookedFor, Bringer, GuestKind, HostRank, WelcomeKind, WelcomeNeed, WelcomeState
from frontdesk.hospitality import LEAST_HOST, Cost, class_of, host_is_fit, judge_cost, vip_level
from frontdesk.hospitality import Bringer as Brought
from frontdesk.hospitality import GuestKind as Guests
from frontdesk.hospitality import HostRank as Rank
from frontdesk.hospitality import ReceptionClass as Class
from frontdesk.models import WelcomePlan
from frontdesk.roles import COST_APPROVERS, GATE
from frontdesk.selectors.hospitality_rules import house_hospitality_rules
from frontdesk.services.entry import number, one_of, said
from frontdesk.services.preparations import lay_out
from offices import live
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.search_keys import plate
from visitors.services.customers import clean_text

MOST_GUESTS = 500
MOST_YUAN = 1_000_000
LONGEST_STAY = timedelta(days=2)
AHEAD = timedelta(days=366)
PLATES_LENGTH, PLATE_LENGTH = 120, 12
# Commas and the like, as Chinese keyboards write them too.
BETWEEN_PLATES = re.compile(r"[\s,;/\uff0c\u3001\uff1b\u3000]+")
ENTERED = (
    "guests",
    "guest_kind",
    "reception_class",
    "party_size",
    "bringer",
    "accompanies",
    "called",
    "kind",
    "host",
    "host_rank",
    "arrives_at",
    "leaves_at",
    "meal_at",
    "needs",
    "plates",
    "cost",
    "cost_reason",
    "note",
)
"""What an entry decides."""
TOLD = (Role.DESK, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR, *GATE)
"""Who hears of guests: the house's distribution list (H-32)."""


@dataclass(frozen=True, slots=True)
class WelcomeEntry:
    """What somebody asks for. ``needs`` are WelcomeNeed values, ``plates`` separated by spaces or commas."""

    guests: str
    guest_kind: str
    party_size: int | None
    bringer: str
    accompanies: bool
    called: bool
    arrives_at: datetime
    host_rank: int
    host: str
    leaves_at: datetime | None = None
    meal_at: datetime | None = None
    needs: Collection[str] = field(default_factory=tuple)
    plates: str = ""
    cost: int | None = None
    cost_reason: str = ""
    note: str = ""


def cost_of(plan: WelcomePlan) -> Cost:
    """What the guests may cost, against the cap of the day on which they come."""
    day = plan.office.business_date(plan.arrives_at)
    return judge_cost(
        Class(plan.reception_class),
        party_size=plan.party_size,
        cost=plan.cost or 0,
        rules=house_hospitality_rules(plan.office, day),
    )


@transaction.atomic
def make_plan(*, entry: WelcomeEntry, by: Member, now: datetime) -> WelcomePlan:
    """A plan that nobody but its makers knows yet, with what is to be prepared. Raises Refusal."""
    plan = WelcomePlan(office=by.office, made_by=by, made_at=now)
    _fill(plan, entry, now)
    plan.save(force_insert=True)
    lay_out(plan)
    _keep(plan, {"did": "made", "kind": plan.kind, "class": plan.reception_class}, by, now)
    _ask_for_cost(plan, now)
    return plan


@transaction.atomic
def change_plan(*, plan: WelcomePlan, entry: WelcomeEntry, by: Member, now: datetime) -> WelcomePlan:
    """Other guests, times or wishes. Who knows of the guests already is told. Raises Refusal.

    Whoever changes what the guests may cost has made the plan what it is, and does not approve it (H-11).
    """
    held = held_plan(plan)
    before = (held.cost, held.party_size, held.reception_class)
    _fill(held, entry, now)
    if before != (held.cost, held.party_size, held.reception_class):
        held.cost_approved_by = held.cost_approved_at = None
        held.made_by = by
    held.save(update_fields=[*ENTERED, "made_by", "cost_approved_by", "cost_approved_at"])
    _rooms_follow(held, now)
    lay_out(held)
    _keep(held, {"did": "changed", "kind": held.kind, "class": held.reception_class}, by, now)
    if held.cost_approved_at is None:
        _ask_for_cost(held, now)
    if held.state == WelcomeState.ANNOUNCED:
        _tell_all(held, NoticeKind.GUESTS_CHANGED, by, now)
    return held


@transaction.atomic
def approve_cost(*, plan: WelcomePlan, by: Member, now: datetime) -> None:
    """Let it cost more than the cap: somebody above, who did not make the plan (H-11). Raises Refusal."""
    held = held_plan(plan)
    if not by.holds(*COST_APPROVERS):
        raise Refusal(_("The manager or the director approves this."))
    if by.pk == held.made_by_id:
        raise Refusal(_("Somebody who did not make the plan approves its cost."))
    if not cost_of(held).is_over or held.cost_approved_at is not None:
        raise Refusal(_("There is nothing to approve any more."))
    held.cost_approved_by, held.cost_approved_at = by, now
    held.save(update_fields=["cost_approved_by", "cost_approved_at"])
    _keep(held, {"did": "cost_approved", "cost": held.cost}, by, now)


@transaction.atomic
def announce(*, plan: WelcomePlan, by: Member, now: datetime) -> None:
    """Tell everybody whom it concerns; from now on the gate expects the guests. Raises Refusal (H-11, H-32)."""
    held = held_plan(plan)
    if held.state == WelcomeState.ANNOUNCED:
        raise Refusal(_("These guests are announced already."))
    if cost_of(held).is_over and held.cost_approved_at is None:
        raise Refusal(_("The cost is above the cap, and nobody has approved it yet."))
    held.state, held.announced_at = WelcomeState.ANNOUNCED, now
    held.save(update_fields=["state", "announced_at"])
    _keep(held, {"did": "announced"}, by, now)
    _tell_all(held, NoticeKind.GUESTS_COME, by, now)


@transaction.atomic
def call_off(*, plan: WelcomePlan, by: Member, now: datetime) -> None:
    """The guests come no more; their rooms are free again. Raises Refusal."""
    held = held_plan(plan)
    was_announced = held.state == WelcomeState.ANNOUNCED
    held.state, held.ended_at = WelcomeState.CANCELLED, now
    held.save(update_fields=["state", "ended_at"])
    held.bookings.standing().filter(period__endswith__gt=now).update(cancelled_at=now, cancelled_by=by)
    _keep(held, {"did": "called_off"}, by, now)
    if was_announced:
        _tell_all(held, NoticeKind.GUESTS_CHANGED, by, now)


@transaction.atomic
def end_plan(*, plan: WelcomePlan, by: Member, now: datetime) -> None:
    """The guests have left. Raises Refusal."""
    held = held_plan(plan)
    if held.arrives_at > now:
        raise Refusal(_("The guests have not come yet. Call the plan off if they come no more."))
    held.state, held.ended_at = WelcomeState.OVER, now
    held.save(update_fields=["state", "ended_at"])
    _keep(held, {"did": "over"}, by, now)
    live.bump(held.office_id)


def _rooms_follow(plan: WelcomePlan, now: datetime) -> None:
    """Rooms that are booked for the guests say the class that these have now; the plan shows which fits no more."""
    rooms = plan.bookings.standing().filter(booked_for=BookedFor.RECEPTION, period__endswith__gt=now)
    rooms.update(reception_class=plan.reception_class)


def held_plan(plan: WelcomePlan) -> WelcomePlan:
    """The plan under its lock. Raises Refusal where it is over or called off."""
    rows = WelcomePlan.objects.live().select_related("office").select_for_update(of=("self",), no_key=True)
    held = rows.filter(pk=plan.pk).first()
    if held is None:
        raise Refusal(_("This plan is over or called off."))
    return held


def _fill(plan: WelcomePlan, entry: WelcomeEntry, now: datetime) -> None:
    """Take the entry over. Raises Refusal at the field that is wrong."""
    plan.guests = said(entry.guests, "guests", 80)
    plan.guest_kind = one_of(entry.guest_kind, GuestKind, "guest_kind")
    plan.reception_class = class_of(Guests(plan.guest_kind)).value
    plan.party_size = number(entry.party_size, "party_size", least=1, most=MOST_GUESTS)
    plan.bringer = one_of(entry.bringer, Bringer, "bringer")
    plan.accompanies, plan.called = entry.accompanies, entry.called
    level = vip_level(Brought(plan.bringer), accompanies=plan.accompanies, called=plan.called)
    plan.kind = level.value if level else WelcomeKind.GROUP
    plan.host = said(entry.host, "host", 40)
    plan.host_rank = one_of(entry.host_rank, HostRank, "host_rank")
    if not host_is_fit(Class(plan.reception_class), Rank(plan.host_rank)):
        least = HostRank(LEAST_HOST[Class(plan.reception_class)].value).label
        raise Refusal(
            _("Guests of this class are received by this rank or a higher one: %(rank)s.") % {"rank": least},
            field="host_rank",
        )
    _fill_times(plan, entry, now)
    plan.needs = [one_of(need, WelcomeNeed, "needs") for need in entry.needs]
    if plan.meal_at is not None and WelcomeNeed.MEAL not in plan.needs:
        plan.needs.append(WelcomeNeed.MEAL.value)
    plan.plates = _plates(entry.plates)
    plan.cost = None if entry.cost is None else number(entry.cost, "cost", least=0, most=MOST_YUAN)
    plan.cost_reason = clean_text(entry.cost_reason, "cost_reason", 200)
    if cost_of(plan).is_over and not plan.cost_reason:
        raise Refusal(_("This is above the cap: say in a few words why."), field="cost_reason")
    plan.note = clean_text(entry.note, "note", 500)


def _fill_times(plan: WelcomePlan, entry: WelcomeEntry, now: datetime) -> None:
    if entry.arrives_at != plan.arrives_at and not now < entry.arrives_at <= now + AHEAD:
        raise Refusal(_("The guests come at a time ahead, within a year."), field="arrives_at")
    plan.arrives_at, plan.leaves_at, plan.meal_at = entry.arrives_at, entry.leaves_at, entry.meal_at
    last = plan.arrives_at + LONGEST_STAY
    if plan.leaves_at is not None and not plan.arrives_at < plan.leaves_at <= last:
        raise Refusal(_("Guests leave after they have come, within two days."), field="leaves_at")
    if plan.meal_at is not None and not plan.arrives_at <= plan.meal_at <= (plan.leaves_at or last):
        raise Refusal(_("The meal is while the guests are here."), field="meal_at")


def _plates(typed: str) -> str:
    """The plates as they are kept, separated by spaces. Raises Refusal."""
    found = [plate(word) for word in BETWEEN_PLATES.split(clean_text(typed, "plates", 300))]
    kept = " ".join(dict.fromkeys(word for word in found if word))
    if any(len(word) > PLATE_LENGTH for word in found) or len(kept) > PLATES_LENGTH:
        raise Refusal(
            _("Type licence plates with a space between them, at most 12 characters each."), "plates"
        )
    return kept


def _ask_for_cost(plan: WelcomePlan, now: datetime) -> None:
    if cost_of(plan).is_over:
        able = Member.objects.of(plan.office).working().holding(*COST_APPROVERS).exclude(pk=plan.made_by_id)
        _tell(plan, able, NoticeKind.COST_ASKED, now)


def _tell_all(plan: WelcomePlan, kind: NoticeKind, by: Member, now: datetime) -> None:
    told = Member.objects.of(plan.office).working().holding(*TOLD).exclude(pk=by.pk)
    _tell(plan, told, kind, now)


def _tell(plan: WelcomePlan, members: Iterable[Member], kind: NoticeKind, now: datetime) -> None:
    """Each is led to the page that they may open: the gate to its list, all others to the plan."""
    slug = plan.office.slug
    gate, house = [], []
    for member in members:
        (gate if member.is_at_gate else house).append(member.pk)
    pages = (
        (gate, reverse("frontdesk:gate", args=[slug])),
        (house, reverse("frontdesk:welcome_plan", args=[slug, plan.pk])),
    )
    for told, path in pages:
        about = {"path": path, "plan": plan.pk}
        tell(office_id=plan.office_id, member_ids=told, kind=kind, about=about, now=now)
    live.bump(plan.office_id)


def _keep(plan: WelcomePlan, details: dict, by: Member, now: datetime) -> None:
    keep(action=AuditAction.WELCOME_CHANGED, record=f"welcome:{plan.pk}", details=details, by=by, now=now)
