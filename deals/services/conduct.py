"""The conduct register: reported by anybody, verified by somebody above, with the consequence (C-25 … C-29)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals.enums import Conduct
from deals.models import ConductEntry, Order
from deals.roles import APPROVERS
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell

CLAUSES = {
    Conduct.SNATCHING: "C-25",
    Conduct.NEGLECT: "C-25",
    Conduct.IDLE_TURN: "C-27",
    Conduct.TROUBLE: "C-28",
    Conduct.PRIVATE_MONEY: "C-29",
}
SERIOUS_CLAUSE = "C-26"
USUAL = {
    "C-25": gettext_lazy("The basic pay of that day is lost."),
    "C-26": gettext_lazy("The basic pay of the month and half of its bonus are lost."),
    "C-27": gettext_lazy("A penalty that the office sets."),
    "C-28": gettext_lazy("Dismissal, and half of the month's bonus for deals is lost."),
    "C-29": gettext_lazy("Dismissal."),
}


def clause_of(kind: str, *, is_serious: bool) -> str:
    """The clause that speaks of it; a serious case of the first two has one of its own."""
    clause = CLAUSES[Conduct(kind)]
    return SERIOUS_CLAUSE if is_serious and clause == "C-25" else clause


def usual_consequence(kind: str, *, is_serious: bool) -> str:
    return str(USUAL[clause_of(kind, is_serious=is_serious)])


@transaction.atomic
def report_conduct(
    *,
    member: Member,
    kind: str,
    is_serious: bool,
    what: str,
    happened_on: date,
    order: Order | None = None,
    by: Member,
    now: datetime,
) -> ConductEntry:
    """Somebody says what a member did. It counts for nothing until it is verified. Raises Refusal."""
    if member.office_id != by.office_id:
        raise Refusal(_("Choose somebody of this office."), field="member")
    if member.pk == by.pk:
        raise Refusal(_("Nobody reports themselves here. Tell your manager."), field="member")
    if happened_on > by.office.business_date(now):
        raise Refusal(_("This day has not come yet."), field="happened_on")
    entry = ConductEntry.objects.create(
        office_id=by.office_id,
        member=member,
        kind=kind,
        is_serious=is_serious,
        what=what,
        order=order,
        happened_on=happened_on,
        reported_by=by,
        reported_at=now,
    )
    details = {"member": member.pk, "kind": str(kind), "serious": is_serious}
    keep(action=AuditAction.CONDUCT_REPORTED, record=f"conduct:{entry.pk}", details=details, by=by, now=now)
    verifiers = Member.objects.of(by.office).working().holding(*APPROVERS)
    told = set(verifiers.values_list("pk", flat=True)) - {by.pk, member.pk}
    _tell(entry, told, by=by, now=now)
    return entry


@transaction.atomic
def verify_conduct(
    *, entry: ConductEntry, is_upheld: bool, consequence: str = "", by: Member, now: datetime
) -> ConductEntry:
    """A manager or the director has looked into it; upheld, it has a consequence. Raises Refusal.

    Neither the one reported nor the one who reported verifies.
    """
    entry = ConductEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    if not by.holds(*APPROVERS):
        raise Refusal(_("A manager or the director verifies this."))
    if by.pk == entry.member_id:
        raise Refusal(_("Nobody verifies what was reported about themselves."))
    if by.pk == entry.reported_by_id:
        raise Refusal(_("You reported this: somebody else verifies it."))
    if entry.verified_at is not None:
        raise Refusal(_("This was verified already."))
    said = consequence.strip()
    if is_upheld and not said:
        raise Refusal(_("Say which consequence it has."), field="consequence")
    entry.is_upheld, entry.consequence = is_upheld, said if is_upheld else ""
    entry.verified_by, entry.verified_at = by, now
    entry.save(update_fields=["is_upheld", "consequence", "verified_by", "verified_at"])
    details = {"member": entry.member_id, "upheld": is_upheld}
    keep(action=AuditAction.CONDUCT_VERIFIED, record=f"conduct:{entry.pk}", details=details, by=by, now=now)
    _tell(entry, {entry.member_id}, by=by, now=now)
    return entry


def _tell(entry: ConductEntry, members: set[int], *, by: Member, now: datetime) -> None:
    about = {"path": reverse("deals:conduct", args=[by.office.slug]), "entry": entry.pk}
    tell(
        office_id=by.office_id,
        member_ids=sorted(members),
        kind=NoticeKind.CONDUCT,
        about=about,
        now=now,
    )
