from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models.member import Member
from offices.models.office import Office


class BusinessDayQuerySet(models.QuerySet["BusinessDay"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class BusinessDay(models.Model):
    """A day of an office, opened and closed by events of its queue.

    ``sheet`` is what the closing listed, in ids, codes and hashes (reception.services.closing); empty while open.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="days")
    date = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", null=True)
    closing_order = models.JSONField(default=list)
    sheet = models.JSONField(default=dict)

    objects = BusinessDayQuerySet.as_manager()

    class Meta:
        ordering = ["office", "-date"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "date"],
                name="business_day_once",
                violation_error_message=_("This day was opened already."),
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=models.Q(closed_at=None),
                name="business_day_one_open",
                violation_error_message=_("Another day is still open; close it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"
