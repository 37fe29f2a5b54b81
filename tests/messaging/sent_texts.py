"""The forms of gateways, templates, texts and batches, ready to be sent (see tests.reception.sent_forms)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from followups.models import Batch
from followups.services import batches
from messaging.models import Gateway, MessageTemplate, TextMessage
from messaging.services.by_hand import take_by_hand
from offices.enums import Role
from tests.cast import enrol
from tests.followups.texted import people
from tests.messaging.texts import make_gateway, make_template, queue
from tests.reception.sent_form import House, SentForm
from visitors.models import Customer


@dataclass(frozen=True)
class BatchSent(SentForm):
    """The template's id is known only once it is there."""

    def filled(self, house: House, **other: str) -> dict[str, str]:
        return super().filled(
            house, **{"template": str(MessageTemplate.objects.of(house.office).last().pk), **other}
        )


def _template(house: House, **fields) -> MessageTemplate:
    house.office.hotline = "400-800-8000"
    house.office.save(update_fields=["hotline"])
    return make_template(house.office, now=timezone.now(), **fields)


def _noon() -> str:
    ahead = 12 - timezone.now().hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def _of_template(name: str) -> Callable[[House], str]:
    return lambda house: house.page(name, _template(house).pk)


def _gateway(house: House) -> Gateway:
    return make_gateway(house.office, is_active=False, name="old")


def _text(house: House) -> TextMessage:
    """One that may be sent by hand now: the gates ask for the hour."""
    _gateway(house)
    house.office.timezone = _noon()
    house.office.save(update_fields=["timezone"])
    return queue(_template(house), now=timezone.now())


def _taken(name: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        message = _text(house)
        take_by_hand(message=message, by=house.chief, now=timezone.now())
        return house.page(name, message.pk)

    return prepare


def _doubtful(house: House) -> str:
    message, now = _text(house), timezone.now()
    TextMessage.objects.filter(pk=message.pk).update(state="uncertain", called_at=now, error="timeout")
    return house.page("messaging:text_settle", message.pk, "never-left")


def _customer(house: House) -> Customer:
    [customer] = people(house.first, 1, now=timezone.now())
    return customer


def _batch(house: House, to: str = "listed") -> Batch:
    """Made by another one, so that the chief may approve it."""
    now = timezone.now()
    maker = enrol(house.office, f"{house.office.slug}-maker", Role.ASSISTANT, name="maker")
    people(house.first, 2, now=now)
    batch = batches.make_batch(
        office=house.office,
        name="News",
        template=_template(house, body="come and see."),
        chosen={},
        variables={},
        by=maker,
        now=now,
    )
    if to in ("approved", "running", "paused"):
        batches.approve_batch(batch=batch, by=house.chief, now=now)
    if to in ("running", "paused"):
        batches.start_batch(batch=batch, by=maker, now=now)
    if to == "paused":
        batches.pause_batch(batch=batch, by=maker, now=now)
    return batch


def _deed(deed: str, to: str) -> SentForm:
    return SentForm(lambda house: house.page("followups:batch_deed", _batch(house, to).pk, deed))


def _row(name: str, *, dropped: bool) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        batch = _batch(house)
        row = batch.rows.first()
        if dropped:
            batches.drop_row(batch=batch, row=row, by=house.chief, now=timezone.now())
        return house.page(name, row.pk)

    return prepare


def _saved(house: House) -> str:
    saved = batches.save_filter(
        office=house.office, name="All", chosen={}, by=house.chief, now=timezone.now() - timedelta(days=1)
    )
    return house.page("followups:filter_forget", saved.pk)


def _new_batch(house: House) -> str:
    people(house.first, 1, now=timezone.now())
    _template(house, body="come and see.")
    return house.page("followups:batch_new")


GATEWAY = {
    "channel": "sms",
    "kind": "http",
    "name": "Ours",
    "signature": "Harbour",
    "address": "https://dysmsapi.aliyuncs.com/own",
    "secret": "shared",
    "per_second": "5",
    "per_day": "0",
    "price": "0.05",
}
TEMPLATE = {
    "channel": "sms",
    "code": "open-day",
    "name": "Open day",
    "purpose": "invitation",
    "category": "marketing",
    "language": "en",
    "body": "come on {{date}} to {{event}}.",
    "vendor_code": "SMS_7",
    "approval": "approved",
    "longest_value": "20",
}
TEXT_FORMS: dict[str, SentForm] = {
    "messaging:gateway_new": SentForm(
        lambda house: house.page("messaging:gateway_new"), GATEWAY, words=("name", "signature")
    ),
    "messaging:gateway": SentForm(
        lambda house: house.page("messaging:gateway", _gateway(house).pk),
        GATEWAY,
        words=("name", "signature"),
    ),
    "messaging:templates_start": SentForm(lambda house: house.page("messaging:templates_start")),
    "messaging:template_new": SentForm(
        lambda house: house.page("messaging:template_new"), TEMPLATE, words=("name", "vendor_code")
    ),
    "messaging:template": SentForm(
        _of_template("messaging:template"), TEMPLATE | {"code": "hello"}, words=("name", "vendor_code")
    ),
    "messaging:template_switch": SentForm(_of_template("messaging:template_switch")),
    "messaging:text_take": SentForm(lambda house: house.page("messaging:text_take", _text(house).pk)),
    "messaging:text_done": SentForm(_taken("messaging:text_done")),
    "messaging:text_back": SentForm(_taken("messaging:text_back")),
    "messaging:text_settle": SentForm(_doubtful),
    "followups:batch_new": BatchSent(
        _new_batch,
        {"name": "News", "stages": "open", "filter_name": "Open ones"},
        words=("name", "filter_name"),
    ),
    "followups:batch_list": SentForm(lambda house: house.page("followups:batch_list", _batch(house).pk)),
    "followups:batch_deed": _deed("approve", "listed"),
    "followups:row_drop": SentForm(_row("followups:row_drop", dropped=False)),
    "followups:row_take_back": SentForm(_row("followups:row_take_back", dropped=True)),
    "followups:filter_forget": SentForm(_saved),
    "followups:consents": SentForm(
        lambda house: house.page("followups:consents", _customer(house).pk),
        {"call": "yes", "sms": "no", "address": "wang@example.com", "email": "yes", "way": "desk"},
        words=("address",),
    ),
}
