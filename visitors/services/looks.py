"""Every look at a file leaves a line: who, when, what for, and what let them in."""

from datetime import datetime

from django.db import transaction

from offices.enums import AuditAction
from offices.models import Member
from offices.services.audit import keep
from visitors.access import TIES, Action, Because, Verdict
from visitors.models import Customer, FileView

THROUGH_GRANT = "grant"


@transaction.atomic
def note_look(
    *, customer: Customer, action: Action, verdict: Verdict, purpose: str = "", by: Member, now: datetime
) -> FileView:
    """The line of a look that was allowed; written before anything of the file is shown."""
    granted = verdict.because is Because.GRANT
    return FileView.objects.create(
        office_id=by.office_id,
        customer_id=customer.file_id,
        by=by,
        at=now,
        action=action.value,
        purpose=purpose,
        through=THROUGH_GRANT if granted or verdict.party is None else verdict.party.value,
        own=granted or verdict.party in TIES,
        request_id=verdict.grant.request if verdict.grant else None,
    )


@transaction.atomic
def note_refusal(*, customer: Customer, action: Action, verdict: Verdict, by: Member, now: datetime) -> None:
    """Somebody wanted to do what they may not."""
    keep(
        action=AuditAction.ACCESS_DENIED,
        record=f"customer:{customer.file_id}",
        details={"file": action.value, "clause": verdict.clause, "because": verdict.because.value},
        by=by,
        now=now,
    )
