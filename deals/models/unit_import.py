from django.db import models

from offices.models import Member, Office
from offices.models.same_office import same_office


class UnitImport(models.Model):
    """A list of units that somebody brought, as it was read: shown first, written only when they say so.

    ``rows`` are the cells as texts: ``[{"row": 2, "building": "…", "number": "…", …}, …]``, ``row`` being the line of
    the file. ``key`` names it in addresses.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.UUIDField(unique=True)
    file_name = models.CharField(max_length=100, blank=True)
    rows = models.JSONField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["office", "-at"], name="unit_import_by_time")]
        triggers = [same_office(by_id="offices_member")]

    def __str__(self) -> str:
        return str(self.key)
