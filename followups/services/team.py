"""What leaders do with the team's follow-ups: give them to somebody else, answer, check."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from deals.services.locking import lock_office
from followups.enums import CallCode, FollowUpChannel, FollowUpPurpose, FollowUpSource
from followups.models import CallReply, CallResult, FollowUp, TrackingCheck
from followups.services.follow_ups import add
from offices import live
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.models import Customer
from visitors.services.customers import clean_text
from visitors.services.plan_due import plans_are_due

REPLY_LENGTH = 300
REMARK_LENGTH = 200


@transaction.atomic
def reassign(*, follow_ups: Sequence[int], to: Member, by: Member, now: datetime) -> int:
    """These follow-ups (ids) are somebody else's; whose customers they are stays as it is. Returns how many.

    What was done meanwhile is left alone. Raises Refusal.
    """
    if to.office_id != by.office_id or not to.is_active or not to.holds(Role.CONSULTANT):
        raise Refusal(_("Choose a consultant who works in this office."), field="to")
    rows = FollowUp.objects.of(by.office).due().filter(pk__in=follow_ups).exclude(owner=to)
    # What the sweeps lock first is locked first here as well.
    plans_are_due(rows.values_list("customer", flat=True), now=now)
    held = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if not held:
        raise Refusal(_("Tick the follow-ups that somebody else shall do."))
    for each in held:
        each.owner, each.owner_by_hand = to, True
        each.warned_at = each.told_supervisor_at = each.told_manager_at = None
    FollowUp.objects.bulk_update(
        held, ["owner", "owner_by_hand", "warned_at", "told_supervisor_at", "told_manager_at"]
    )
    keep(
        action=AuditAction.FOLLOW_UPS_REASSIGNED,
        record=f"member:{to.pk}",
        details={"follow_ups": [each.pk for each in held]},
        by=by,
        now=now,
    )
    about = {"path": reverse("followups:today", args=[by.office.slug]), "count": len(held)}
    tell(office_id=by.office_id, member_ids=[to.pk], kind=NoticeKind.FOLLOW_UPS_GIVEN, about=about, now=now)
    live.bump(by.office_id)
    return len(held)


@transaction.atomic
def answer(*, result: CallResult, text: str, by: Member, now: datetime) -> CallReply:
    """A leader says what to do about a complaint or an objection (E-17). Raises Refusal.

    After a complaint the consultant owes the customer a call that tells the outcome (E-60).
    """
    # The result itself is never written again, so that nobody may lock it: the office is the lock.
    lock_office(result.office_id)
    rows = CallResult.objects.select_related("customer__merged_into", "follow_up__owner", "by", "office")
    held = rows.get(pk=result.pk)
    if CallReply.objects.filter(result=held).exists():
        raise Refusal(_("A colleague has answered this already."))
    words = clean_text(text, "text", REPLY_LENGTH)
    if not words:
        raise Refusal(_("Say in a few words what shall be done."), field="text")
    reply = CallReply.objects.create(office_id=held.office_id, result=held, text=words, at=now, by=by)
    page = reverse("followups:calls_of", args=[by.office.slug, held.customer.file_id])
    tell(
        office_id=held.office_id,
        member_ids=[held.by_id],
        kind=NoticeKind.CALL_ANSWERED,
        about={"path": page},
        now=now,
    )
    if held.code == CallCode.COMPLAINS:
        _call_back(held, by, now)
    live.bump(held.office_id)
    return reply


@transaction.atomic
def check_tracking(
    *, customer: Customer, consultant: Member, is_fine: bool, remark: str, by: Member, now: datetime
) -> TrackingCheck:
    """A leader has read how the customer is followed up (B-18, E-16); a remark is told to the consultant.

    Raises Refusal.
    """
    words = clean_text(remark, "remark", REMARK_LENGTH)
    if not is_fine and not words:
        raise Refusal(_("Say in a few words what is missing."), field="remark")
    check = TrackingCheck.objects.create(
        office_id=by.office_id,
        customer_id=customer.file_id,
        consultant=consultant,
        is_fine=is_fine,
        remark=words,
        at=now,
        by=by,
    )
    keep(
        action=AuditAction.TRACKING_CHECKED,
        record=f"customer:{customer.file_id}",
        details={"fine": is_fine, "consultant": consultant.pk},
        by=by,
        now=now,
    )
    if words:
        page = reverse("followups:calls_of", args=[by.office.slug, customer.file_id])
        kind, about = NoticeKind.TRACKING_REMARK, {"path": page}
        tell(office_id=by.office_id, member_ids=[consultant.pk], kind=kind, about=about, now=now)
        live.bump(by.office_id)
    return check


def _call_back(result: CallResult, by: Member, now: datetime) -> None:
    """Today, unless a call is due today anyway: that one tells the outcome."""
    owner = result.follow_up.owner or result.by
    on = result.office.business_date(now)
    due = FollowUp.objects.due().filter(
        customer__in=result.customer.all_files, channel=FollowUpChannel.CALL, on=on
    )
    if due.exists():
        return
    add(
        customer=result.customer.file,
        owner=owner,
        on=on,
        purpose=FollowUpPurpose.COMPLAINT,
        source=FollowUpSource.COMPLAINT,
        by=by,
        now=now,
    )
