"""The archive is checked every quarter: the check comes by itself, those who keep the archive make it (I-06, I-30)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.access_approvals import next_check
from visitors.access_words import CheckAnswer, CheckItem
from visitors.models import ArchiveCheck, ArchiveCheckLine
from visitors.selectors.file_rules import house_file_rules
from visitors.services.customers import clean_text

CHECKERS = (Role.INFORMATION, Role.MANAGER)
BEFORE = timedelta(days=7)
"""So long before it is due those who make it hear of it, and again after as long while it is open."""


@transaction.atomic
def prepare_check(office: Office, now: datetime) -> int:
    """The next check stands there a week before it is due; who makes it is told. Returns how many were told."""
    today = office.business_date(now)
    check = ArchiveCheck.objects.of(office).open().select_for_update(of=("self",), no_key=True).first()
    if check is None:
        due = next_due(office, today)
        if due - BEFORE > today:
            return 0
        check, _is_new = ArchiveCheck.objects.get_or_create(
            office=office, done_at=None, defaults={"due_on": due}
        )
    if check.told_on is not None and check.told_on + BEFORE > today:
        return 0
    check.told_on = today
    check.save(update_fields=["told_on"])
    able = Member.objects.of(office).working().holding(*CHECKERS).order_by("pk")
    path = reverse("visitors:archive_check", args=[office.slug, check.pk])
    told = tell(
        office_id=office.pk,
        member_ids=[member.pk for member in able],
        kind=NoticeKind.ARCHIVE_CHECK,
        about={"path": path, "check": check.pk},
        now=now,
    )
    return len(told)


def next_due(office: Office, today: date) -> date:
    """So many months after the last check, or after the office was set up."""
    months = house_file_rules(office, today).check_months
    last = ArchiveCheck.objects.of(office).done().order_by("-done_at").first()
    since = last.done_at if last is not None and last.done_at else office.created_at
    return next_check(office.business_date(since), months)


@transaction.atomic
def begin_check(*, by: Member, now: datetime) -> ArchiveCheck:
    """A check before its time. The one that is open already, where there is one."""
    today = by.office.business_date(now)
    check, _is_new = ArchiveCheck.objects.get_or_create(
        office=by.office, done_at=None, defaults={"due_on": today, "told_on": today}
    )
    return check


@transaction.atomic
def finish_check(
    *, check: ArchiveCheck, answers: Mapping[str, str], note: str, by: Member, now: datetime
) -> ArchiveCheck:
    """How everything was found. Raises Refusal: something is not answered, or what is to be mended not said."""
    held = ArchiveCheck.objects.select_for_update(of=("self",), no_key=True).get(pk=check.pk)
    if held.done_at is not None:
        raise Refusal(_("This check was made already."))
    for item in CheckItem.values:
        if answers.get(item) not in CheckAnswer.values:
            raise Refusal(_("Say of everything how it was found."), field=item)
    remark = clean_text(note, "note", 300)
    if CheckAnswer.OPEN in answers.values() and not remark:
        raise Refusal(_("Say what is to be mended, by whom and until when."), field="note")
    held.done_at, held.done_by, held.note = now, by, remark
    held.save(update_fields=["done_at", "done_by", "note"])
    ArchiveCheckLine.objects.bulk_create(
        ArchiveCheckLine(office_id=held.office_id, check_made=held, item=item, answer=answers[item])
        for item in CheckItem.values
    )
    still_open = sorted(item for item in CheckItem.values if answers[item] == CheckAnswer.OPEN)
    details = {"open": still_open}
    keep(
        action=AuditAction.ARCHIVE_CHECKED,
        record=f"archive_check:{held.pk}",
        details=details,
        by=by,
        now=now,
    )
    return held
