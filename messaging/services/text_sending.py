"""Sending the texts that are due: each at most once, and none that a gate holds at that very moment.

A sender claims a batch, then for each row asks the gates and commits ``sending`` in one short transaction, hands the
text over outside of any and writes down what came of it (messaging.services.outbox_machine). Texts of file gateways
take a shorter way with the same steps (messaging.services.many_texts).
"""

import logging
import re
import time
from datetime import datetime, timedelta

import httpx
from django.db import Error, InterfaceError, OperationalError, connection, transaction

from messaging.enums import TextCategory
from messaging.gates import Limits, Stop, gate
from messaging.models import Gateway, MessageTemplate, TextMessage
from messaging.selectors.text_facts import facts_of, house_limits, next_opening
from messaging.services import outbox_machine as machine
from messaging.services.delivery import new_client
from messaging.services.handing_over import hand_over_text
from messaging.services.many_texts import goes_quickly, number_key, write_many
from messaging.services.outbox_machine import Clock
from messaging.services.text_ends import hold, write_down
from offices.models import Office
from offices.sealing import SealBroken

log = logging.getLogger(__name__)

BATCH = 100
LONGEST_BATCH = timedelta(seconds=4)
SECOND = timedelta(seconds=1)
GOOD_NUMBER = {"sms": re.compile(r"\+[1-9][0-9]{6,14}"), "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")}


def send_texts_due(now: datetime, limit: int = BATCH) -> int:
    """Settle what was lost, then claim a batch of due texts and hand them over; how many were claimed.

    Must not run inside a transaction. ``now`` moves on with the time that the calls take.
    """
    clock = machine.running_clock(now)
    if lost := machine.settle_lost(TextMessage, now):
        log.error("texts may have left: their sender died", extra={"count": lost})
    messages = claim_texts(now, limit)
    limits: dict[int, Limits] = {}
    slow = _write_quick_ones(messages, limits, clock)
    if slow:
        with new_client() as client:
            while slow:  # one at least, however long the claim took on a busy machine
                _send(client, slow.pop(0), limits, clock)
                if clock() >= now + LONGEST_BATCH:
                    break
        machine.let_go(slow)
    return len(messages)


def claim_texts(now: datetime, limit: int = BATCH) -> list[TextMessage]:
    """Lease due texts, service before marketing, passing over those that another sender is claiming.

    What many of them share is read once: their offices, gateways and templates.
    """
    messages = machine.claim(TextMessage.objects.due(now), now=now, limit=limit)
    for name, rows in (
        ("office", Office.objects),
        ("gateway", Gateway.objects),
        ("template", MessageTemplate.objects),
    ):
        shared = rows.in_bulk({getattr(message, f"{name}_id") for message in messages})
        for message in messages:
            setattr(message, name, shared[getattr(message, f"{name}_id")])
    return messages


def _write_quick_ones(
    messages: list[TextMessage], limits: dict[int, Limits], clock: Clock
) -> list[TextMessage]:
    """Those of file gateways; the others come back, and all of them where something is wrong with one."""
    asked = [(message, bool(_number_of(message))) for message in messages if goes_quickly(message)]
    left = [message for message in messages if not goes_quickly(message)]
    if not asked:
        return left
    try:
        return left + write_many(asked, limits_of=lambda one: _limits_of(one, limits, clock), clock=clock)
    except Error:  # of the database, its connection included
        raise
    except Exception:  # one bad row never stops the others: one by one it is found
        log.exception("texts cannot be handed over together")
        return messages


def _limits_of(message: TextMessage, limits: dict[int, Limits], clock: Clock) -> Limits:
    """The limits of its office, read once in a batch."""
    if message.office_id not in limits:
        limits[message.office_id] = house_limits(message.office, clock())
    return limits[message.office_id]


