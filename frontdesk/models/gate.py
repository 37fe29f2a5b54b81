from typing import Self

from django.db import models
from django.db.models import Q

from followups.models import Appointment
from frontdesk.enums import GateMark
from frontdesk.models.welcome import WelcomePlan
from offices.models import Member, Office
from offices.models.same_office import same_office


class GateTickQuerySet(models.QuerySet["GateTick"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class GateTick(models.Model):
    """Somebody expected was seen at the gate, at the door, in the show flat, or leaving; a slip is taken back."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="gate_ticks", db_index=False
    )
    plan = models.ForeignKey(
        WelcomePlan, on_delete=models.PROTECT, null=True, related_name="gate_ticks", db_index=False
    )
    mark = models.CharField(max_length=8, choices=GateMark)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = GateTickQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, plan=None) | Q(appointment=None, plan__isnull=False),
                name="gate_tick_of_one",
            ),
            models.UniqueConstraint(
                fields=["appointment", "mark"], condition=Q(taken_back_at=None), name="gate_tick_appointment"
            ),
            models.UniqueConstraint(
                fields=["plan", "mark"], condition=Q(taken_back_at=None), name="gate_tick_plan"
            ),
            models.CheckConstraint(condition=Q(mark__in=GateMark.values), name="gate_tick_known_mark"),
        ]
        triggers = [
            same_office(
                appointment_id="followups_appointment",
                plan_id="frontdesk_welcomeplan",
                by_id="offices_member",
                taken_back_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.get_mark_display()
