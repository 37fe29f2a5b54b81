"""Customers' files of a demo office, told once by the same services that people use: some well filled in, some hardly.

Everybody in them is invented.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from messaging.enums import ConsentWay
from offices.enums import Role
from offices.models import Member, Office
from visitors.enums import ContactKind, Relation
from visitors.models import Contact, Customer, OwnField
from visitors.selectors.households import household_of
from visitors.services.file_facts import choose_segments, note_company, set_tags, write_company
from visitors.services.file_settings import lengthen_list, switch_field, write_own_field
from visitors.services.file_values import set_value
from visitors.services.households import join_household
from visitors.services.sensitive_consents import give_consent

TEXTS = Path(__file__).parent / "data" / "files.json"
LEFT_OUT = "dress_style"
HOURS_BETWEEN = timedelta(hours=7)
"""A file is filled in bit by bit: the last answer some hours ago, each other one so much before the next."""
OWN = "own:"
FAMILY = (Relation.SPOUSE, Relation.PARENT)


@transaction.atomic
def tell_files(office: Office, *, customers: Sequence[Customer], language: str, now: datetime) -> int:
    """How many files were told: none where nobody leads the office, or it has own fields already.

    ``customers`` are people whom a consultant received, files that hold; the last one becomes a company.
    """
    manager = Member.objects.of(office).working().holding(Role.MANAGER).order_by("pk").first()
    if manager is None or OwnField.objects.of(office).exists():
        return 0
    read = json.loads(TEXTS.read_text(encoding="utf-8"))
    said = read.get(language) or read["en"]
    began = now - timedelta(weeks=8)
    own = [
        write_own_field(office=office, own=None, **each, by=manager, now=began).key for each in said["own"]
    ]
    switch_field(office=office, key=LEFT_OUT, used=False, by=manager, now=began)
    for key, answers in said["answers"].items():
        lengthen_list(office=office, key=key, answers=answers, by=manager, now=began)
    pairs = list(zip(customers, said["files"], strict=False))
    for customer, file in pairs:
        _fill(customer, file, own, _owner(customer, manager), now)
    rest = list(customers[len(pairs) :])
    if pairs and len(rest) > len(FAMILY):
        _join(pairs[0][0], rest, manager, now)  # they may be customers of several consultants
        _found_company(rest[-1], said, _owner(rest[-1], manager), now)
    return len(pairs)


def _fill(customer: Customer, file: Mapping[str, Any], own: Sequence[str], by: Member, now: datetime) -> None:
    answers = [(_key(key, own), raw) for key, raw in (*file["values"].items(), *file["mended"].items())]
    at = now - HOURS_BETWEEN * (len(answers) + 1)
    for of_class in file["consents"]:
        give_consent(customer=customer, of_class=of_class, channel=ConsentWay.DESK, by=by, now=at)
    for key, raw in answers:
        at += HOURS_BETWEEN
        set_value(customer=customer, key=key, raw=raw, by=by, now=at)
    if file["tags"] or file["labels"]:
        set_tags(customer=customer, kinds=file["tags"], labels=file["labels"], by=by, now=at)


def _key(key: str, own: Sequence[str]) -> str:
    """Own fields are named by their place in the list."""
    return own[int(key.removeprefix(OWN))] if key.startswith(OWN) else key


def _join(customer: Customer, others: Sequence[Customer], by: Member, now: datetime) -> None:
    """A household of three, unless other tales gave them one."""
    people = [customer, *others[: len(FAMILY)]]
    if any(household_of(each) for each in people):
        return
    for other, relation in zip(people[1:], FAMILY, strict=True):
        join_household(customer=customer, other=other, relation=relation, by=by, now=now)


def _found_company(customer: Customer, said: Mapping[str, Any], by: Member, now: datetime) -> None:
    write_company(customer=customer, **said["company"], by=by, now=now - timedelta(days=1))
    for kind, days, text in said["notes"]:
        on = by.office.business_date(now) - timedelta(days=days)
        note_company(customer=customer, kind=kind, on=on, text=text, by=by, now=now)
    choose_segments(customer=customer, payment="high", by=by, now=now)


def _owner(customer: Customer, manager: Member) -> Member:
    """Who received them last; the manager where nobody did."""
    visits = Contact.objects.filter(customer=customer, kind=ContactKind.VISIT, consultant__is_active=True)
    last = visits.select_related("consultant__office").order_by("-at", "-pk").first()
    return last.consultant if last and last.consultant else manager
