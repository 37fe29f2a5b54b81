from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices import sealing
from offices.models import Office


class CallerQuerySet(models.QuerySet["Caller"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class Caller(models.Model):
    """A number that called, whoever it belongs to: encrypted, found by an HMAC, shown masked (F-22).

    Calls, call-backs and messages point here, so that a number stands in one place and can be erased from it. A
    customer's numbers are CustomerPhone rows; this row says nothing of whose number it is.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    sealed = models.TextField()
    digest = models.CharField(max_length=64)
    last4 = models.CharField(max_length=4)
    masked = models.CharField(max_length=24)
    first_at = models.DateTimeField()

    objects = CallerQuerySet.as_manager()

    class Meta:
        verbose_name = _("number that called")
        verbose_name_plural = _("numbers that called")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "digest"],
                name="caller_once_per_office",
                violation_error_message=_("This number is known already."),
            )
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def number(self) -> str:
        """The whole number (E.164). Raises sealing.SealBroken. For services only: what shows it keeps the log."""
        return sealing.unseal(self.sealed)
