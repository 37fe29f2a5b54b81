from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offices.models import Office

LONGEST = 1500


def days(label: Promise | str, usual: int) -> models.PositiveSmallIntegerField:
    """A number of calendar days."""
    return models.PositiveSmallIntegerField(
        label, default=usual, validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )


class DealDays(models.Model):
    """How many calendar days the office gives for each step of a dispute, and for each task after a deal.

    An office without a row has the defaults (``days_of``).
    """

    office = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="deal_days")
    open_within = days(_("to open a dispute after the ruling"), 7)
    negotiation = days(_("to come to terms"), 3)
    mediation = days(_("for the supervisor to mediate"), 3)
    ruling = days(_("for the manager to rule"), 3)
    obey = days(_("to report that a ruling is not obeyed"), 3)
    down_payment = days(_("until the first payment"), 7)
    mortgage = days(_("until the mortgage papers are complete"), 30)
    progress = days(_("until the customer is told of the progress"), 60)
    title = days(_("until the title certificate"), 365)
    handover = days(_("until the hand-over"), 180)

    class Meta:
        verbose_name = _("days for disputes and tasks")
        verbose_name_plural = _("days for disputes and tasks")

    def __str__(self) -> str:
        return str(self.office_id)


def days_of(office: Office) -> DealDays:
    """The office's own days, or the defaults."""
    return DealDays.objects.filter(office=office).first() or DealDays(office=office)
