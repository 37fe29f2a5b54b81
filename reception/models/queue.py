from django.db import models

from offices.models import BusinessDay, Office


class Queue(models.Model):
    """The live rotation of an office: one row, locked by whoever changes it.

    ``state`` is the core's snapshot (reception.rotation.State.to_json) as of event ``seq``.
    """

    office = models.OneToOneField(Office, on_delete=models.PROTECT, primary_key=True, related_name="queue")
    seq = models.PositiveBigIntegerField(default=0)
    state = models.JSONField(default=dict)
    last_hash = models.CharField(max_length=64, blank=True)
    last_at = models.DateTimeField(null=True)
    rules_version = models.PositiveIntegerField(default=0)
    day = models.ForeignKey(BusinessDay, on_delete=models.PROTECT, null=True, related_name="+")
    visits_today = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"queue of {self.office_id} at {self.seq}"
