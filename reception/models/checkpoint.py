from typing import Self

from django.db import models

from offices.models import Office


class CheckpointQuerySet(models.QuerySet["Checkpoint"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class Checkpoint(models.Model):
    """The rotation's state just after an entry of the log, so that a replay need not begin at the first one.

    A convenience, never evidence: it can be computed anew from the log (reception.services.verify does).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="checkpoints", db_index=False)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    state = models.JSONField()

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        ordering = ["office", "seq"]
        constraints = [models.UniqueConstraint(fields=["office", "seq"], name="checkpoint_once")]
        indexes = [models.Index(fields=["office", "-at"], name="checkpoint_by_time")]

    def __str__(self) -> str:
        return f"{self.office_id} at {self.seq}"
