"""Gateways, templates and texts that the tests of messaging start from."""

from datetime import UTC, datetime, timedelta

from messaging.enums import ConsentWay
from messaging.models import Gateway, MessageTemplate, TextMessage
from messaging.services.consents import record_consents
from messaging.services.texts import Recipient, queue_text
from offices.models import Member, Office

# A Friday noon in Shanghai, when everything may leave.
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NUMBER = "+8613800138000"
ADDRESS = "wang@example.com"
SETTINGS = {
    "aliyun": {"key_id": "AKID", "key_secret": "SECRET"},
    "tencent": {"key_id": "AKID", "key_secret": "SECRET", "app_id": "1400000000"},
    "http": {"secret": "shared-secret"},
    "file": {},
    "smtp": {"sender": "desk@example.com"},
}


def make_gateway(
    office: Office, kind: str = "file", *, channel: str = "sms", root: str = "", **fields
) -> Gateway:
    """One in use; ``root`` is where its vendor is played."""
    settings = dict(SETTINGS[kind])
    if kind == "http":
        settings["address"] = f"{root}/http/send"
    elif root:
        settings["endpoint"] = root
    fields = {"name": f"{kind} {channel}", "signature": "Harbour", **fields}
    gateway = Gateway(office=office, channel=channel, kind=kind, **fields)
    gateway.keep_settings(settings)
    gateway.save()
    return gateway


def make_template(
    office: Office, *, category: str = "service", channel: str = "sms", now: datetime = NOON, **fields
) -> MessageTemplate:
    fields = {
        "code": "hello",
        "name": "Hello",
        "purpose": "invitation",
        "language": "en",
        "body": "come and see {event}.",
        "vendor_code": "SMS_1",
        "approval": "approved",
        "subject": "Hello from {project}" if channel == "email" else "",
        **fields,
    }
    return MessageTemplate.objects.create(
        office=office, channel=channel, category=category, created_at=now, **fields
    )


def queue(
    template: MessageTemplate,
    *,
    key: str = "one",
    number: str = NUMBER,
    by: Member | None = None,
    now: datetime = NOON,
    **fields,
) -> TextMessage:
    """A text for Ms Wang."""
    return queue_text(
        template=template,
        recipient=Recipient(number, surname="Wang", title="ms", consultant="An"),
        variables={"event": "the show flat"},
        key=key,
        by=by,
        now=now,
        **fields,
    )


def agree(office: Office, number: str = NUMBER, *, sms: bool = True, now: datetime | None = None) -> None:
    """The holder of the number answers the question about messages, a day before unless said otherwise."""
    at = now or NOON - timedelta(days=1)
    record_consents(
        office=office, number=number, call=None, sms=sms, channel=ConsentWay.DESK, by=None, now=at
    )


def number_of(index: int) -> str:
    """Numbers of a hundred thousand people who do not exist, each masked differently from the last 9,999."""
    return f"+86138{index // 10_000:04d}{index % 10_000:04d}"


def text_states() -> list[tuple[str, str]]:
    return list(TextMessage.objects.order_by("pk").values_list("state", "error"))
