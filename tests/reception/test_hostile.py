"""Whatever is typed or sent, nothing breaks, and nobody loses what else was typed."""

import html
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from reception.models import QueueEvent, Reception
from reception.services import visits
from tests.offices.test_access import TABLE
from tests.reception.sent_form import House, SentForm
from tests.reception.sent_forms import FORMS

NASTY = {
    "nothing": "",
    "a NUL": "a\x00b",
    "a million characters": "A" * 1_000_000,
    "strange characters": "\u202e\U0001f600\uff11\uff13 NaN",
    "a negative number": "-1",
    "more digits than a number has": "9" * 5000,
    "more than a row's number holds": "9" * 20,
    "markup in two lines": "<script>{{7*7}}</script>' or 1=1--\r\nSet-Cookie: b",
}
# How many of them each form gets; `make drill` sends them all.
INPUTS = int(os.environ.get("HOSTILE_INPUTS", "12"))


class Variant(NamedTuple):
    """What is wrong, what is sent, and the fields whose words must not be lost."""

    what: str
    sent: dict
    typed: list[str]


@pytest.fixture
def house(db: None) -> House:
    return House("harbour")


def test_the_table_names_every_form() -> None:
    assert set(FORMS) == {name for name, (_who, methods) in TABLE.items() if "POST" in methods}


@pytest.mark.parametrize("name", FORMS)
def test_no_field_of_any_form_can_break_it(house: House, name: str) -> None:
    form = FORMS[name]
    client, address = form.client(house), form.prepare(house)
    wrong = []
    for what, sent, typed in variants(form, house, list(FORMS).index(name)):
        answer = send(form, client, address, sent)
        if answer.status_code >= 500:
            wrong.append(f"{what}: {answer.status_code}")
        if typed and answer.status_code in (409, 422) and answer.context:
            page = html.unescape(answer.content.decode())
            wrong += [f"{what}: lost {word}" for word in typed if sent[word] not in page]
    assert wrong == []


