"""Contacts as they stand today: what was recorded, with every later correction applied."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from visitors.enums import FALLS_AWAY
from visitors.models import Contact, ContactCorrection, Customer, CustomerTransfer


@dataclass(frozen=True, slots=True)
class Handed:
    """The file was handed over: from ``leaver`` (a member's id; None where nobody owned it) to ``to``."""

    leaver: int | None
    to: int
    at: datetime


@dataclass(frozen=True, slots=True)
class EffectiveContact:
    """``consultant`` is a member's id; ``stands`` is False for what was void or entered by mistake.

    ``outgoing``: we called the customer. ``handed`` are the hand-overs of the whole file, in their order: the same for
    each of its contacts.
    """

    id: int
    file: int
    kind: str
    at: datetime
    consultant: int | None
    role: str
    counted: bool
    visit: UUID | None
    stands: bool = True
    outgoing: bool = False
    handed: tuple[Handed, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changes; None and an empty role leave things as they were."""

    kind: str
    to: int | None
    role: str
    counted: bool | None


def effective_contacts(customers: Iterable[Customer]) -> dict[int, list[EffectiveContact]]:
    """The contacts of each file (id), oldest first, with those of the aliases joined with it: one query for all."""
    given = list(customers)
    found: dict[int, list[EffectiveContact]] = {customer.file_id: [] for customer in given}
    rows = (
        Contact.objects.filter(office__in={customer.office_id for customer in given})
        .with_files(found)
        .annotate(file=Coalesce("customer__merged_into_id", "customer_id"))
        .annotate(handed=ArraySubquery(_hand_overs()))
        .order_by("at", "pk", "corrections__at", "corrections__pk")
        .values_list(
            *("pk", "file", "kind", "at", "consultant_id", "role", "counted", "visit"),
            *("corrections__kind", "corrections__to_id", "corrections__role", "corrections__counted"),
            *("handed", "circumstances__outgoing"),
        )
    )
    recorded: dict[int, EffectiveContact] = {}
    changes: dict[int, list[Change]] = defaultdict(list)
    for row in rows:
        if row[0] not in recorded:
            recorded[row[0]] = EffectiveContact(
                *row[:8], outgoing=bool(row[13]), handed=tuple(map(_handed, row[12]))
            )
        contact = recorded[row[0]]
        if row[8] is not None:
            changes[contact.id].append(Change(*row[8:12]))
    for contact in recorded.values():
        # Somebody may have joined the file with another since the caller read it.
        found.setdefault(contact.file, []).append(corrected(contact, changes[contact.id]))
    return found


def _hand_overs() -> QuerySet:
    """Those of the outer contact's file, oldest first, as JSON: no query of their own."""
    file = OuterRef(OuterRef("file"))
    files = Customer.objects.filter(Q(pk=file) | Q(merged_into=file)).order_by().values("pk")
    rows = CustomerTransfer.objects.filter(customer__in=files)
    return rows.order_by("at", "pk").values_list(JSONObject(leaver="leaver", to="to", at="at"))


def _handed(row: dict) -> Handed:
    return Handed(row["leaver"], row["to"], datetime.fromisoformat(row["at"]))


def corrected(contact: EffectiveContact, changes: Iterable[Change]) -> EffectiveContact:
    """The contact after these corrections, in their order."""
    for change in changes:
        contact = replace(
            contact,
            consultant=contact.consultant if change.to is None else change.to,
            role=change.role or contact.role,
            counted=contact.counted if change.counted is None else change.counted,
            stands=contact.stands and change.kind not in FALLS_AWAY,
        )
    return contact


def as_recorded(contact: Contact, file: int) -> EffectiveContact:
    return EffectiveContact(
        id=contact.pk,
        file=file,
        kind=contact.kind,
        at=contact.at,
        consultant=contact.consultant_id,
        role=contact.role,
        counted=contact.counted,
        visit=contact.visit,
        outgoing=bool(contact.circumstances.get("outgoing")),
    )


def as_change(correction: ContactCorrection) -> Change:
    return Change(correction.kind, correction.to_id, correction.role, correction.counted)
