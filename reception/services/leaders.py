"""Telling the manager and the supervisors at once: in the app and through the office's robot."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from messaging.services.outbox import queue_robot_messages
from offices.enums import NoticeKind
from offices.services.notices import leaders_of, tell
from reception.models import Reception
from reception.services.serving import about_visit

PAGES = {NoticeKind.VOID_ASKED: "reception:manager"}


def alarm_leaders(
    *, kind: NoticeKind, reception: Reception, said: Mapping[str, Any] | None = None, now: datetime
) -> None:
    """A notice about this visit to each leader of the office; ``said`` adds ids, codes and counts to it."""
    about = {**about_visit(reception, PAGES.get(kind, "reception:visit")), **(said or {})}
    leaders = leaders_of(reception.office_id)
    tell(
        office_id=reception.office_id,
        member_ids=[leader.pk for leader in leaders],
        kind=kind,
        about=about,
        now=now,
    )
    params = {"number": reception.number, "at": reception.arrived_at.isoformat(), **(said or {})}
    for leader in leaders:
        queue_robot_messages(
            office_id=reception.office_id,
            kind=kind.value,
            member=leader,
            params=params,
            now=now,
        )
