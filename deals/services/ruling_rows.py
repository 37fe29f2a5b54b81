"""How a ruling is written down, and who is told of it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from deals.attribution import DEPARTMENT, Reason, Status
from deals.attribution_shares import Share
from deals.models import Order, Ruling, RulingWords
from deals.selectors.digests import digest_of, sealed
from deals.services.buyers_plans import plans_of_buyers_are_due
from offices import live
from offices.commitments import commitment
from offices.enums import AuditAction, NoticeKind, Role
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be written down: ``credit`` a member's code, the department, or None for the manager."""

    credit: str | None
    status: str
    clause: str
    commission: Sequence[Share]
    because: Sequence[Reason]

    def as_answer(self) -> dict[str, object]:
        """As the ruling keeps it: reasons as codes, so that everybody reads them in their own language."""
        return {
            "credit": self.credit,
            "status": self.status,
            "commission": [share.as_dict() for share in self.commission],
            "clause": self.clause,
            "because": [_as_code(reason) for reason in self.because],
        }


def _as_code(reason: Reason) -> dict[str, str]:
    days = {"on": reason.on, "until": reason.until}
    return {
        "found": reason.found,
        "consultant": reason.consultant or "",
        **{name: day.isoformat() for name, day in days.items() if day},
    }


def stored(
    *,
    order: Order,
    source: str,
    document: dict,
    evidence: dict,
    verdict: Verdict,
    rules_version: int,
    replaces: Ruling | None,
    words: str,
    by: Member,
    now: datetime,
) -> Ruling:
    """The ruling's row with its digest, its words and a line in the audit log, inside the caller's transaction."""
    salt = secrets.token_hex(SALT_BYTES)
    ruling = Ruling(
        office_id=order.office_id,
        order=order,
        source=source,
        credit_id=member_id(verdict.credit),
        to_department=verdict.credit == DEPARTMENT,
        clause=verdict.clause,
        commission=Decimal(document["deal"]["commission"]),
        document=document,
        evidence=evidence,
        answer=verdict.as_answer(),
        commitment=commitment(salt, words) if words else "",
        rules_version=rules_version,
        replaces=replaces,
        by=by,
        at=now,
    )
    ruling.digest = digest_of(sealed(ruling))
    ruling.save(force_insert=True)
    plans_of_buyers_are_due(order, now=now)
    if words:
        RulingWords.objects.create(office_id=order.office_id, ruling=ruling, salt=salt, text=words)
    keep(
        action=AuditAction.DEAL_RULED,
        record=f"ruling:{ruling.pk}",
        details={"order": order.pk, "source": str(source), "clause": verdict.clause},
        by=by,
        now=now,
    )
    return ruling


def member_id(code: str | None) -> int | None:
    """The member's id in a code such as ``m12``; None for the department, and for nobody."""
    return int(code[1:]) if code and code != DEPARTMENT else None


def told(ruling: Ruling, *, by: Member, now: datetime) -> None:
    """Those who have a share, and the closer, hear of the ruling; the managers where it is theirs to make."""
    page = reverse("deals:ruling", args=[ruling.order.office.slug, ruling.pk])
    about = {"path": page, "number": ruling.order.number}
    shares = [member_id(each["consultant"]) for each in ruling.answer["commission"]]
    concerned = {ruling.order.closer_id, ruling.credit_id, *shares} - {None, by.pk}
    tell(
        office_id=ruling.office_id,
        member_ids=sorted(concerned),
        kind=NoticeKind.RULED,
        about=about,
        now=now,
    )
    if ruling.answer["status"] == Status.MANAGER:
        managers = Member.objects.filter(office_id=ruling.office_id).working().holding(Role.MANAGER)
        tell(
            office_id=ruling.office_id,
            member_ids=sorted(managers.values_list("pk", flat=True)),
            kind=NoticeKind.RULING_ASKED,
            about=about,
            now=now,
        )
    live.bump(ruling.office_id)
