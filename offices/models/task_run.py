from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offices.enums import RunState


class TaskRun(models.Model):
    """One run of a background job; it concerns the whole house, so it belongs to no office.

    ``slot`` makes a tick of the clock effective once: two beats ring for the same slot, and one run takes it. A run
    that an administrator asks for has a slot of its own. ``error`` is the kind of failure and where in the code it
    arose, never what it says, for that may hold somebody's data. ``result`` is what the job counted.
    """

    job = models.CharField(max_length=80)
    slot = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=RunState)
    asked_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.BigIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("run of a background job")
        verbose_name_plural = _("runs of background jobs")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["job", "slot"], name="task_run_once_a_slot"),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="task_run_known_state"),
        ]
        indexes = [
            models.Index(fields=["job", "-started_at"], name="task_run_of_job"),
            models.Index(fields=["started_at"], name="task_run_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
