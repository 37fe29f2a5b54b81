from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from switchboard.enums import LineEvent
from switchboard.models.phone_desk import PbxCall


class PbxEvent(AppendOnly):
    """What the telephone system told of a call, word for word; told again it is the same row.

    ``at`` is its own time, ``received_at`` ours.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    call = models.ForeignKey(PbxCall, on_delete=models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=10, choices=LineEvent)
    at = models.DateTimeField()
    extension = models.CharField(max_length=20, blank=True)
    rings = models.PositiveSmallIntegerField(null=True)
    received_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        verbose_name = _("event of a call")
        verbose_name_plural = _("events of calls")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "kind", "at", "extension"], name="pbx_event_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=LineEvent.values), name="pbx_event_known_kind"
            ),
        ]
        triggers = [*AppendOnly.Meta.triggers, same_office(call_id="switchboard_pbxcall")]

    def __str__(self) -> str:
        return self.get_kind_display()
