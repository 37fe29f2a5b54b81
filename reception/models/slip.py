from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import BusinessDay, Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from reception.enums import SlipState
from reception.models.reception import Reception


class SlipSheet(AppendOnly):
    """Numbered paper slips that were printed for a time without the system: from ``first`` to ``last``."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="slip_sheets", db_index=False)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    printed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    printed_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["office", "-first"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "first"],
                name="slip_sheet_once",
                violation_error_message=_("These slips were just printed; load the page again."),
            ),
            models.CheckConstraint(
                condition=models.Q(first__gte=1, last__gte=models.F("first")), name="slip_sheet_counts_up"
            ),
        ]
        triggers = [*AppendOnly.Meta.triggers, same_office(printed_by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class SlipQuerySet(models.QuerySet["Slip"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class Slip(AppendOnly):
    """A numbered slip that was entered after the outage, or noted as spoiled: each number once, in order."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="slips", db_index=False)
    number = models.PositiveIntegerField(_("slip number"))
    state = models.CharField(max_length=8, choices=SlipState)
    day = models.ForeignKey(BusinessDay, on_delete=models.PROTECT, related_name="+")
    reception = models.OneToOneField(Reception, on_delete=models.PROTECT, null=True, related_name="slip")
    happened_at = models.DateTimeField(_("time of the visit"), null=True)
    entered_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()

    objects = SlipQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        ordering = ["office", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "number"],
                name="slip_once",
                violation_error_message=_("This slip was entered already."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=SlipState.ENTERED, reception__isnull=False, happened_at__isnull=False
                )
                | models.Q(state=SlipState.SPOILED, reception=None),
                name="slip_entered_has_reception",
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(
                day_id="offices_businessday",
                reception_id="reception_reception",
                entered_by_id="offices_member",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
