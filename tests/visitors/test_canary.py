"""People of a lively office are erased: nothing of theirs is in any table, and every verification still passes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import CharField, Model, TextField
from django.test import override_settings
from django.utils import timezone

from offices.enums import Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.sealing import unseal, unseal_bytes
from reception.demo.people import found_offices
from reception.demo.rolling import roll_forward
from reception.management.commands.demo import TALES
from reception.models import Reception
from tests.visitors.canaries import EVIDENCE, PRINT, PRINTS, everything_said, path_to_customer, places, plant
from tests.visitors.rows import file_of
from visitors import personal_data
from visitors.models import AccessRequest, Customer, CustomerPhone, Erasure, FileLoan, RequestedFile
from visitors.personal_data import person_of
from visitors.services.erasing import erase_person
from visitors.services.file_facts import choose_segments, note_company, set_tags, write_company
from visitors.services.file_values import set_value
from visitors.services.merging import merge
from visitors.services.resealing import sealed_columns
from visitors.services.sensitive_consents import give_consent
from visitors.services.subject_requests import take_request

NOT_TOLD = {
    # Between two requests, or for minutes only.
    *(
        "sessions.Session",
        "reception.CheckIn",
        "visitors.ImportRun",
        "visitors.ImportRow",
        "visitors.ExportRequest",
    ),
}
"""Places that the demo leaves empty."""


def story(now: datetime, say: Callable[..., None] = lambda *_: None) -> None:
    """Change the keys, plant, erase, look."""
    fill_in(now)
    assert sealed_elsewhere() == []
    with keys_change():
        erase_and_look(now, say)


def erase_and_look(now: datetime, say: Callable[..., None]) -> None:
    planted, people, empty = planted_in_every_place(say)
    assert not empty - NOT_TOLD, f"let the demo, or fill_in, tell some of {sorted(empty - NOT_TOLD)}"
    said = everything_said()
    assert all(word in said for words in planted.values() for word in words)
    for customer in people:
        erase(customer, now)
    other = Office.objects.get(slug="xishan")
    said, beside_evidence = everything_said(), everything_said(but=EVIDENCE, besides=other.pk)
    left = {
        label: [word for word in words if word in (beside_evidence if PRINT.match(word) else said)]
        for label, words in planted.items()
    }
    left = {label: words for label, words in left.items() if words}
    assert not left, f"erased, and still there: {left}"
    for check in ("verify_queue", "verify_ledger"):
        told = StringIO()
        call_command(check, stdout=told)
        say(told.getvalue())


def keys_change() -> override_settings:
    """A new key, everything under it, the old one gone; what was sealed opens with the new one alone."""
    new, old = Fernet.generate_key().decode(), settings.FIELD_KEYS
    with override_settings(FIELD_KEYS=[new, *old]):
        call_command("reseal", stdout=StringIO())
    with override_settings(FIELD_KEYS=[new]):
        for model, columns in {**sealed_columns(), CustomerPhone: ["sealed"]}.items():
            for values in model._base_manager.values_list(*columns):
                assert all(unseal_bytes_or_text(value) is not None for value in values if value)
    return override_settings(FIELD_KEYS=[new])


def unseal_bytes_or_text(value: str) -> str | bytes:
    try:
        return unseal(value)
    except UnicodeDecodeError:
        return unseal_bytes(value)


def sealed_elsewhere() -> list[str]:
    """Columns with something sealed in them that do not say so: `manage.py reseal` would pass them by."""
    found = []
    for model in (each for each in apps.get_models() if each._meta.managed and not each._meta.proxy):
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField) and not field.name.startswith("sealed"):
                sealed = model._base_manager.filter(**{f"{field.name}__startswith": "gAAAAA"})
                found += [f"{model._meta.label}.{field.name}"] if sealed.exists() else []
    return found


def fill_in(now: datetime) -> None:
    """Of one customer what the demo may not tell of anybody: a file with everything in it."""
    office = Office.objects.get(slug="yunjing")
    members = Member.objects.of(office).working()
    by = members.holding(Role.MANAGER).order_by("pk").first()
    asker = members.holding(Role.CONSULTANT).order_by("pk").last()
    customer, twin = file_of(by, name="Canary One", now=now), file_of(by, name="Canary Two", now=now)
    give_consent(customer=customer, of_class="health", channel="desk", by=by, now=now)
    for key in ("job_position", "health"):
        set_value(
            customer=twin if key == "job_position" else customer, key=key, raw="a few words", by=by, now=now
        )
    set_tags(customer=customer, kinds=[], labels=["canary"], by=by, now=now)
    write_company(customer=customer, company="Canary Works", by=by, now=now)
    note_company(
        customer=customer,
        kind="change",
        on=now.date() - timedelta(days=9),
        text="moved to another house",
        by=by,
        now=now,
    )
    choose_segments(customer=customer, family="couple", by=by, now=now)
    merge(keep=customer, alias=twin, choices={}, by=by, now=now)
    said = {"way": "desk", "words": "please", "asked_on": office.business_date(now), "identity": "paper"}
    take_request(customer=customer, kind="correct", by=by, now=now, **said)
    request = AccessRequest.objects.create(
        office=office,
        kind="loan",
        subject="the file",
        purpose="service",
        reason="reason",
        asked_by=asker,
        asked_at=now,
    )
    RequestedFile.objects.create(office=office, request=request, customer=customer)
    lent = {"out_at": now, "out_by": by, "due_on": now.date(), "returned_at": now, "returned_to": by}
    FileLoan.objects.create(
        office=office, request=request, customer=customer, what="papers", borrower=asker, **lent
    )


def planted_in_every_place(say: Callable[..., None]) -> tuple[dict[str, list[str]], list[Customer], set[str]]:
    """Canaries by table, whose they are, and the tables in which nobody stands."""
    planted: dict[str, list[str]] = {}
    people: dict[int, Customer] = {}
    empty = set()
    for label, model, fields in places():
        found = somebody_in(label, model, people)
        if found is None:
            empty.add(label)
            continue
        row, customer = found
        people[customer.pk] = customer
        words = [
            plant(row, field, f"canary-{label}-{field.name}-{row.pk}")
            for field in fields
            if field.name != "key"
        ]
        planted[label] = [word for word in words if word]
        say(label, customer.pk, len(planted[label]))
    return planted, list(people.values()), empty


def somebody_in(label: str, model: type[Model], known: dict[int, Customer]) -> tuple[Model, Customer] | None:
    """A row and the customer it speaks of: one who is known already where possible."""
    if label in PRINTS:
        return of_number(model, PRINTS[label])
    if label == "reception.EventNote":
        return of_log(model)
    if model is AccessRequest:
        named = RequestedFile.objects.select_related("request", "customer").order_by("-pk").first()
        return named and (named.request, named.customer.file)
    path = "pk" if model is Customer else path_to_customer(model)
    if path is None:
        return None
    rows = model._base_manager.filter(
        **{f"{path}__office__slug" if path != "pk" else "office__slug": "yunjing"}
    )
    row = rows.filter(**{f"{path}__in": list(known)}).order_by("pk").first() or rows.order_by("pk").first()
    row = row or tied(model, path, known)
    if row is None:
        return None
    pk = model._base_manager.filter(pk=row.pk).values_list(path, flat=True)[0]
    return row, Customer.objects.get(pk=pk).file


def tied(model: type[Model], path: str, known: dict[int, Customer]) -> Model | None:
    """A row of nobody's that is tied to a customer now, as the desk may do any day."""
    row = model._base_manager.order_by("pk").first()
    found = row
    for name in path.split("__")[:-1]:
        found = getattr(found, name, None)
    if found is None or isinstance(found, AppendOnly):
        return None
    customer = next(each for each in known.values() if each.office_id == found.office_id)
    type(found)._base_manager.filter(pk=found.pk).update(**{path.split("__")[-1]: customer})
    return row


