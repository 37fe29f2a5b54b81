"""Overdue calls climb: the consultant hears in the morning, the supervisor after a day, the manager after three.

Each row remembers to whom it was told, so that however often this runs, nobody hears of the same twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from followups.climbing import ClimbingRules, climbing_rules_from, told_of_what_was_due_by
from followups.enums import FollowUpChannel
from followups.models import FollowUp
from followups.selectors.calendar import day_marks, works
from offices import live
from offices.enums import NoticeKind, Role
from offices.models import HouseRules, Member, Office
from offices.services.notices import tell

SECTION = "climbing"
LOOKED_BACK = timedelta(days=100)
"""For counting working days; no rule waits that long."""


def climb_overdue(*, now: datetime) -> int:
    """Tell whoever has to hear of calls that are due or overdue, while their office is open; how many notices."""
    return sum(climb_in(office, now) for office in Office.objects.filter(is_active=True).order_by("pk"))


@transaction.atomic
def climb_in(office: Office, now: datetime) -> int:
    """The same in one office. Rows that another worker is telling of are passed over."""
    clock = office.local(now)
    if not office.opens_at <= clock.time() < office.closes_at:
        return 0
    rules = _rules(office, clock.date())
    told = _tell_consultants(office, clock, rules) if rules.morning_notice else 0
    stages = (
        (Role.SUPERVISOR, "told_supervisor_at", rules.supervisor_after),
        (Role.MANAGER, "told_manager_at", rules.manager_after),
    )
    for role, mark, after in stages:
        told += _tell_leaders(office, role, mark, _limit(office, clock.date(), after, rules), now)
    if told:
        live.bump(office.pk)
    return told


def _rules(office: Office, today: date) -> ClimbingRules:
    held = HouseRules.objects.of(office).in_force_on(today).first()
    return climbing_rules_from(held.section(SECTION)) if held else ClimbingRules()


def _limit(office: Office, today: date, after: int, rules: ClimbingRules) -> date:
    marks = day_marks(office, today - LOOKED_BACK, today)
    return told_of_what_was_due_by(
        after, today=today, rules=rules, works=lambda day: works(day, marks.get(day, ()))
    )


def _tell_consultants(office: Office, clock: datetime, rules: ClimbingRules) -> int:
    """One notice a morning, of what stood on the list when the office opened."""
    morning = clock.replace(hour=office.opens_at.hour, minute=office.opens_at.minute, second=0, microsecond=0)
    midnight = clock.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = _calls(office).filter(
        Q(warned_at=None) | Q(warned_at__lt=midnight),
        on__lte=clock.date(),
        made_at__lt=morning,
        owner__isnull=False,
    )
    found = list(_claimed(rows).values_list("pk", "owner", "on"))
    FollowUp.objects.filter(pk__in=[pk for pk, _owner, _on in found]).update(warned_at=clock)
    counted: dict[int, Counter] = defaultdict(Counter)
    for _pk, owner, on in found:
        counted[owner]["overdue" if on < clock.date() else "due"] += 1
    path = reverse("followups:today", args=[office.slug])
    for owner, counts in counted.items():
        about = {"due": counts["due"], "overdue": counts["overdue"], "path": path}
        tell(
            office_id=office.pk,
            member_ids=[owner],
            kind=NoticeKind.FOLLOW_UPS_DUE,
            about=about,
            now=clock,
        )
    return len(counted)


def _tell_leaders(office: Office, role: Role, mark: str, limit: date, now: datetime) -> int:
    """One notice to each, of what has become overdue for so long. With no supervisor the managers hear at once."""
    rows = _calls(office).filter(on__lte=limit, **{mark: None})
    found = list(_claimed(rows).values_list("pk", flat=True))
    if not found:
        return 0
    FollowUp.objects.filter(pk__in=found).update(**{mark: now})
    people = Member.objects.of(office).working()
    told = list(people.holding(role).values_list("pk", flat=True))
    told = told or list(people.holding(Role.MANAGER).values_list("pk", flat=True))
    about = {"overdue": len(found), "path": reverse("followups:team", args=[office.slug])}
    return len(
        tell(
            office_id=office.pk,
            member_ids=told,
            kind=NoticeKind.FOLLOW_UPS_OVERDUE,
            about=about,
            now=now,
        )
    )


def _calls(office: Office):
    return FollowUp.objects.of(office).due().filter(channel=FollowUpChannel.CALL)


def _claimed(rows) -> Iterable:
    return rows.order_by("pk").select_for_update(of=("self",), no_key=True, skip_locked=True)
