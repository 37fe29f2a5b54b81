"""Sending what robots have to say when it is due: each message at most once, whatever dies in the middle.

A sender claims a batch (a lease), then for each row commits ``sending``, calls the vendor outside of any transaction
and writes down what came of it. Two senders never hold the same row; a row whose sender died comes back when its lease
runs out if it was not yet ``sending``, and becomes ``uncertain`` if it was.
"""

import logging
from datetime import datetime, timedelta

import httpx
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from messaging.addresses import check_address
from messaging.enums import MessageKind, MessageState
from messaging.models import OutboxMessage, Robot
from messaging.notice_texts import text_of
from messaging.robots import VENDORS, Answer, Mention, Request, build_request
from messaging.services import outbox_machine as machine
from messaging.services.delivery import deliver, new_client
from messaging.services.outbox_machine import Clock
from offices.enums import Role
from offices.sealing import SealBroken

log = logging.getLogger(__name__)

State = MessageState

# A call to the desk is worth nothing after this.
WORTH_SENDING_FOR = timedelta(minutes=10)
BATCH = 10
LONGEST_BATCH = timedelta(seconds=4)
MINUTE = timedelta(minutes=1)


def send_due(now: datetime) -> int:
    """Settle what ran out, then claim a batch of due messages and send them; how many were claimed.

    Must not run inside a transaction. ``now`` moves on with the time that the calls take.
    """
    clock = machine.running_clock(now)
    settle_expired(now)
    messages = claim_due(now)
    if messages:
        with new_client() as client:
            for message in messages:
                if clock() < now + LONGEST_BATCH:
                    _send(client, message, clock)
                else:
                    machine.postpone(message, message.not_before)
    return len(messages)


def claim_due(now: datetime, limit: int = BATCH) -> list[OutboxMessage]:
    """Lease up to ``limit`` due messages, oldest first, passing over those that another sender is claiming."""
    due = OutboxMessage.objects.due(now).select_related("office", "robot", "member__user")
    return machine.claim(due, now=now, limit=limit)


def settle_expired(now: datetime) -> None:
    """Give up what is too late, and call uncertain what was being sent when its sender fell silent."""
    OutboxMessage.objects.queued().filter(
        Q(lease_until=None) | Q(lease_until__lt=now), created_at__lt=now - WORTH_SENDING_FOR
    ).update(state=State.FAILED, lease_until=None, error="too_late")
    if uncertain := machine.settle_lost(OutboxMessage, now):
        log.error("robot messages may have left: their sender died", extra={"count": uncertain})


def _send(client: httpx.Client, message: OutboxMessage, clock: Clock) -> None:
    """One message from its claim to its end; nothing that is wrong with it stops the others."""
    try:
        request = _request(message, clock())
    except (ValidationError, SealBroken) as error:
        log.warning("robot %s is unusable", message.robot_id, extra={"error": type(error).__name__})
        machine.fail(message, "robot_unusable")
        return
    except Exception:  # one bad row never stops the others
        log.exception("robot message %s cannot be put into words", message.pk)
        machine.fail(message, "not_sayable")
        return
    if _mark_sending(message, clock()):
        answer = deliver(client, message.robot.kind, request)
        log.info("robot message %s: %s %s", message.pk, answer.verdict, answer.code)
        _write_down(message, answer, clock())


def _request(message: OutboxMessage, at: datetime) -> Request:
    robot, member = message.robot, message.member
    check_address(robot.kind, robot.address, settings.ROBOT_HOSTS)
    with translation.override(settings.LANGUAGE_CODE):
        name = member.name if member else str(Role.MANAGER.label)
        text = text_of(message.kind, message.params, name=name, zone=message.office.zone)
    mention = Mention(member.name, member.group_id, member.user.mobile or "") if member else None
    return build_request(
        robot.kind, address=robot.address, secret=robot.secret, text=text, mention=mention, at=at
    )


@transaction.atomic(durable=True)
def _mark_sending(message: OutboxMessage, now: datetime) -> bool:
    """Commit that the vendor is about to be called; False where it must not be, now or ever.

    The robot's row is locked so that two senders together keep to its pace.
    """
    robot = Robot.objects.select_for_update(of=("self",), no_key=True).get(pk=message.robot_id)
    if message.created_at < now - WORTH_SENDING_FOR:
        machine.fail(message, "too_late")
        return False
    if not robot.is_active and message.kind != MessageKind.TEST:
        machine.fail(message, "robot_off")
        return False
    if rest := _rest_before(robot, now):
        machine.postpone(message, rest)
        return False
    return machine.mark_sending(message, now)


def _rest_before(robot: Robot, now: datetime) -> datetime | None:
    """Until when the robot may not speak: it was told to rest, or has said all that a minute allows."""
    if robot.paused_until and robot.paused_until > now:
        return robot.paused_until
    pace = VENDORS[robot.kind].pace
    calls = (
        robot.messages.called_since(now - MINUTE).order_by("-called_at").values_list("called_at", flat=True)
    )
    recent = list(calls[: pace.per_minute])
    if len(recent) < pace.per_minute:
        return None
    robot.paused_until = recent[-1] + MINUTE
    robot.save(update_fields=["paused_until"])
    return robot.paused_until


@transaction.atomic
def _write_down(message: OutboxMessage, answer: Answer, now: datetime) -> None:
    """What the call came to. The robot's other messages wait as well, so that a silent vendor never holds up others."""
    rest = timedelta(seconds=VENDORS[message.robot.kind].pace.rest)
    outcome = machine.outcome_of(answer, attempts=message.attempts, now=now, rest=rest)
    if outcome.rest_until is not None:
        Robot.objects.filter(pk=message.robot_id).update(paused_until=outcome.rest_until)
    machine.write_down(message, outcome.changes)