def variants(form: SentForm, house: House, turn: int) -> list[Variant]:
    """INPUTS of all there are, spread evenly; each form begins in a ``turn`` of its own, so that all are met."""
    every = list(all_variants(form, house))
    count = min(INPUTS, len(every))
    return [every[(turn + place * len(every) // count) % len(every)] for place in range(count)]


def all_variants(form: SentForm, house: House) -> Iterator[Variant]:
    """Everything in every field, one after the other; then everything in all fields at once."""
    whole = form.filled(house)
    fields = [field for field in whole if field != "request_key" or form.words]
    nasty = list(NASTY.items())
    for field in fields:
        typed = [word for word in form.words if word != field]
        for what, value in nasty:
            yield Variant(f"{field} is {what}", {**whole, field: value}, typed)
        yield Variant(f"{field} comes twice", {**whole, field: [whole[field], "-1"]}, typed)
        rest = {key: value for key, value in whole.items() if key != field}
        yield Variant(f"{field} is missing", rest, typed)
    for turn in range(len(nasty)):
        values = [value for _what, value in _in_turn(nasty, turn)] * len(fields)
        yield Variant(f"everything, turn {turn}", dict(zip(fields, values, strict=False)), [])


def _in_turn(values: list, start: int) -> list:
    start %= len(values)
    return values[start:] + values[:start]


def send(form: SentForm, client: Client, address: str, sent: dict) -> HttpResponse:
    """The answer; what it changed is taken back."""
    if not form.nests:
        return client.post(address, {**sent, "request_key": uuid4()})
    with transaction.atomic():
        answer = client.post(address, sent)
        transaction.set_rollback(True)
    return answer


def test_half_a_character_cannot_be_smuggled_in(house: House) -> None:
    """A form may say in which charset it is written; only UTF-8 is read."""
    form = FORMS["reception:arrive"]
    body = "".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form.filled(house, name=r"Zhou \ud800").items()
    )
    answer = form.client(house).generic(
        "POST",
        house.page("reception:arrive"),
        f"{body}--B--\r\n",
        content_type="multipart/form-data; boundary=B; charset=unicode_escape",
    )
    assert answer.status_code == 302
    assert Reception.objects.get().customer.name == r"Zhou \ud800"


@pytest.mark.parametrize(
    "body", [b"--B\r\nbroken", b"%", b"{}", b"a=1&" * 2000, b"name=" + b"A" * 3_000_000], ids=len
)
@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=B", "application/x-www-form-urlencoded", "x"]
)
def test_body_that_is_no_form_changes_nothing(house: House, body: bytes, kind: str) -> None:
    client = FORMS["reception:arrive"].client(house)
    answer = client.generic("POST", house.page("reception:arrive"), body, content_type=kind)
    assert answer.status_code in (400, 422)
    assert not Reception.objects.exists()


@pytest.mark.parametrize("parameter", ["page", "per_page", "sort", "day", "status", "kind", "consultant"])
def test_no_parameter_of_the_list_can_break_it(house: House, parameter: str) -> None:
    house.arrive(name="Zhou Mingming")
    client = FORMS["reception:arrive"].client(house)
    values = [value for value in NASTY.values() if len(value) < 10_000]
    answers = {value[:20]: client.get(house.page("reception:visits"), {parameter: value}) for value in values}
    assert {value: answer.status_code for value, answer in answers.items()} == dict.fromkeys(answers, 200)
    if parameter in ("page", "per_page", "sort"):
        assert all("Zhou Mingming" in answer.content.decode() for answer in answers.values())


@pytest.mark.parametrize("visit", ["", "garbage", "\x00", "476e1535-b922-4a06-8314-dd3bbed64618", "9" * 40])
def test_answer_that_does_not_exist_is_not_shown(house: House, visit: str) -> None:
    answer = FORMS["reception:arrive"].client(house).get(house.page("reception:desk"), {"visit": visit})
    assert (answer.status_code, answer.context["answer"]) == (200, None)


@pytest.mark.parametrize(
    "address",
    [
        "GET visits/garbage/",
        "GET customers/{huge}/",
        "GET customers/-1/",
        "POST voids/{huge}/verify/",
        "POST customers/phones/{digits}/reveal/",
        "GET %00/",
        "GET %ED%A0%80/",
    ],
)
def test_address_that_is_none_answers_like_any_unknown_one(house: House, address: str) -> None:
    client = FORMS["reception:arrive"].client(house)
    method, path = address.format(huge="9" * 30, digits="9" * 5000).split()
    answer, unknown = client.generic(method, f"/harbour/{path}"), client.get("/harbour/nowhere/")
    assert (answer.status_code, answer.content) == (404, unknown.content)


def test_file_of_another_office_is_as_unknown_as_one_that_never_was(house: House) -> None:
    elsewhere = House("hillside")
    theirs = elsewhere.arrive(name="Secret").customer
    form = FORMS["reception:arrive"]
    for field in ("customer", "referred_by"):
        pages = [
            form.client(house).post(house.page("reception:arrive"), form.filled(house, **{field: str(pk)}))
            for pk in (theirs.pk, 10**9, 0)
        ]
        assert [page.status_code for page in pages] == [422, 422, 422]
        assert all(field in page.context["form"].errors for page in pages)
    assert not Reception.objects.of(house.office).exists()


def test_people_of_another_office_cannot_be_named_or_acted_for(house: House) -> None:
    elsewhere = House("hillside")
    form = FORMS["reception:arrive"]
    for field in ("named", "designates"):
        sent = form.filled(house, **{field: str(elsewhere.first.pk)})
        assert field in form.client(house).post(house.page("reception:arrive"), sent).context["form"].errors
    before = QueueEvent.objects.of(elsewhere.office).count()
    answer = form.client(house).post(house.page("reception:sign_out", elsewhere.first.pk), form.filled(house))
    assert answer.status_code == 404
    assert QueueEvent.objects.of(elsewhere.office).count() == before


def test_why_somebody_steps_out_is_never_guessed(house: House) -> None:
    form = FORMS["reception:step_out"]
    answer = form.client(house).post(form.prepare(house), form.filled(house, reason="holiday"), follow=True)
    assert [str(message.level_tag) for message in answer.context["messages"]] == ["error"]
    assert not QueueEvent.objects.filter(kind="step_out").exists()


def test_void_without_an_answer_stays_asked(house: House) -> None:
    form = FORMS["reception:decide_void"]
    address = form.prepare(house)
    for said in ("", "maybe"):
        form.client(house).post(address, form.filled(house, accept=said))
    form.client(house).post(address, {"request_key": uuid4()})
    assert Reception.objects.get().void_requests.get().state == "asked"


def test_who_may_not_choose_rules_is_told_so(house: House, db: None) -> None:
    form = FORMS["reception:rules"]
    house.chief.roles = ["supervisor"]
    house.chief.save(update_fields=["roles"])
    answer = form.client(house).post(form.prepare(house), form.filled(house))
    assert answer.status_code == 409
    assert not house.office.house_rules.exists()


def test_way_back_never_leads_out_of_the_house(house: House) -> None:
    form = FORMS["reception:sign_in"]
    client, address = form.client(house), form.prepare(house)
    for way in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:1"):
        answer = client.post(address, form.filled(house, next=way))
        assert answer["Location"] == house.page("reception:desk")


def test_appointment_in_a_year_that_no_clock_shows_is_refused(house: House) -> None:
    form = FORMS["reception:finish"]
    client, address = form.client(house), form.prepare(house)
    for moment in ("9999-12-31T23:59", "0001-01-01T00:00", "2026-02-30T10:00"):
        answer = client.post(address, form.filled(house, next_appointment=moment))
        assert "next_appointment" in answer.context["form"].errors


def test_visitor_who_is_no_customer_is_asked_nothing_at_the_end(house: House) -> None:
    """There is no file to write an outcome to, so no field pretends that there is."""
    reception = house.arrive(customer=None, purpose="peer", visitor_name="Wu")
    form = FORMS["reception:finish"]
    client = FORMS["reception:meet"].client(house)
    page = house.page("reception:finish", reception.visit)
    assert list(client.get(page).context["form"].fields) == []
    client.post(page, form.filled(house))
    reception.refresh_from_db()
    assert reception.status == "finished"


def test_typed_words_come_back_escaped(house: House) -> None:
    form = FORMS["reception:arrive"]
    page = form.client(house).post(
        house.page("reception:arrive"), form.filled(house, name="<b>Zhou</b>", party_size="0")
    )
    assert "&lt;b&gt;Zhou" in page.content.decode() and "<b>Zhou" not in page.content.decode()


def test_clock_that_goes_back_never_puts_an_entry_before_the_last(house: House) -> None:
    house.arrive()
    last = QueueEvent.objects.latest("seq")
    earlier = timezone.now() - timedelta(hours=1)
    visits.finish(reception=Reception.objects.get(), outcome=None, by=house.first, now=earlier)
    entry = QueueEvent.objects.latest("seq")
    assert (entry.at, entry.requested_at) == (last.at, earlier)