def wait_for_next(now: datetime, longest: float) -> bool:
    """Sleep until the next gateway has rested, ``longest`` seconds at most; False where nothing comes due by then."""
    soon = (
        TextMessage.objects.queued()
        .filter(
            is_held=False, copied_by=None, lease_until=None, not_before__lte=now + timedelta(seconds=longest)
        )
        .filter(gateway__paused_until__gt=now, gateway__paused_until__lte=now + timedelta(seconds=longest))
        .order_by("gateway__paused_until")
        .values_list("gateway__paused_until", flat=True)
        .first()
    )
    if soon is None:
        return False
    time.sleep((soon - now).total_seconds())
    return True


def _send(client: httpx.Client, message: TextMessage, limits: dict[int, Limits], clock: Clock) -> None:
    """One text from its claim to its end; nothing that is wrong with it stops the others."""
    try:
        number = _number_of(message)
        marked = _mark_sending(message, _limits_of(message, limits, clock), clock(), is_good=bool(number))
    except (OperationalError, InterfaceError):
        if not connection.is_usable():
            raise
        # A lock that was not to be had in time says nothing of the text: it comes back when its lease runs out.
        log.warning("text %s comes back later", message.pk, exc_info=True)
        return
    except Exception:  # one bad row never stops the others
        log.exception("text %s cannot be handed over", message.pk)
        machine.fail(message, "not_sayable")
        return
    if marked:
        answer = hand_over_text(client, message, number, at=clock())
        log.info("text %s: %s %s", message.pk, answer.verdict, answer.code)
        write_down(message, answer, clock())


def _number_of(message: TextMessage) -> str:
    """The number or address; empty where it cannot be read or is none."""
    try:
        number = message.number
    except SealBroken:
        return ""
    return number if GOOD_NUMBER[message.channel].fullmatch(number) else ""


@transaction.atomic(durable=True)
def _mark_sending(message: TextMessage, limits: Limits, now: datetime, *, is_good: bool) -> bool:
    """Commit that the gateway is about to be called; False where a gate says no, now or for good."""
    if rest := _rest_before(message.gateway, limits, message.office, now):
        machine.postpone(message, rest)
        return False
    stop, rests_until = ask_gates(message, limits, now, is_good=is_good)
    if rests_until and rests_until > now:
        machine.postpone(message, rests_until)
        return False
    if stop is not None:
        hold(message, stop)
        return False
    return machine.mark_sending(message, now, is_held=False, copied_by=None)


def ask_gates(
    message: TextMessage, limits: Limits, now: datetime, *, is_good: bool
) -> tuple[Stop | None, datetime | None]:
    """The gates' answer, and until when the gateway rests. In the transaction that hands over.

    For marketing the number is locked first: two senders with two texts for it count one after the other.
    """
    if message.category == TextCategory.MARKETING:
        lock_number(message)
    known = facts_of(message, number_is_good=is_good, now=now)
    return gate(known.facts, limits), known.rests_until


def lock_number(message: TextMessage) -> None:
    """Nobody else hands over anything for this number until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number_key(message)])


def _rest_before(gateway: Gateway, limits: Limits, office: Office, now: datetime) -> datetime | None:
    """Until when the gateway may not be called because it has been called as often as it may.

    Its row is locked, so that two senders together keep to its pace.
    """
    if not gateway.per_second and not gateway.per_day:
        return None
    held = Gateway.objects.select_for_update(of=("self",), no_key=True).get(pk=gateway.pk)
    if held.paused_until and held.paused_until > now:
        return held.paused_until
    rest = _after_second(held, now) or _after_day(held, limits, office.local(now))
    if rest:
        held.paused_until = rest
        held.save(update_fields=["paused_until"])
    return rest


def _after_second(gateway: Gateway, now: datetime) -> datetime | None:
    if not gateway.per_second:
        return None
    calls = gateway.texts.filter(called_at__gt=now - SECOND).order_by("-called_at")
    recent = list(calls.values_list("called_at", flat=True)[: gateway.per_second])
    return recent[-1] + SECOND if len(recent) == gateway.per_second else None


def _after_day(gateway: Gateway, limits: Limits, here: datetime) -> datetime | None:
    if not gateway.per_day:
        return None
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    full = gateway.texts.filter(called_at__gte=midnight).count() >= gateway.per_day
    return next_opening(here, limits) if full else None
