"""Writing texts into the outbox, once each, and holding, releasing or stopping them until they are handed over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.enums import GatewayKind, TextChannel, TextState
from messaging.gates import Reason
from messaging.models import Gateway, MessageTemplate, TextMessage
from messaging.models.text_message import DROPPED, STOPPED, TextMessageQuerySet
from messaging.selectors.consents import address_digest, consent_digest
from messaging.template_words import missing_words
from messaging.templating import (
    MissingVariables,
    fill,
    frame_of,
    salutation,
    signed,
    sms_parts,
    variables_of,
)
from offices import phones
from offices.doorbell import ring
from offices.errors import Refusal
from offices.models import Member, Office
from offices.sealing import seal

BELL = "messaging.tasks.send_texts_due"
GOOD_FOR = timedelta(days=3)
STOP_SALT = "messaging.stop"


@dataclass(frozen=True)
class Wording:
    """A text as its reader will see it: ``params`` are the variables in the order of the registered wording."""

    text: str
    subject: str
    params: list[list[str]]
    parts: int


@dataclass(frozen=True)
class Recipient:
    """Whom a text is for. ``number`` is E.164 for SMS, an address for e-mail; ``title`` is mr, ms or empty."""

    number: str
    surname: str = ""
    title: str = ""
    consultant: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


def compose(
    *, template: MessageTemplate, recipient: Recipient, variables: Mapping[str, str], signature: str = ""
) -> Wording:
    """The words for one recipient, without writing anything. Raises Refusal, naming what is missing."""
    office, frame = template.office, frame_of(template.language)
    values = {
        "project": office.project or office.name,
        "hotline": office.hotline,
        "consultant": recipient.consultant or office.name,
        "surname": recipient.surname,
        "title": {"mr": frame.mr, "ms": frame.ms}.get(recipient.title, ""),
        **variables,
        **recipient.more,
        "salutation": salutation(frame, surname=recipient.surname, title=recipient.title),
    }
    if "{stop_link}" in template.whole:
        values["stop_link"] = stop_link(office, recipient.number)
    try:
        text = fill(template.whole, values)
        subject = fill(template.subject, values) if template.subject else ""
    except MissingVariables as missing:
        raise Refusal(missing_words(missing.names)) from None
    parts = sms_parts(signed(text, signature)) if template.channel == TextChannel.SMS else 1
    params = [[name, values[name]] for name in variables_of(template.whole)]
    return Wording(text, " ".join(subject.split())[:200], params, parts)


@transaction.atomic
def queue_text(
    *,
    template: MessageTemplate,
    recipient: Recipient,
    variables: Mapping[str, str],
    key: str,
    group: str = "",
    by: Member | None,
    now: datetime,
    not_before: datetime | None = None,
    good_for: timedelta = GOOD_FOR,
) -> TextMessage:
    """Write the text into the outbox of the template's office; the same key again returns the first one's.

    It leaves by the office's gateway in use; where all are off it waits to be sent by hand. Rings on commit.
    Raises Refusal for a number that takes no SMS, for an address that is none, and where a variable has no value.
    """
    gateway = way_out(template.office, template.channel)
    signature = gateway.signature if gateway else ""
    wording = compose(template=template, recipient=recipient, variables=variables, signature=signature)
    due = max(not_before or now, now)
    message, is_new = TextMessage.objects.get_or_create(
        office=template.office,
        key=key,
        defaults={
            "gateway": gateway,
            "template": template,
            "channel": template.channel,
            "category": template.category,
            "purpose": template.purpose,
            "group": group,
            "number_print": print_of(template.channel, recipient.number),
            "sealed_number": seal(recipient.number),
            "masked": masked(template.channel, recipient.number),
            "subject": wording.subject,
            "text": wording.text,
            "params": wording.params,
            "parts": wording.parts,
            "not_before": due,
            "good_until": due + good_for,
            "created_at": now,
            "created_by": by,
        },
    )
    if is_new and gateway:
        ring(BELL)
    return message


def way_out(office: Office, channel: str) -> Gateway | None:
    """The gateway in use. An office that never had one of that channel begins with the file; None if all are off."""
    rows = Gateway.objects.of(office).filter(channel=channel)
    found = rows.active().first()
    if found is not None or rows.exists():
        return found
    name = {TextChannel.SMS: "file-sms", TextChannel.EMAIL: "file-email"}[TextChannel(channel)]
    return Gateway.objects.get_or_create(
        office=office, name=name, defaults={"channel": channel, "kind": GatewayKind.FILE}
    )[0]


def print_of(channel: str, number: str) -> str:
    """How the number or address is named in consents. Raises Refusal for what takes no such message."""
    if channel == TextChannel.EMAIL:
        if "@" not in number:
            raise Refusal(_("This is no e-mail address."))
        return address_digest(number)
    try:
        if phones.line_of(number) == phones.Line.MOBILE:
            return consent_digest(number)
    except Exception as error:  # whatever phonenumbers raises of what is no number
        raise Refusal(_("This number takes no SMS.")) from error
    raise Refusal(_("This number takes no SMS."))


def masked(channel: str, number: str) -> str:
    """The number or address with its middle hidden."""
    if channel == TextChannel.SMS:
        return phones.masked(number)
    name, _at, host = number.partition("@")
    return f"{name[:1]}***@{host}"[:80]


def stop_link(office: Office, address: str) -> str:
    """The address of the page on which the reader of an e-mail wants no more of them."""
    token = signing.dumps([office.pk, address_digest(address)], salt=STOP_SALT, compress=True)
    return settings.PUBLIC_URL.rstrip("/") + reverse("stop_mails", args=[token])


def hold_group(*, office: Office, group: str) -> int:
    """Nothing more of the group leaves until it is released; how many texts wait. In the caller's transaction.

    What is being handed over just now waits as well, should its vendor ask to come again.
    """
    texts = TextMessage.objects.of(office).in_group(group).filter(is_held=False)
    return _change(texts, {"is_held": True}, in_hand={"is_held": True})


def release_group(*, office: Office, group: str) -> int:
    """What was held leaves again; what somebody took to send by hand stays theirs."""
    texts = TextMessage.objects.of(office).in_group(group).filter(is_held=True)
    released = _change(texts, {"is_held": False}, in_hand={"is_held": False})
    ring(BELL)
    return released


def stop_group(*, office: Office, group: str) -> int:
    """What has not been handed over never will be, by hand neither; how many texts that were."""
    return call_off(TextMessage.objects.of(office).in_group(group), STOPPED)


def drop_text(*, office: Office, key: str) -> int:
    """The text with that key is not wanted any more, if it has not been handed over."""
    return call_off(TextMessage.objects.of(office).filter(key=key), DROPPED)


def call_off_numbers(*, office: Office, channel: str, prints: Collection[str]) -> int:
    """Whoever these numbers or addresses belong to wants no messages of this office; how many texts were waiting."""
    texts = TextMessage.objects.of(office).filter(channel=channel, number_print__in=prints)
    return call_off(texts, Reason.OPTED_OUT)


def call_off(texts: TextMessageQuerySet, code: str) -> int:
    """What waits is dropped; what is being handed over is marked, so that it never comes again (text_ends).

    What somebody took to send it by hand is theirs no more.
    """
    ended = {"state": TextState.DROPPED, "error": code, "lease_until": None, "is_held": False}
    ended |= {"copied_by": None, "copied_at": None}
    return texts.taken_after_its_end().update(**ended) + _change(texts, ended, in_hand={"error": code})


def _change(texts: TextMessageQuerySet, waiting: dict[str, Any], *, in_hand: dict[str, Any]) -> int:
    """Change what waits, and what a sender has in hand; how many waited.

    The many first: whoever has one in hand shall not wait for its lock until all are changed. Then what came back
    from a sender in between.
    """
    count = texts.queued().update(**waiting)
    texts.filter(state=TextState.SENDING).update(**in_hand)
    return count + texts.queued().update(**waiting)
