"""Searches by hand are counted and kept; too many of them lock the search and tell the leaders.

What was typed is never kept: the line says who searched, where and when.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from offices import soft_cache
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import AuditEntry, Member
from offices.services.audit import keep
from offices.services.notices import leaders_of, tell
from visitors.search_caps import BY_HAND, DAY, MINUTE, WHILE_TYPING, cap_reached

PATH = "customers/search-locks"


class TooManySearches(Refusal):
    """The member searched too often within the minute, or their search is locked for the day."""

    status = 429


def count_search(*, member: Member, look_in: str = "all", now: datetime) -> None:
    """One more search by hand, kept before anything is found. Raises TooManySearches.

    The leaders are told once when the day's cap is reached. In no other transaction, whose end could take that back.
    """
    with transaction.atomic():
        # The member's row is the lock: two tabs cannot both take the last search of the minute.
        held = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
        reached = cap_reached(BY_HAND, searches(held, now).__getitem__)
        if reached is None:
            keep(
                action=AuditAction.CUSTOMERS_SEARCHED,
                record=f"member:{held.pk}",
                details={"in": look_in},
                by=held,
                now=now,
            )
        elif reached == DAY:
            _lock(held, now)
    if reached == DAY:
        raise TooManySearches(
            _("You have searched very often today, so the search is locked. Ask your manager to unlock it.")
        )
    if reached is not None:
        raise TooManySearches(_("You search very often. Wait a minute, then search again."))


def count_typing(*, member: Member, now: datetime) -> bool:
    """One more answer while the desk types; False where there were too many. Without Redis nothing is counted."""
    keys = {
        span: f"typing:{member.pk}:{int(now.timestamp() // span.total_seconds())}" for span in WHILE_TYPING
    }
    known = soft_cache.read_many(list(keys.values()))
    if known is None:
        return True
    counts = {span: int(known.get(key, 0)) for span, key in keys.items()}
    if cap_reached(WHILE_TYPING, counts.__getitem__) is not None:
        return False
    for span, key in keys.items():
        soft_cache.write(key, counts[span] + 1, int(span.total_seconds()))
    return True


def searches(member: Member, now: datetime) -> dict[timedelta, int]:
    """How often the member searched by hand within each span: one query, one more where the day's cap is reached.

    What was before a manager last unlocked the search does not count for the day.
    """
    rows = AuditEntry.objects.filter(by=member, action=AuditAction.CUSTOMERS_SEARCHED, at__gt=now - DAY)
    found = rows.aggregate(day=Count("pk"), minute=Count("pk", filter=Q(at__gt=now - MINUTE)))
    counts = {MINUTE: found["minute"], DAY: found["day"]}
    if counts[DAY] >= BY_HAND[DAY]:
        unlocked = _lines(AuditAction.SEARCH_UNLOCKED, member).first()
        if unlocked is not None:
            counts[DAY] = rows.filter(at__gt=unlocked.at).count()
    return counts


def locked_members(*, by: Member, now: datetime) -> list[Member]:
    """Colleagues whose search is locked now."""
    recent = AuditEntry.objects.filter(
        office=by.office_id, action=AuditAction.SEARCH_LOCKED, at__gt=now - DAY
    )
    members = Member.objects.of(by.office).filter(pk__in=recent.values("by")).order_by("name", "pk")
    return [each for each in members if searches(each, now)[DAY] >= BY_HAND[DAY]]


@transaction.atomic
def unlock_search(*, member: Member, by: Member, now: datetime) -> None:
    """The member may search again; nobody unlocks their own search. Raises Refusal."""
    if member.pk == by.pk:
        raise Refusal(_("Somebody else has to unlock your own search."))
    keep(action=AuditAction.SEARCH_UNLOCKED, record=f"member:{member.pk}", by=by, now=now)


def _lock(member: Member, now: datetime) -> None:
    """Tell the leaders, unless they were told since the last unlocking or within a day."""
    locked = AuditEntry.objects.filter(by=member, action=AuditAction.SEARCH_LOCKED, at__gt=now - DAY)
    unlocked = _lines(AuditAction.SEARCH_UNLOCKED, member).first()
    if unlocked is not None:
        locked = locked.filter(at__gt=unlocked.at)
    if locked.exists():
        return
    keep(action=AuditAction.SEARCH_LOCKED, record=f"member:{member.pk}", by=member, now=now)
    tell(
        office_id=member.office_id,
        member_ids=[leader.pk for leader in leaders_of(member.office_id) if leader.pk != member.pk],
        kind=NoticeKind.SEARCH_LOCKED,
        about={"member": member.pk, "path": f"/{member.office.slug}/{PATH}/"},
        now=now,
    )


def _lines(action: AuditAction, member: Member) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(
        office=member.office_id, record=f"member:{member.pk}", action=action
    ).order_by("-at")
