from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from reception.enums import EventWord


class QueueEventQuerySet(models.QuerySet["QueueEvent"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class QueueEvent(AppendOnly):
    """One entry of an office's queue log: append-only, numbered without gap, chained by hashes.

    ``payload`` is the core's event (members by code, visits by id); ``decision`` is what came of it:
    ``{"decisions": [records], "before": picture, "after": picture}``. Neither holds a name, a number or free text.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="queue_events")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    requested_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=EventWord)
    payload = models.JSONField()
    decision = models.JSONField(default=dict)
    rules_version = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = QueueEventQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        triggers = [*AppendOnly.Meta.triggers, same_office(by_id="offices_member")]
        ordering = ["office", "seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "seq"],
                name="queue_event_no_fork",
                violation_error_message=_("Two entries took the same place in the log; send it again."),
            ),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="queue_event_from_one"),
        ]
        # Since when somebody is away: the board asks it again and again, and the log grows for ever.
        indexes = [
            models.Index(
                fields=["office", "at"],
                condition=models.Q(kind=EventWord.STEP_OUT),
                name="queue_event_steps_out",
            ),
            models.Index(
                fields=["office", "at"], name="queue_event_by_time"
            ),  # where a day of the log begins
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class EventNote(models.Model):
    """The free text that belongs to an event; the event itself holds only a salted commitment to it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    event = models.OneToOneField(QueueEvent, on_delete=models.PROTECT, related_name="note")
    salt = models.CharField(max_length=32)
    text = models.CharField(max_length=500)

    def __str__(self) -> str:
        return self.text
