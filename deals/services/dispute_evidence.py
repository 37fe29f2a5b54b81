"""What stood when a dispute was opened: ids, codes and times, with a digest that shows whether it still is that."""

import hashlib
import json
from datetime import datetime

from deals.models import DealFact, Ruling
from deals.selectors.disputes import buyers_of
from offices.models import Member
from visitors.models import Contact, ContactCorrection, Customer, CustomerTransfer

FORMAT = 2


def frozen(ruling: Ruling, *, now: datetime) -> dict:
    """The ruling in dispute with the contacts, their corrections, the hand-overs and the facts as they stand.

    Of all who buy or bought, and of the families whose contacts were judged: ``files``.
    """
    customer = ruling.order.customer.file_id
    own = [each.pk for each in buyers_of(ruling)]
    files = [*own, *Customer.objects.filter(merged_into__in=own).order_by("pk").values_list("pk", flat=True)]
    contacts = Contact.objects.filter(office=ruling.office_id, customer__in=files).order_by("at", "pk")
    corrections = ContactCorrection.objects.filter(contact__in=contacts.order_by()).order_by("at", "pk")
    evidence = {
        "format": FORMAT,
        "at": now.isoformat(),
        "order": ruling.order_id,
        "customer": customer,
        "files": files,
        "ruling": _ruling(ruling),
        "contacts": [_contact(each) for each in contacts],
        "corrections": [_correction(each) for each in corrections],
        "handed": [
            _handed(each) for each in CustomerTransfer.objects.filter(customer__in=files).order_by("at", "pk")
        ],
        "facts": [_fact(each) for each in DealFact.objects.filter(customer__in=files)],
    }
    return {**evidence, "digest": digest_of(evidence)}


def digest_of(evidence: dict) -> str:
    """SHA-256 over everything but the digest itself, as canonical JSON."""
    said = {name: value for name, value in evidence.items() if name != "digest"}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_whole(evidence: dict) -> bool:
    """Whether the evidence is what was frozen."""
    return evidence.get("digest") == digest_of(evidence)


def code(member: Member | int | None) -> str | None:
    """``m12``: how rows that stay name a member."""
    pk = member.pk if isinstance(member, Member) else member
    return f"m{pk}" if pk is not None else None


def _ruling(ruling: Ruling) -> dict:
    return {
        "id": ruling.pk,
        "source": ruling.source,
        "clause": ruling.clause,
        "credit": code(ruling.credit_id),
        "to_department": ruling.to_department,
        "commission": [
            {"consultant": line["consultant"], "percent": line["percent"]}
            for line in ruling.answer.get("commission", [])
        ],
        "rules_version": ruling.rules_version,
        "digest": ruling.digest,
        "at": ruling.at.isoformat(),
    }


def _contact(contact: Contact) -> dict:
    return {
        "id": contact.pk,
        "customer": contact.customer_id,
        "at": contact.at.isoformat(),
        "kind": contact.kind,
        "consultant": code(contact.consultant_id),
        "role": contact.role,
        "counted": contact.counted,
        "circumstances": contact.circumstances,
        "by": code(contact.by_id),
    }


def _correction(correction: ContactCorrection) -> dict:
    return {
        "id": correction.pk,
        "contact": correction.contact_id,
        "kind": correction.kind,
        "to": code(correction.to_id),
        "role": correction.role,
        "counted": correction.counted,
        "reason": correction.reason,
        "at": correction.at.isoformat(),
        "by": code(correction.by_id),
    }


def _handed(handed: CustomerTransfer) -> dict:
    return {
        "id": handed.pk,
        "kind": handed.kind,
        "leaver": code(handed.leaver_id),
        "to": code(handed.to_id),
        "at": handed.at.isoformat(),
    }


def _fact(fact: DealFact) -> dict:
    return {
        "id": fact.pk,
        "kind": fact.kind,
        "about": code(fact.about_id),
        "state": fact.state,
        "claimed_by": code(fact.claimed_by_id),
        "claimed_at": fact.claimed_at.isoformat(),
        "answered_by": code(fact.answered_by_id),
    }
