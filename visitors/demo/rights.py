"""What people want with their own data, and files of long ago: told once, by the services.

Everybody in it is invented.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from messaging.enums import ConsentWay
from offices.enums import Role
from offices.models import Member, Office
from visitors.enums import ContactKind, ContactRole
from visitors.models import Customer, SubjectRequest
from visitors.services import subject_requests as services
from visitors.services.contacts import record_contact
from visitors.services.customers import CustomerEntry, enter_customer
from visitors.services.file_values import set_value
from visitors.services.retention import answer_line, decide_review, destroy_decided, list_old_files
from visitors.services.sensitive_consents import give_consent

TEXTS = Path(__file__).parent / "data" / "rights.json"
DAY = timedelta(days=1)
LAST_REVIEW = 370 * DAY


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes and answers, who decides, and who met these people."""

    office: Office
    service: Member
    manager: Member
    seller: Member
    now: datetime


@transaction.atomic
def tell_rights(office: Office, *, language: str, now: datetime) -> int:
    """How many requests were told: none a second time, or where somebody of the cast is missing."""
    cast = _cast(office, now)
    if cast is None or SubjectRequest.objects.of(office).exists():
        return 0
    read = json.loads(TEXTS.read_text(encoding="utf-8"))
    said = read.get(language) or read["zh-hans"]
    for each in said["requests"]:
        _tell(cast, each)
    _review_of_last_year(cast, said["destroyed"])
    for number, fields in enumerate(said["old"]):
        _long_ago(cast, fields, now - (745 + 31 * number) * DAY)
    review = list_old_files(office=office, now=now - 2 * DAY)
    if review is not None:
        first = review.lines.order_by("since", "pk").first()
        answer_line(line=first, answer="keep", by=cast.manager, now=now - DAY)
    return len(said["requests"])


def _cast(office: Office, now: datetime) -> Cast | None:
    members = Member.objects.of(office).working().select_related("office", "user").order_by("pk")
    manager, seller = members.holding(Role.MANAGER).first(), members.consultants().first()
    if manager is None or seller is None:
        return None
    return Cast(office, members.holding(Role.SERVICE).first() or manager, manager, seller, now)


def _tell(cast: Cast, said: Mapping[str, Any]) -> None:
    """One person: what stood in their file, what they wanted, and how far it is."""
    at = cast.now - said["days"] * DAY
    customer = _long_ago(cast, said["who"], min(at - 20 * DAY, cast.now - 25 * DAY))
    for of_class in said.get("agreed", ()):
        give_consent(
            customer=customer, of_class=of_class, channel=ConsentWay.DESK, by=cast.seller, now=at - 10 * DAY
        )
    for key, raw in said.get("file", {}).items():
        set_value(customer=customer, key=key, raw=raw, by=cast.seller, now=at - 9 * DAY)
    request = services.take_request(
        customer=customer,
        kind=said["kind"],
        way=said["way"],
        words=said["words"],
        asked_on=cast.office.business_date(at),
        identity=said["identity"],
        by=cast.service,
        now=at,
    )
    _answer(cast, request, said, min(at + DAY, cast.now))


def _answer(cast: Cast, request: SubjectRequest, said: Mapping[str, Any], now: datetime) -> None:
    """As the story says; nothing where it is still open."""
    match said.get("then"):
        case "handed":
            services.note_handed(request=request, by=cast.service, now=now)
        case "done":
            services.answer_done(request=request, words=said["answer"], by=cast.service, now=now)
        case "refused":
            services.refuse_request(
                request=request, refused_as=said["why"], words=said["answer"], by=cast.service, now=now
            )
        case "ended":
            services.answer_withdrawn(request=request, **said["ends"], by=cast.service, now=now)
        case "called_off":
            services.call_off(request=request, by=cast.service, now=now)
        case "erased":
            services.answer_erased(request=request, by=cast.manager, now=now)


def _review_of_last_year(cast: Cast, people: list[Mapping[str, Any]]) -> None:
    """A list that was looked through and destroyed: its record is what is left."""
    then = cast.now - LAST_REVIEW
    for number, fields in enumerate(people):
        _long_ago(cast, fields, then - (750 + 9 * number) * DAY)
    review = list_old_files(office=cast.office, now=then)
    if review is not None:
        decide_review(review=review, by=cast.manager, now=then + DAY)
        destroy_decided(now=then + 2 * DAY)


def _long_ago(cast: Cast, fields: Mapping[str, Any], at: datetime) -> Customer:
    """Entered then, and met then for the last time."""
    customer = enter_customer(
        office=cast.office, entry=CustomerEntry(**fields), by=cast.seller, now=at
    ).customer
    record_contact(
        office=cast.office,
        customer=customer,
        kind=ContactKind.CALL,
        role=ContactRole.PHONE,
        consultant=cast.seller,
        at=at,
        by=cast.seller,
        now=at,
    )
    return customer
