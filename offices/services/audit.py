"""The audit log: one line for each thing that somebody may ask about later."""

from datetime import datetime

from offices.enums import AuditAction
from offices.models import AuditEntry, Member


def keep(
    *, action: AuditAction, record: str = "", details: dict | None = None, by: Member, now: datetime
) -> AuditEntry:
    """Write the line inside the caller's transaction. ``details`` holds ids and codes, never a name or number."""
    return AuditEntry.objects.create(
        office_id=by.office_id, at=now, by=by, action=action, record=record, details=details or {}
    )
