"""A file becomes confidential or top secret, with somebody who keeps it; or is so no longer (I-19)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.access import Action, FileFacts, Party, Viewer, may
from visitors.access_approvals import Mark
from visitors.access_words import MarkReason, MarkWord
from visitors.models import Customer, FileMark
from visitors.selectors.standing import heaviest_of, marks_of
from visitors.services.typed import one_of, write


class NotYoursToMark(Refusal):
    """The member may not set or lift this mark."""

    status = 403


@transaction.atomic
def mark_file(
    *, customer: Customer, mark: str, custodian: Member | None, reason: str, by: Member, now: datetime
) -> FileMark:
    """Set the mark, or lift it with Mark.NONE. Raises NotYoursToMark and Refusal.

    Both the mark that holds and the new one must be the member's to set. What was approved under a lighter mark is
    closed by the table from now on.
    """
    file = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.file_id)
    wanted = Mark(one_of(mark, MarkWord, "mark"))
    one_of(reason, MarkReason, "reason")
    held = heaviest_of([file])
    if not may_mark(by, held, now) or not may_mark(by, wanted, now):
        raise NotYoursToMark(
            _("Confidential is set and lifted by the manager, top secret by the information supervisor.")
        )
    if wanted is Mark.NONE:
        custodian = None
    elif custodian is None or not _can_keep(custodian, by):
        raise Refusal(_("Choose somebody of this office who keeps the file."), field="custodian")
    elif held is wanted and _is_kept_by(file, custodian):
        raise Refusal(_("It is marked so, and kept by the same person."))
    if held is Mark.NONE and wanted is Mark.NONE:
        raise Refusal(_("This file is not marked."), field="mark")
    row = _write(file, wanted, custodian, reason, by, now)
    details = {"mark": wanted.value, "was": held.value, "keeper": custodian.pk if custodian else None}
    keep(action=AuditAction.FILE_MARKED, record=f"customer:{file.pk}", details=details, by=by, now=now)
    if custodian is not None and custodian.pk != by.pk:
        path = reverse("reception:customer", args=[by.office.slug, file.pk])
        about = {"path": path, "customer": file.pk}
        tell(
            office_id=file.office_id,
            member_ids=[custodian.pk],
            kind=NoticeKind.FILE_KEPT,
            about=about,
            now=now,
        )
    return row


def may_mark(member: Member, mark: Mark, now: datetime) -> bool:
    """Whether a file with that mark is the member's to mark anew."""
    viewer = Viewer(frozenset(map(Party, member.roles)), working=member.is_active)
    return may(Action.MARK, viewer, FileFacts(mark), now).allowed


def _write(
    file: Customer, mark: Mark, custodian: Member | None, reason: str, by: Member, now: datetime
) -> FileMark:
    """The row, and one that lifts the mark of each alias: the file that holds carries it from now on."""
    aliases = {each.customer_id for rows in marks_of([file]).values() for each in rows} - {file.pk}
    for alias in sorted(aliases):
        FileMark.objects.create(
            office_id=file.office_id, customer_id=alias, mark=Mark.NONE, reason=MarkReason.OVER, at=now, by=by
        )
    row = FileMark(
        office_id=file.office_id,
        customer=file,
        mark=mark.value,
        custodian=custodian,
        reason=reason,
        at=now,
        by=by,
    )
    write(row, {"file_mark_has_its_custodian": "custodian"})
    return row


def _can_keep(custodian: Member, by: Member) -> bool:
    return custodian.office_id == by.office_id and custodian.is_active and not custodian.is_at_gate


def _is_kept_by(file: Customer, custodian: Member) -> bool:
    rows = marks_of([file]).get(file.pk, ())
    return len(rows) == 1 and rows[0].custodian_id == custodian.pk and rows[0].customer_id == file.pk
