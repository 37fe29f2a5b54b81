"""Writing messages for the robots into the outbox, in the transaction of what they tell about."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from messaging.enums import MessageKind, MessageState
from messaging.models import OutboxMessage, Robot
from messaging.notice_texts import check_params
from messaging.robot_kinds import is_repeated
from offices.doorbell import ring
from offices.models import Member

BELL = "messaging.tasks.send_due"

# One statement for any number of robots, none included: a walk-in costs the same in an office with robots as without.
QUEUE_FOR_ROBOTS = """
    INSERT INTO messaging_outboxmessage
           (office_id, robot_id, member_id, kind, params, state, attempts, error, not_before, created_at)
    SELECT office_id, id, %(member)s, %(kind)s, %(params)s::jsonb, %(state)s, 0, '', %(now)s, %(now)s
      FROM messaging_robot
     WHERE office_id = %(office)s AND is_active AND (%(says)s)::text = ANY (kinds)
"""
# The same for the members of a notice, whom each robot names one after another.
REPEAT_NOTICE = """
    INSERT INTO messaging_outboxmessage
           (office_id, robot_id, member_id, kind, params, state, attempts, error, not_before, created_at)
    SELECT robot.office_id, robot.id, member.id, %(kind)s, %(params)s::jsonb, %(state)s, 0, '', %(now)s, %(now)s
      FROM messaging_robot robot
      JOIN offices_member member ON member.office_id = robot.office_id AND member.id = ANY (%(members)s)
     WHERE robot.office_id = %(office)s AND robot.is_active AND (%(says)s)::text = ANY (robot.kinds)
     ORDER BY robot.id, member.id
"""


def queue_robot_messages(
    *, office_id: int, kind: str, member: Member | None, params: Mapping[str, Any], now: datetime
) -> None:
    """Have the office's robots that say such things say this and mention the member. One query; rings on commit.

    ``params`` are ids, codes and times in ISO 8601 (see messaging.notice_texts for what each kind needs).
    Raises ValueError where they hold anything else, or the member is of another office.
    """
    if member is not None and member.office_id != office_id:
        raise ValueError("the member is of another office")
    values = {
        "office": office_id,
        "member": member.pk if member else None,
        "says": kind,
        **_row(kind, params, now),
    }
    _queue(QUEUE_FOR_ROBOTS, values)


def repeat_notice(*, office_id: int, member_ids: Iterable[int], kind: str, now: datetime) -> None:
    """Have the robots that repeat notices of this kind name each of the members, on whom it is. At most one query."""
    members = list(member_ids)
    if not members or not is_repeated(kind):
        return
    values = {
        "office": office_id,
        "members": members,
        "says": kind,
        **_row(MessageKind.NOTICE, {"notice": str(kind)}, now),
    }
    _queue(REPEAT_NOTICE, values)


def _row(kind: str, params: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    check_params(kind, params)
    return {"kind": kind, "params": json.dumps(dict(params)), "state": MessageState.QUEUED, "now": now}


def _queue(statement: str, values: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        queued = cursor.rowcount
    if queued:
        ring(BELL)


def queue_test_message(*, robot: Robot, now: datetime) -> OutboxMessage:
    """Have this one robot, in use or not yet, say that it works. Rings on commit."""
    message = OutboxMessage.objects.create(
        office_id=robot.office_id,
        robot=robot,
        kind=MessageKind.TEST,
        params={"at": now.isoformat()},
        not_before=now,
        created_at=now,
    )
    ring(BELL)
    return message
