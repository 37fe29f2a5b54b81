"""Handing one text to its gateway, and what can be known after it."""

import logging
import os
import smtplib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import formataddr, parseaddr
from pathlib import Path

import httpx
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from messaging.enums import GatewayKind
from messaging.gateways import TEXT_VENDORS, Unusable, call_for
from messaging.models import TextMessage
from messaging.robots import Answer, Verdict
from messaging.services.delivery import hand_over
from messaging.templating import signed
from messaging.text_vendors import Letter
from offices.sealing import SealBroken

log = logging.getLogger(__name__)

UNWRITABLE = Answer(Verdict.NOT_LEFT, "log_unwritable")


def hand_over_text(client: httpx.Client, message: TextMessage, number: str, *, at: datetime) -> Answer:
    """Give the text away once; never raises, whatever network, server, settings or the text itself do."""
    kind = message.gateway.kind
    try:
        if kind == GatewayKind.FILE:
            return _write(message, at)
        if kind == GatewayKind.SMTP:
            return _mail(message, number)
        call = call_for(
            kind,
            message.gateway.settings,
            letter_of(message, number),
            hosts=settings.SMS_HOSTS,
            at=at,
            nonce=uuid.uuid4().hex,
        )
    except (Unusable, SealBroken) as error:
        log.warning("gateway %s is unusable", message.gateway_id, extra={"error": str(error)})
        return Answer(Verdict.REFUSED, "gateway_unusable")
    except Exception:  # the row is marked as being sent: whatever went wrong, it must get its end
        log.exception("text %s went wrong unforeseen", message.pk)
        return Answer(Verdict.UNCLEAR, "unforeseen")
    return hand_over(client, kind, call, TEXT_VENDORS[kind].read)


def letter_of(message: TextMessage, number: str) -> Letter:
    """What a vendor is given: its registered wording with the values, and the whole text for those that take it."""
    signature = message.gateway.signature
    return Letter(
        key=f"{message.office_id}-{message.pk}",
        number=number,
        text=signed(message.text, signature),
        signature=signature,
        vendor_code=message.template.vendor_code,
        params=tuple((name, value) for name, value in message.params),
    )


def _write(message: TextMessage, at: datetime) -> Answer:
    try:
        with open_log() as log_file:
            return write_line(log_file, message, at)
    except OSError:
        return UNWRITABLE


@contextmanager
def open_log() -> Iterator[int]:
    """The log of the file gateway, a file descriptor for appending. Raises OSError."""
    path = Path(settings.MESSAGE_LOG)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def write_line(log_file: int, message: TextMessage, at: datetime) -> Answer:
    """One line in the log: a single write at the end of the file, so that two senders never mix their lines."""
    text = " / ".join(signed(message.text, message.gateway.signature).splitlines())
    line = f"{at:%Y-%m-%d %H:%M:%S}Z #{message.pk} {message.channel} {message.masked} {text}\n".encode()
    try:
        written = os.write(log_file, line)
    except OSError:
        return UNWRITABLE
    if written < len(line):  # the disk was full within the line
        return Answer(Verdict.UNCLEAR, "log_unwritable")
    return Answer(Verdict.ACCEPTED, vendor_id=f"file-{message.pk}")


def _mail(message: TextMessage, address: str) -> Answer:
    """Through Django's mail. Once the server is spoken to, silence leaves open whether it took the message."""
    mail = EmailMessage(message.subject, message.text, _sender(message), [address], headers=_headers(message))
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException):
        return Answer(Verdict.NOT_LEFT, "unreachable")
    try:
        sent = connection.send_messages([mail])
    except (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPSenderRefused,
        smtplib.SMTPDataError,
        smtplib.SMTPNotSupportedError,
    ) as refusal:
        return _refused(refusal)
    except (OSError, smtplib.SMTPException):
        return Answer(Verdict.UNCLEAR, "connection_lost")
    finally:
        connection.close()
    return Answer(Verdict.ACCEPTED) if sent else Answer(Verdict.REFUSED, "not_taken")


def _sender(message: TextMessage) -> str:
    """The gateway's name and address, else those of the server's settings."""
    gateway = message.gateway
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((gateway.signature or name, gateway.settings.get("sender") or address))


def _headers(message: TextMessage) -> dict[str, str]:
    stop = next((value for name, value in message.params if name == "stop_link"), "")
    return {"List-Unsubscribe": f"<{stop}>"} if stop else {}


def _refused(refusal: smtplib.SMTPException) -> Answer:
    """A code of the 400s asks to come again later, one of the 500s never."""
    code = getattr(refusal, "smtp_code", 0)
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        code = max((answer[0] for answer in refusal.recipients.values()), default=550)
    verdict = Verdict.RATE_LIMITED if 400 <= code < 500 else Verdict.REFUSED
    return Answer(verdict, f"smtp_{code}")
