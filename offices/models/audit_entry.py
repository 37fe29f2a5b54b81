from django.db import models

from offices.enums import AuditAction
from offices.models.append_only import AppendOnly
from offices.models.member import Member
from offices.models.office import Office


class AuditEntry(AppendOnly):
    """Who did what to which record and when: ids and codes only, so that it may stay for ever."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=30, choices=AuditAction)
    record = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)

    class Meta(AppendOnly.Meta):
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["office", "record", "-at"], name="audit_of_record"),
            models.Index(fields=["by", "action", "-at"], name="audit_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.record}"
