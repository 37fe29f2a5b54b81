"""Who decides in the manager's place, now and at any moment of the past."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from offices.enums import Role
from offices.models import Deputy, Member, Office


def may_decide(member: Member, now: datetime) -> bool:
    """A manager always; a supervisor while the manager has named them (A-39). One query for a supervisor, else none."""
    if member.holds(Role.MANAGER):
        return True
    if not member.holds(Role.SUPERVISOR):
        return False
    return Deputy.objects.of(member.office).standing_in(now).filter(supervisor=member).exists()


def deputies_of(office: Office) -> list[Deputy]:
    """Everybody who was ever named, the latest first."""
    return list(Deputy.objects.of(office).select_related("supervisor", "named_by", "ended_by"))


def deputies_between(office: Office, begin: datetime, end: datetime) -> list[Deputy]:
    """Those whose time touches this one, ended early or not."""
    return list(
        Deputy.objects.of(office)
        .filter(begins_at__lte=end, ends_at__gt=begin)
        .filter(Q(ended_at=None) | Q(ended_at__gt=begin))
    )


def stood_in(deputies: Iterable[Deputy], member: Member, at: datetime) -> bool:
    """Whether the member stood in for the manager at that moment; ``deputies`` hold all who could have."""
    return any(
        deputy.supervisor_id == member.pk
        and deputy.begins_at <= at < min(deputy.ends_at, deputy.ended_at or deputy.ends_at)
        for deputy in deputies
    )


def is_standing_in(deputy: Deputy, now: datetime) -> bool:
    """Whether this one's time has begun and is not over."""
    return deputy.begins_at <= now < min(deputy.ends_at, deputy.ended_at or deputy.ends_at)
