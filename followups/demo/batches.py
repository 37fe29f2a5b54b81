"""The demo's batches: a greeting that was sent, and what came back; e-mails that wait to be started; a saved filter."""

from datetime import timedelta

from followups.demo.cast import Cast
from followups.demo.house import FESTIVAL_AGO
from followups.demo.texts import texts
from followups.models import Batch
from followups.services.batch_feeding import feed
from followups.services.batches import approve_batch, make_batch, save_filter, start_batch
from followups.services.own_texts import gather_batches
from messaging.enums import TextChannel, TextPurpose
from messaging.hooks import Receipt, Reply
from messaging.models import Gateway, MessageTemplate, TextMessage
from messaging.services.incoming import take_receipts, take_replies
from messaging.services.text_sending import send_texts_due

LIKELY = {"stages": ["open"], "grades": ["A", "B"]}
NOT_DELIVERED = 9
"""Every so many texts one does not arrive."""
UNREACHABLE = "MK:0001"
"""A code as operators write it into receipts."""


def make_batches(cast: Cast) -> Batch | None:
    """The greeting of the office's festival, approved and started but still to be sent; and e-mails, approved."""
    if not cast.writes:
        return None
    _mails(cast)
    gather_batches(cast.moment(-FESTIVAL_AGO, "08:30"))
    greeting = Batch.objects.of(cast.office).filter(occasion__startswith=f"{TextPurpose.FESTIVAL}:").first()
    if greeting is not None:
        approve_batch(batch=greeting, by=cast.manager, now=cast.moment(-FESTIVAL_AGO, "09:10"))
        start_batch(batch=greeting, by=cast.writer, now=cast.moment(-FESTIVAL_AGO, "10:00"))
    return greeting


def _mails(cast: Cast) -> None:
    """Yesterday's work of the assistant; whoever presses the button sees them leave."""
    said = texts()["mails"]
    templates = MessageTemplate.objects.of(cast.office).active().select_related("office")
    save_filter(
        office=cast.office,
        name=texts()["filter"],
        chosen=LIKELY,
        by=cast.writer,
        now=cast.moment(-1, "16:40"),
    )
    batch = make_batch(
        office=cast.office,
        name=said["name"],
        template=templates.get(purpose=TextPurpose.NEWS, channel=TextChannel.EMAIL),
        chosen={"until": f"{cast.day(-1):%Y-%m-%d}"},
        variables=said["variables"],
        by=cast.writer,
        now=cast.moment(-1, "16:50"),
    )
    approve_batch(batch=batch, by=cast.manager, now=cast.moment(-1, "17:25"))


def send_batch(cast: Cast, batch: Batch) -> None:
    """Its texts leave through the file, and what the operator and the customers say of them comes in.

    Outside of any transaction, as always when something leaves the house.
    """
    at = cast.moment(-FESTIVAL_AGO, "10:00") + timedelta(seconds=20)
    while feed(batch.pk, at):
        pass
    while send_texts_due(at):
        pass
    left = TextMessage.objects.of(cast.office).in_group(batch.group).exclude(sent_at=None)
    sent = list(left.order_by("pk"))
    if sent:
        gateway = Gateway.objects.get(pk=sent[0].gateway_id)
        receipts = [_receipt(text, place) for place, text in enumerate(sent, start=1)]
        take_receipts(gateway=gateway, receipts=receipts, now=at + timedelta(minutes=2))
        _people_reply(gateway, sent, cast)
    feed(batch.pk, cast.moment(-FESTIVAL_AGO, "10:30"))


def _receipt(text: TextMessage, place: int) -> Receipt:
    arrived = place % NOT_DELIVERED != 0
    return Receipt(text.vendor_id, "", arrived, "" if arrived else UNREACHABLE)


def _people_reply(gateway: Gateway, sent: list[TextMessage], cast: Cast) -> None:
    """Thanks, somebody who wants no more, a question."""
    at = cast.moment(-FESTIVAL_AGO, "10:06")
    for place, words in enumerate(texts()["replies"]):
        who = sent[place * 3 % len(sent)]
        reply = Reply(who.number, words)
        take_replies(gateway=gateway, replies=[reply], now=at + timedelta(minutes=7 * place))
