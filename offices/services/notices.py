"""Telling members something, inside the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from offices import live
from offices.enums import NoticeKind, Role
from offices.models import Member, Notice


class Listener(Protocol):
    """Repeats a notice elsewhere, in the same transaction: a floor above, which this one does not know."""

    def __call__(self, *, office_id: int, member_ids: Iterable[int], kind: str, now: datetime) -> None: ...


_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have every notice repeated by this one as well."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(
    *, office_id: int, member_ids: Iterable[int], kind: NoticeKind, about: dict, now: datetime
) -> list[Notice]:
    """One notice to each of the members, in one query. ``about`` holds ids and codes only."""
    members = list(member_ids)
    for listener in _listeners:
        listener(office_id=office_id, member_ids=members, kind=kind, now=now)
    return Notice.objects.bulk_create(
        Notice(office_id=office_id, member_id=member_id, kind=kind, about=about, created_at=now)
        for member_id in members
    )


def leaders_of(office_id: int) -> list[Member]:
    """The office's managers and supervisors, whom alarms go to."""
    leaders = Member.objects.filter(office_id=office_id).working().holding(Role.MANAGER, Role.SUPERVISOR)
    return list(leaders.select_related("user").order_by("pk"))


def mark_seen(*, by: Member, now: datetime) -> int:
    """The member has read what there is; returns how many notices that were. Their bell falls silent at once."""
    live.bump(by.office_id)
    return Notice.objects.for_member(by).unseen().update(seen_at=now)
