"""People with two files, one of whom was joined, and filters that the manager keeps: told once, by the services.

Everybody in it is invented.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from django.db import transaction

from offices.enums import Role
from offices.models import Member, Office
from visitors.enums import ContactKind, ContactRole, GradeReason
from visitors.file_filter import read_filter
from visitors.models import Customer, Merger, SavedFilter
from visitors.selectors.duplicates import likeness_of
from visitors.services.contacts import record_contact
from visitors.services.customers import CustomerEntry, enter_customer
from visitors.services.duplicates import find_in_office
from visitors.services.emails import keep_address
from visitors.services.grades import change_grade
from visitors.services.merging import merge
from visitors.services.saved_filters import save_filter

TEXTS = Path(__file__).parent / "data" / "doubles.json"
EARLY, LATE = timedelta(days=12), timedelta(days=4)
JOINED = timedelta(days=2)


@transaction.atomic
def tell_doubles(office: Office, *, language: str, now: datetime) -> int:
    """How many people with two files were told: none a second time, or where nobody leads the office or sells."""
    members = Member.objects.of(office).working().select_related("office").order_by("pk")
    manager = members.holding(Role.MANAGER).first()
    sellers = list(members.consultants()[:4])
    told = Merger.objects.of(office).exists() or SavedFilter.objects.filter(office=office).exists()
    if manager is None or len(sellers) < 2 or told:
        return 0
    read = json.loads(TEXTS.read_text(encoding="utf-8"))
    said = read.get(language) or read["en"]
    by_turns = cycle(sellers)
    for each in said["pairs"]:
        _enter(each, [next(by_turns), next(by_turns)], manager, now)
    keep, alias = _enter(said["joined"], sellers[:2], manager, now)
    signs = [sign.value for sign in likeness_of(keep, alias).signs]
    merge(keep=keep, alias=alias, choices={}, signs=signs, by=manager, now=now - JOINED)
    for name, codes in said["filters"]:
        save_filter(name=name, chosen=read_filter(codes), by=manager, now=now)
    find_in_office(office=office, now=now)
    return len(said["pairs"]) + 1


def _enter(
    pair: Mapping[str, Any], sellers: Sequence[Member], manager: Member, now: datetime
) -> list[Customer]:
    """Both called, each was answered by somebody else, and nobody saw that they are one."""
    made = []
    moments = (now - EARLY, now - LATE)
    for side, at, seller, grade in zip(("early", "late"), moments, sellers, pair["grades"], strict=True):
        entry = CustomerEntry(**pair[side])
        customer = enter_customer(office=manager.office, entry=entry, by=seller, now=at).customer
        record_contact(
            office=manager.office,
            customer=customer,
            kind=ContactKind.CALL,
            at=at,
            consultant=seller,
            role=ContactRole.PHONE,
            by=seller,
            now=at,
        )
        if grade:
            change_grade(customer=customer, grade=grade, reason=GradeReason.NEEDS, by=seller, now=at)
        if "email" in pair:
            keep_address(customer=customer, address=pair["email"], now=at)
        made.append(customer)
    return made
