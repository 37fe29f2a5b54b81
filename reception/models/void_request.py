from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.same_office import same_office
from reception.enums import VoidCause, VoidState
from reception.models.reception import Reception


class VoidRequest(models.Model):
    """A consultant says that a visitor was none of ours; the manager verifies it with the visitor (charter-6)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="void_requests")
    reception = models.ForeignKey(Reception, on_delete=models.PROTECT, related_name="void_requests")
    reason = models.CharField(max_length=10, choices=VoidCause)
    note = models.CharField(_("what was found"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=VoidState, default=VoidState.ASKED)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(_("what the manager saw"), max_length=200, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reception"],
                condition=models.Q(state="asked"),
                name="void_request_one_open",
                violation_error_message=_("This void was asked for already and waits for the manager."),
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "-asked_at"], name="void_request_open")]
        triggers = [same_office(asked_by_id="offices_member", reception_id="reception_reception")]

    def __str__(self) -> str:
        return f"{self.reception} {self.state}"
