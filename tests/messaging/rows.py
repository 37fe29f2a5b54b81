"""Rows that the tests of messaging start from."""

from datetime import UTC, datetime, timedelta

from messaging.enums import MessageKind
from messaging.models import OutboxMessage, Robot
from messaging.services.outbox import queue_robot_messages
from offices.models import Member, Office
from tests.messaging.vendors import SECRET

# Signatures are checked against the clock of the wall.
NOW = datetime.now(UTC)


def make_robot(
    office: Office,
    *,
    kind: str = "wecom",
    name: str = "Sales group",
    address: str = "http://127.0.0.1:9/cgi-bin/webhook/send?key=1",
    secret: str = SECRET,
    is_active: bool = True,
) -> Robot:
    robot = Robot(office=office, kind=kind, name=name, is_active=is_active)
    robot.keep_address(address)
    robot.keep_secret(secret)
    robot.save()
    return robot


def queue(
    member: Member, *, number: int = 12, kind: str = MessageKind.CALLED, now: datetime = NOW, **params: int
) -> None:
    params = {"number": number, "at": now.isoformat(), **params}
    queue_robot_messages(office_id=member.office_id, kind=kind, member=member, params=params, now=now)


def states() -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.order_by("pk").values_list("state", "error"))


def local_time(moment: datetime) -> str:
    return f"{moment + timedelta(hours=8):%H:%M}"
