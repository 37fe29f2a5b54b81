"""Writing one text that comes about by itself to the customer's first mobile number."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from followups.selectors.recipients import destinations, recipient
from followups.selectors.refusals import refusing
from messaging.enums import TextChannel
from messaging.models import MessageTemplate, TextMessage
from messaging.services.texts import queue_text
from offices.errors import Refusal
from visitors.models import Customer

log = logging.getLogger(__name__)

NEW_FOR = timedelta(days=1)
"""What happened longer ago is not news any more."""


def write_once(
    template: MessageTemplate,
    customer: Customer,
    key: str,
    *,
    consultant: str,
    words: Mapping[str, str],
    now: datetime,
) -> int:
    """1 where the text is new; 0 where it was written before, or cannot be written."""
    if TextMessage.objects.of(template.office).filter(key=key).exists():
        return 0
    try:
        return int(write_text(template, customer.file, key, consultant=consultant, words=words, now=now))
    except Refusal:
        log.info("text %s cannot be written", key)
        return 0


def write_text(
    template: MessageTemplate,
    customer: Customer,
    key: str,
    *,
    consultant: str,
    words: Mapping[str, str],
    now: datetime,
) -> bool:
    """False where the customer has no mobile number, or said no on one of several. Raises Refusal."""
    office, channel = template.office, TextChannel.SMS
    found = destinations([customer], office=office, channel=channel)
    ways = found.get(customer.pk, [])
    number = ways[0].number if ways else ""
    if not number or refusing(found, office=office, channel=channel, now=now):
        return False
    queue_text(
        template=template,
        recipient=recipient(customer, number, consultant),
        variables={"event": "", **words},
        key=key,
        by=None,
        now=now,
        good_for=NEW_FOR,
    )
    return True
