"""A customer's grade becomes another one, with the reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.enums import Grade, GradeReason
from visitors.models import Customer, GradeChange
from visitors.services.plan_due import plan_is_due


@transaction.atomic
def change_grade(
    *, customer: Customer, grade: str, reason: str, by: Member, now: datetime
) -> GradeChange | None:
    """The new grade onto the file, and why beside it; None where it is the same grade. Raises Refusal."""
    if grade not in Grade.values:
        raise Refusal(_("Choose a grade from the list."), field="grade")
    if reason not in GradeReason.values:
        raise Refusal(_("Say why the grade changes."), field="grade_reason")
    held = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.file_id)
    if held.grade == grade:
        return None
    change = note_grade(customer=held, grade=grade, reason=reason, by=by, now=now)
    held.grade = grade
    held.save(update_fields=["grade"])
    customer.grade = grade
    details = {"old": change.old, "new": grade, "reason": reason}
    keep(action=AuditAction.GRADE_CHANGED, record=f"customer:{held.pk}", details=details, by=by, now=now)
    plan_is_due(held.pk, now=now)
    return change


def note_grade(*, customer: Customer, grade: str, reason: str, by: Member, now: datetime) -> GradeChange:
    """Write that the file's grade becomes this one, inside the caller's transaction, which changes the file."""
    return GradeChange.objects.create(
        office_id=customer.office_id,
        customer_id=customer.file_id,
        old=customer.grade,
        new=grade,
        reason=reason,
        at=now,
        by=by,
    )
