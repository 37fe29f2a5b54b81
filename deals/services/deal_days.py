"""The office's days for disputes and tasks."""

from datetime import datetime

from django.db import transaction

from deals.models import DealDays
from offices.enums import AuditAction
from offices.models import Member
from offices.services.audit import keep


@transaction.atomic
def set_days(*, days: DealDays, by: Member, now: datetime) -> DealDays:
    """What is begun from now on has these days; the values were checked by the form and are by the model."""
    days.office_id = by.office_id
    days.full_clean(exclude=["office"])
    values = {
        each.attname: getattr(days, each.attname)
        for each in days._meta.concrete_fields
        if each.name not in ("id", "office")
    }
    days, _made = DealDays.objects.update_or_create(office_id=by.office_id, defaults=values)
    keep(
        action=AuditAction.DEAL_DAYS_CHANGED, record=f"office:{by.office_id}", details=values, by=by, now=now
    )
    return days