def of_log(model: type[Model]) -> tuple[Model, Customer] | None:
    """A note beside an entry of the log: whose it is say the entries of a visit."""
    for note in model._base_manager.order_by("pk").select_related("event"):
        rows = Reception.objects.filter(office=note.office_id, entries__contains=[note.event.seq])
        if visit := rows.exclude(customer=None).select_related("customer").first():
            return note, visit.customer.file
    return None


def of_number(model: type[Model], name: str) -> tuple[Model, Customer] | None:
    """A row with the print of a customer's number: made so where none of a customer's is there."""
    digests = CustomerPhone.objects.active().values("digest")
    row = model._base_manager.filter(**{f"{name}__in": digests}).order_by("pk").first()
    if row is None:
        row = model._base_manager.order_by("pk").first()
        if row is None:
            return None
        taken = model._base_manager.values(name)
        phone = CustomerPhone.objects.active().filter(office=row.office_id).exclude(digest__in=taken).first()
        setattr(row, name, phone.digest)
        row.save(update_fields=[name])
    phone = CustomerPhone.objects.active().get(office=row.office_id, digest=getattr(row, name))
    return row, phone.customer.file


def erase(customer: Customer, now: datetime) -> None:
    """As the manager does; for whom something is open, what is done once that is settled."""
    by = Member.objects.filter(office=customer.office_id).holding(Role.MANAGER).order_by("pk").first()
    try:
        erase_person(customer=customer, why="request", by=by, now=now)
    except Refusal:
        person = person_of(customer)
        for holder in personal_data.holders():
            holder.erase(person, now)
        Erasure.objects.create(office_id=customer.office_id, customer=customer, why="request", at=now, by=by)


@pytest.mark.django_db
def test_of_the_erased_nothing_is_found_and_the_evidence_stands() -> None:
    now = timezone.now()
    found_offices()
    office = Office.objects.get(slug="yunjing")
    roll_forward(office, now=now, days=9)
    for tell, _words in TALES:
        tell(office, now=now)
    story(now)
