"""Signing a line of the visitor register, inside the caller's transaction (B-01, B-02)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from offices.models import BusinessDay, Member
from visitors import register
from visitors.enums import SignedThrough
from visitors.models import Contact, RegisterEntry, RegisterWords
from visitors.selectors.register import committed, signature_of
from visitors.services.customers import clean_text

NAME_LENGTH = 60
REMARK_LENGTH = 200
REASON_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an entry says of a person in words; ``phone`` is masked, ``reason`` says why it corrects another."""

    name: str = ""
    phone: str = ""
    remark: str = ""
    reason: str = ""


def sign_entry(
    *,
    contact: Contact,
    day: BusinessDay,
    number: int,
    facts: Mapping[str, Any],
    words: Words,
    through: str = SignedThrough.LOGIN,
    screen_of: Member | None = None,
    corrects: RegisterEntry | None = None,
    by: Member,
    now: datetime,
) -> RegisterEntry:
    """Write the line that ``by`` signs, and its words beside it: two queries.

    ``facts`` are ids, codes, figures and times as texts (visitors.register.as_text), never a name or a number.
    Raises Refusal for words that are too long. The database refuses a second first entry of a contact, a second
    correction of an entry, and people of another office (IntegrityError).
    """
    entry = RegisterEntry(
        office_id=contact.office_id,
        day=day,
        contact=contact,
        number=number,
        facts=dict(facts),
        signed_by=by,
        signed_at=now,
        signed_through=through,
        screen_of=screen_of,
        corrects=corrects,
    )
    beside = RegisterWords(
        office_id=contact.office_id,
        salt=secrets.token_hex(16),
        name=clean_text(words.name, "name", NAME_LENGTH),
        phone=words.phone,
        remark=clean_text(words.remark, "remark", REMARK_LENGTH),
        reason=clean_text(words.reason, "reason", REASON_LENGTH),
    )
    entry.commitment = committed(beside)
    entry.digest = register.digest_of(signature_of(entry))
    entry.save(force_insert=True)
    beside.entry = entry
    beside.save(force_insert=True)
    return entry
