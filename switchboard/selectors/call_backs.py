"""Call-backs that wait, and those that were settled last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from offices.models import Member
from switchboard.models import CallBack
from switchboard.roles import KEEPERS

MOST_OPEN = 200
MOST_SETTLED = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    back: CallBack
    is_late: bool
    is_mine: bool


def open_call_backs(member: Member, *, now: datetime) -> list[Waiting]:
    """The member's own; who keeps the desk sees everybody's."""
    rows = _seen_by(member).open().with_people().order_by("due_at", "pk")[:MOST_OPEN]
    return [Waiting(row, row.is_overdue(now), row.owner_id == member.pk) for row in rows]


def settled_call_backs(member: Member) -> Sequence[CallBack]:
    rows = _seen_by(member).exclude(ended_at=None).with_people().select_related("ended_by")
    return list(rows.order_by("-ended_at", "-pk")[:MOST_SETTLED])


def _seen_by(member: Member):
    rows = CallBack.objects.of(member.office)
    return rows if member.holds(*KEEPERS) else rows.filter(owner=member)
