"""Contacts are written once; what is found out later is written beside them. Both inside the caller's transaction."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from offices.models import Member, Office
from visitors.enums import ContactRole
from visitors.models import Contact, ContactCorrection, Customer

CIRCUMSTANCES = frozenset(
    {
        *("history", "purpose", "clause"),
        *("named", "designates", "refused", "forgot", "discount_from"),
        "claimed",
        *("outgoing", "result"),
    }
)
"""What a contact says of its circumstances: codes, ids of members, yes and no.

``claimed``: whoever entered it sells as well, so that what bears on a deal counts only once it is confirmed.
``outgoing``: we called, not they; ``result``: what came of that (a code of followups.enums.CallCode).
"""
CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


class CircumstancesError(ValueError):
    """A circumstance is unknown, or holds free text, which has no place in rows that stay for ever."""


def record_contact(
    *,
    office: Office,
    customer: Customer,
    kind: str,
    at: datetime,
    consultant: Member | None = None,
    role: str = ContactRole.NONE,
    counted: bool = False,
    visit: UUID | None = None,
    circumstances: Mapping[str, Any] | None = None,
    by: Member,
    now: datetime,
) -> Contact:
    """One row of evidence; the database has the customer's follow-ups planned anew. One query.

    ``at`` is when it happened, ``now`` when it is written down.

    Raises CircumstancesError. The database refuses people of another office and a second contact of the same visit
    and role (IntegrityError).
    """
    checked = dict(circumstances or {})
    check_circumstances(checked)
    return Contact.objects.create(
        office=office,
        customer_id=customer.file_id,
        kind=kind,
        at=at,
        consultant=consultant,
        role=role,
        counted=counted,
        visit=visit,
        circumstances=checked,
        by=by,
        recorded_at=now,
    )


def correct_contact(
    *,
    contact: Contact,
    kind: str,
    to: Member | None = None,
    role: str = "",
    counted: bool | None = None,
    reason: str = "",
    by: Member,
    now: datetime,
) -> ContactCorrection:
    """What the contact turned out to be; the database has the customer's follow-ups planned anew. One query.

    ``to`` belongs to a reassigned one alone; an empty ``role`` and ``counted`` None leave them as they were.
    ``reason`` is a code, such as a clause. The database refuses a correction that does not fit its kind.
    """
    if reason and not CODE.fullmatch(reason):
        raise CircumstancesError(f"reason: {reason!r} is no code")
    return ContactCorrection.objects.create(
        office_id=contact.office_id,
        contact=contact,
        kind=kind,
        to=to,
        role=role,
        counted=counted,
        reason=reason,
        at=now,
        by=by,
    )


def check_circumstances(circumstances: Mapping[str, Any]) -> None:
    """Raise CircumstancesError unless these are known and hold codes, ids and yes or no, or lists of them."""
    unknown = sorted(circumstances.keys() - CIRCUMSTANCES)
    if unknown:
        raise CircumstancesError(f"unknown circumstance: {', '.join(unknown)}")
    for name, value in circumstances.items():
        for item in value if isinstance(value, list | tuple) else [value]:
            if not (
                item is None or isinstance(item, int) or (isinstance(item, str) and CODE.fullmatch(item))
            ):
                raise CircumstancesError(f"{name}: {item!r} is no code and no id")
