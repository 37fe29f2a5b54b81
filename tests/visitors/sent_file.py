"""The forms of customers' files, ready to be sent (tests/reception/sent_forms.py)."""

from collections.abc import Callable

from django.utils import timezone

from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of
from visitors.models import Customer
from visitors.services.file_facts import write_company
from visitors.services.file_settings import write_own_field
from visitors.services.file_values import set_value
from visitors.services.sensitive_consents import give_consent


def _file(house: House) -> Customer:
    return file_of(house.chief, name="Wu", now=timezone.now())


def of_file(name: str, *more: str) -> Callable[[House], str]:
    return lambda house: house.page(name, _file(house).pk, *more)


def _company(house: House) -> str:
    customer = _file(house)
    write_company(customer=customer, company="Harbour Ropes", by=house.chief, now=timezone.now())
    return house.page("visitors:company_note", customer.pk)


def _sensitive(house: House, of_class: str, key: str, raw: object) -> Customer:
    customer, by, now = _file(house), house.chief, timezone.now()
    give_consent(customer=customer, of_class=of_class, channel="desk", by=by, now=now)
    set_value(customer=customer, key=key, raw=raw, by=by, now=now)
    return customer


def _to_withdraw(house: House) -> str:
    customer = _sensitive(house, "health", "health", "minds steps")
    return house.page("visitors:consent_withdraw", customer.pk, "health")


def _spouse(house: House) -> str:
    customer = _sensitive(house, "family", "spouse_info", {"phone": "13800005678"})
    return house.page("visitors:spouse_reveal", customer.pk)


def _own(house: House) -> str:
    own = write_own_field(
        office=house.office,
        own=None,
        label="Tea",
        group="habits",
        kind="text",
        purpose="host",
        by=house.chief,
        now=timezone.now(),
    )
    return house.page("visitors:own_field", own.pk)


OWN = {"label": "Favourite tea", "group": "habits", "kind": "text", "purpose": "host", "is_active": "on"}

FILE_FORMS: dict[str, SentForm] = {
    "visitors:file_field": SentForm(
        of_file("visitors:file_field", "native_place"), {"value": "Harbour Town"}, words=("value",)
    ),
    "visitors:consent_withdraw": SentForm(_to_withdraw),
    "visitors:spouse_reveal": SentForm(_spouse, {"purpose": "call"}, changes=False, nests=False),
    "visitors:file_tags": SentForm(
        of_file("visitors:file_tags"), {"kinds": "core", "labels": "Painter"}, words=("labels",)
    ),
    "visitors:file_kind": SentForm(of_file("visitors:file_kind"), {"kind": "special", "partner": "bank"}),
    "visitors:file_company": SentForm(
        of_file("visitors:file_company"),
        {"company": "Harbour Ropes", "scope": "ropes and nets", "capital": "1000000"},
        words=("company", "scope"),
    ),
    "visitors:company_note": SentForm(
        _company, {"kind": "change", "on": "2026-01-05", "text": "New owner"}, words=("text",)
    ),
    "visitors:file_segments": SentForm(of_file("visitors:file_segments"), {"payment": "high"}),
    "visitors:own_field_new": SentForm(
        lambda house: house.page("visitors:own_field_new"), OWN, words=("label",)
    ),
    "visitors:own_field": SentForm(_own, OWN, words=("label",)),
    "visitors:field_switch": SentForm(
        lambda house: house.page("visitors:field_switch", "smoking"), {"used": "no"}
    ),
    "visitors:field_answers": SentForm(
        lambda house: house.page("visitors:field_answers", "ideal_residence_priorities"),
        {"answers": "River view"},
        words=("answers",),
    ),
}
