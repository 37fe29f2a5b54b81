"""What the clock does with disputes: it reminds before and after a step is due, and closes what was obeyed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from deals.enums import DisputeState, StepKind
from deals.models import Dispute
from deals.selectors.disputes import waiting_report
from deals.services.disputes import end, parties_of, responsible_for, tell_of, write_step
from offices import live
from offices.enums import NoticeKind, Role
from offices.models import Member

BEFORE = timedelta(days=1)


def remind_of_disputes(*, now: datetime) -> int:
    """Tell those who have to move a dispute a day before its step is due, and its leaders once it is overdue.

    Returns how many disputes were spoken of. Harmless when run twice: each is spoken of once before and once after.
    """
    soon = Q(due_at__lte=now + BEFORE, reminded_at=None)
    late = Q(due_at__lte=now, reminded_at__lt=F("due_at"))
    due = Dispute.objects.open().exclude(state=DisputeState.RULED).filter(soon | late).order_by("pk")
    return sum(_remind(pk, now) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    dispute = _claimed(pk)
    if dispute is None or dispute.state == DisputeState.RULED or dispute.due_at > now + BEFORE:
        return False
    overdue = dispute.due_at <= now
    if dispute.reminded_at is not None and not (overdue and dispute.reminded_at < dispute.due_at):
        return False
    told = responsible_for(dispute) | (_leaders(dispute) if overdue else set())
    dispute.reminded_at = now
    dispute.save(update_fields=["reminded_at"])
    tell_of(dispute, told, kind=NoticeKind.DISPUTE_DUE, now=now)
    live.bump(dispute.office_id)
    return True


def close_obeyed(*, now: datetime) -> int:
    """Rulings that nobody reported as disobeyed in time stand for good; returns how many disputes were closed."""
    over = Dispute.objects.open().filter(state=DisputeState.RULED, due_at__lte=now).order_by("pk")
    return sum(_close(pk, now) for pk in list(over.values_list("pk", flat=True)))


@transaction.atomic
def _close(pk: int, now: datetime) -> bool:
    dispute = _claimed(pk)
    if dispute is None or dispute.state != DisputeState.RULED or waiting_report(dispute) is not None:
        return False
    write_step(dispute, StepKind.CLOSED, by=None, now=now)
    end(dispute, DisputeState.RULED, now=now)
    tell_of(dispute, parties_of(dispute), now=now)
    live.bump(dispute.office_id)
    return True


def _claimed(pk: int) -> Dispute | None:
    """The dispute while it is open, held; None where somebody else holds it or has moved it."""
    rows = Dispute.objects.open().select_for_update(of=("self",), no_key=True, skip_locked=True)
    return rows.select_related("office").filter(pk=pk).exclude(due_at=None).first()


def _leaders(dispute: Dispute) -> set[int]:
    leaders = Member.objects.of(dispute.office).working().holding(Role.MANAGER, Role.SUPERVISOR)
    return set(leaders.values_list("pk", flat=True))
