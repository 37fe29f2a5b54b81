from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from reception.enums import CheckInState, VisitHistory
from reception.models.public_link import PublicLink
from reception.models.reception import Reception


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def waiting(self) -> Self:
        """Those that the desk has neither confirmed nor dismissed."""
        return self.filter(state=CheckInState.NEW)


class CheckIn(models.Model):
    """What a visitor entered on their own phone at the door; nothing of it counts before the desk confirms it.

    ``sealed_phone`` is encrypted and ``masked`` shown; ``consents`` maps a channel to the answer given. A row is
    erased a day later (reception.services.check_ins), for what was confirmed stands in the customer's file.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="check_ins", db_index=False)
    link = models.ForeignKey(PublicLink, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(unique=True)
    name = models.CharField(pgettext_lazy("visitor", "name"), max_length=40, blank=True)
    sealed_phone = models.TextField(blank=True)
    masked = models.CharField(max_length=24, blank=True)
    consents = models.JSONField(default=dict)
    history = models.CharField(max_length=8, choices=VisitHistory, default=VisitHistory.FIRST)
    named = ArrayField(models.PositiveBigIntegerField(), default=list)
    knows = models.CharField(_("whom they know, in words"), max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CheckInState, default=CheckInState.NEW)
    reception = models.ForeignKey(Reception, on_delete=models.PROTECT, null=True, related_name="check_ins")
    closed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("self check-in")
        verbose_name_plural = _("self check-ins")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["office", "at"], condition=models.Q(state=CheckInState.NEW), name="check_in_waiting"
            ),
            models.Index(fields=["at"], name="check_in_age"),
        ]
        triggers = [
            same_office(
                link_id="reception_publiclink",
                reception_id="reception_reception",
                closed_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)
