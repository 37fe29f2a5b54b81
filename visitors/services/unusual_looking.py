"""Who looks at files in an unusual way is asked about it: the manager is told, once a member, kind and day (I-08)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.access_words import UnusualAnswer
from visitors.models import FileView, UnusualLooking
from visitors.selectors.file_rules import house_file_rules
from visitors.services.typed import one_of
from visitors.unusual import Finding, Look, findings

LOOK_BACK = timedelta(hours=36)
"""Longer than a night and the day before it; what was found before is found again and changes nothing."""
ASKERS = (Role.MANAGER, Role.INFORMATION)


def notice_unusual(office: Office, now: datetime) -> int:
    """Look through what was looked at lately; returns how many findings are new."""
    limits = house_file_rules(office, office.business_date(now)).unusual
    found = findings(_looks(office, now), limits)
    return sum(_note(office, finding, now) for finding in found)


@transaction.atomic
def answer_unusual(*, looking: UnusualLooking, answer: str, by: Member, now: datetime) -> UnusualLooking:
    """What came of asking. Raises Refusal: answered already, or it is the member's own looking."""
    held = UnusualLooking.objects.select_for_update(of=("self",), no_key=True).get(pk=looking.pk)
    if held.answer:
        raise Refusal(_("This was answered already."))
    if by.pk == held.member_id:
        raise Refusal(_("Somebody else answers for your own looking."))
    held.answer = one_of(answer, UnusualAnswer, "answer")
    held.answered_at, held.answered_by = now, by
    held.save(update_fields=["answer", "answered_at", "answered_by"])
    details = {"answer": held.answer, "member": held.member_id}
    keep(action=AuditAction.LOOKING_ANSWERED, record=f"looking:{held.pk}", details=details, by=by, now=now)
    return held


def _looks(office: Office, now: datetime) -> Iterator[Look]:
    rows = (
        FileView.objects.of(office)
        .filter(at__gt=now - LOOK_BACK, at__lte=now)
        .order_by()
        .values_list("by", "customer", "at", "own")
    )
    for by, customer, at, own in rows.iterator():
        yield Look(by, customer, office.local(at).replace(tzinfo=None), own)


@transaction.atomic
def _note(office: Office, finding: Finding, now: datetime) -> bool:
    """A new finding tells those who ask; a known one that grew keeps the larger number until it is answered."""
    last_at = finding.last_at.replace(tzinfo=office.zone)
    row, is_new = UnusualLooking.objects.get_or_create(
        member_id=finding.by,
        on=finding.on,
        kind=finding.kind.value,
        defaults={"office": office, "count": finding.count, "last_at": last_at, "found_at": now},
    )
    if not is_new:
        grown = UnusualLooking.objects.unanswered().filter(pk=row.pk, count__lt=finding.count)
        grown.update(count=finding.count, last_at=last_at)
        return False
    able = Member.objects.of(office).working().exclude(pk=finding.by).order_by("pk")
    # Where the only one to ask is the one who looked, the director is told.
    whom = able.holding(*ASKERS) or able.holding(Role.DIRECTOR)
    tell(
        office_id=office.pk,
        member_ids=[member.pk for member in whom],
        kind=NoticeKind.UNUSUAL_LOOKING,
        about={"path": reverse("visitors:unusual", args=[office.slug]), "looking": row.pk},
        now=now,
    )
    return True
