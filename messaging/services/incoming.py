"""What comes back: receipts of delivery, and replies. An opt-out holds at once, also for what is queued."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from messaging.enums import ConsentChannel, ConsentWay, TextState
from messaging.gates import Reason
from messaging.hooks import Receipt, Reply
from messaging.models import Gateway, TextMessage, TextReply
from messaging.opt_outs import is_opt_out
from messaging.selectors.consents import consent_digest
from messaging.services.consents import keep_answers
from messaging.services.texts import call_off
from offices import phones
from offices.models import Office
from offices.sealing import fingerprint

log = logging.getLogger(__name__)

State = TextState
CALLED = (State.SENT, State.UNCERTAIN, State.SENDING, State.FAILED, State.QUEUED)
"""A text may be queued though it was called for: to be tried again, or to be sent by hand after all."""


def take_receipts(*, gateway: Gateway, receipts: Iterable[Receipt], now: datetime) -> int:
    """Write down what became of texts that left by this gateway; how many of the receipts were known.

    Each by itself, so that two calls with the same texts in another order never wait for each other.
    """
    return sum(_take_receipt(gateway, receipt, now) for receipt in receipts)


@transaction.atomic
def _take_receipt(gateway: Gateway, receipt: Receipt, now: datetime) -> int:
    """A delivery also settles what was uncertain, or said to have failed before: whoever has it has it.

    A failure that comes after a delivery or after somebody sent the text by hand, and a receipt for what we never
    handed over, change nothing.
    """
    texts = gateway.texts.filter(_named(gateway, receipt))
    if receipt.is_delivered:
        found = texts.filter(state__in=CALLED, called_at__isnull=False)
        pks = list(found.values_list("pk", flat=True))
        TextMessage.objects.filter(pk__in=pks, sent_at=None).update(sent_at=now, state=State.DELIVERED)
        count = TextMessage.objects.filter(pk__in=pks).update(
            state=State.DELIVERED, delivered_at=now, lease_until=None, is_held=False, error=""
        )
    else:
        found = texts.filter(state__in=(State.SENT, State.UNCERTAIN, State.SENDING), copied_by=None)
        count = found.update(
            state=State.FAILED, sent_at=None, lease_until=None, error=receipt.code[:40] or "not_delivered"
        )
    if not count and not texts.exists():
        log.warning("gateway %s: receipt for an unknown text", gateway.pk)
    return min(count, 1)


def _named(gateway: Gateway, receipt: Receipt) -> Q:
    """By the vendor's name for it, or by ours (``office-pk``)."""
    office, _dash, pk = receipt.key.partition("-")
    ours = (
        Q(pk=int(pk)) if office == str(gateway.office_id) and pk.isdecimal() and len(pk) < 18 else Q(pk=None)
    )
    return ours | Q(vendor_id=receipt.vendor_id) if receipt.vendor_id else ours


def take_replies(*, gateway: Gateway, replies: Iterable[Reply], now: datetime) -> int:
    """Keep what people wrote back; how many were new. Who wants no more gets no more, from no office of the house."""
    return sum(_take_reply(gateway, reply, now) for reply in replies)


@transaction.atomic
def _take_reply(gateway: Gateway, reply: Reply, now: datetime) -> int:
    number = _number_of(reply)
    if not number:
        log.warning("gateway %s: reply from what is no number", gateway.pk)
        return 0
    digest, opts_out = consent_digest(number), is_opt_out(reply.text)
    _row, is_new = TextReply.objects.get_or_create(
        gateway=gateway,
        mark=fingerprint("reply", number, reply.text, reply.mark or f"{now:%Y-%m-%d %H}"),
        defaults={
            "office": gateway.office,
            "number_print": digest,
            "masked": phones.masked(number),
            "text": reply.text[:200],
            "is_opt_out": opts_out,
            "at": now,
        },
    )
    if opts_out and is_new:
        opt_out(office=gateway.office, digest=digest, channel=ConsentChannel.SMS, now=now)
    return int(is_new)


def _number_of(reply: Reply) -> str:
    """E.164; empty for what is no number. Vendors leave out the plus of a number from elsewhere."""
    for written in (reply.number, f"+{reply.number}"):
        with suppress(phones.PhoneError):
            return phones.normalise(written)
    return ""


@transaction.atomic
def opt_out(*, office: Office, digest: str, channel: ConsentChannel, now: datetime) -> int:
    """The holder of the number or address wants no more messages; how many queued ones were dropped."""
    keep_answers(
        office=office, digest=digest, answers={channel: False}, channel=ConsentWay.REPLY, by=None, now=now
    )
    return call_off(TextMessage.objects.filter(number_print=digest, channel=channel), Reason.OPTED_OUT)
