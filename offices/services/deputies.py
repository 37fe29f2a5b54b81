"""The manager names a supervisor who decides in their place while they are away (A-39)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offices import live
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Deputy, Member
from offices.services.audit import keep
from offices.services.notices import tell

LONGEST = timedelta(days=31)
FARTHEST = timedelta(days=366)


@transaction.atomic
def name_deputy(
    *, supervisor: Member, begins_at: datetime, ends_at: datetime, path: str = "", by: Member, now: datetime
) -> Deputy:
    """The supervisor stands in from ``begins_at`` (now, where that is past) until ``ends_at``, 31 days at most.

    ``path`` is the page that the notice to the supervisor leads to. Raises Refusal.
    """
    _refuse_others(by)
    if supervisor.office_id != by.office_id or not _is_supervisor(supervisor):
        raise Refusal(_("Name a supervisor who works in this office."), field="supervisor")
    begins_at = max(begins_at, now)
    if ends_at <= begins_at:
        raise Refusal(_("The time must end after it begins, and not in the past."), field="ends_at")
    if ends_at - begins_at > LONGEST:
        raise Refusal(_("31 days at the longest. Name them anew when the time is over."), field="ends_at")
    if begins_at > now + FARTHEST:
        raise Refusal(_("This is more than a year from now. Check the date."), field="begins_at")
    Member.objects.select_for_update(of=("self",), no_key=True).get(pk=supervisor.pk)
    overlapping = Deputy.objects.of(by.office).filter(
        supervisor=supervisor, ended_at=None, begins_at__lt=ends_at, ends_at__gt=begins_at
    )
    if overlapping.exists():
        raise Refusal(_("They are named for a part of this time already. End that first."), field="begins_at")
    deputy = Deputy.objects.create(
        office=by.office,
        supervisor=supervisor,
        named_by=by,
        begins_at=begins_at,
        ends_at=ends_at,
        named_at=now,
    )
    _tell(deputy, path, AuditAction.DEPUTY_NAMED, by, now)
    return deputy


@transaction.atomic
def end_deputy(*, deputy: Deputy, by: Member, now: datetime) -> Deputy:
    """The manager is back, or thinks better of it: it ends at once. Raises Refusal."""
    _refuse_others(by)
    ended = Deputy.objects.of(by.office).filter(Q(pk=deputy.pk), Q(ended_at=None), Q(ends_at__gt=now))
    if not ended.update(ended_at=now, ended_by=by):
        raise Refusal(_("This is over already."))
    deputy.refresh_from_db()
    keep(
        action=AuditAction.DEPUTY_ENDED,
        record=f"deputy:{deputy.pk}",
        details={"supervisor": deputy.supervisor_id},
        by=by,
        now=now,
    )
    live.bump(by.office_id)
    return deputy


def _tell(deputy: Deputy, path: str, action: AuditAction, by: Member, now: datetime) -> None:
    times = {"from": deputy.begins_at.isoformat(), "until": deputy.ends_at.isoformat()}
    tell(
        office_id=by.office_id,
        member_ids=[deputy.supervisor_id],
        kind=NoticeKind.DEPUTY,
        about={"path": path, **times},
        now=now,
    )
    keep(
        action=action,
        record=f"deputy:{deputy.pk}",
        details={"supervisor": deputy.supervisor_id, **times},
        by=by,
        now=now,
    )
    live.bump(by.office_id)


def _is_supervisor(member: Member) -> bool:
    return member.holds(Role.SUPERVISOR) and member.is_active and member.user.is_active


def _refuse_others(by: Member) -> None:
    if not by.holds(Role.MANAGER):
        raise Refusal(_("Only a manager names who stands in for them, and ends it."))
