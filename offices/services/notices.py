"""Telling members something, inside the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime

from offices import live
from offices.enums import NoticeKind, Role
from offices.models import Member, Notice


def tell(
    *, office_id: int, member_ids: Iterable[int], kind: NoticeKind, about: dict, now: datetime
) -> list[Notice]:
    """One notice to each of the members, in one query. ``about`` holds ids and codes only."""
    return Notice.objects.bulk_create(
        Notice(office_id=office_id, member_id=member_id, kind=kind, about=about, created_at=now)
        for member_id in member_ids
    )


def leaders_of(office_id: int) -> list[Member]:
    """The office's managers and supervisors, whom alarms go to."""
    leaders = Member.objects.filter(office_id=office_id).working().holding(Role.MANAGER, Role.SUPERVISOR)
    return list(leaders.select_related("user").order_by("pk"))


def mark_seen(*, by: Member, now: datetime) -> int:
    """The member has read what there is; returns how many notices that were. Their bell falls silent at once."""
    live.bump(by.office_id)
    return Notice.objects.for_member(by).unseen().update(seen_at=now)
