from django.db import models
from django.utils.translation import gettext_lazy as _

from frontdesk.models import ChecklistItem
from offices.models import Member, Office
from offices.models.same_office import same_office
from reception.models.reception import Reception


class Tick(models.Model):
    """An item of a checklist that was done at a reception; unticking deletes the row."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    reception = models.ForeignKey(Reception, on_delete=models.PROTECT, related_name="ticks", db_index=False)
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reception", "item"],
                name="tick_once",
                violation_error_message=_("This item is ticked already."),
            ),
        ]
        triggers = [
            same_office(
                reception_id="reception_reception",
                item_id="frontdesk_checklistitem",
                by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reception_id} {self.item_id}"
