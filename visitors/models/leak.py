"""Customers' data got out, or may have: the report, and what was done (I-25)."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.access_words import LeakHow, LeakStepKind, LeakTold, LeakWhat


class LeakIncidentQuerySet(models.QuerySet["LeakIncident"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class LeakIncident(models.Model):
    """A leak that was found or is possible. ``customers`` is how many it may concern, as far as is known."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(pgettext_lazy("leak", "how"), max_length=8, choices=LeakHow)
    what = ArrayField(
        models.CharField(max_length=10, choices=LeakWhat), verbose_name=pgettext_lazy("leak", "which data")
    )
    customers = models.PositiveIntegerField(pgettext_lazy("leak", "customers concerned"), null=True)
    is_certain = models.BooleanField(pgettext_lazy("leak", "it is certain"), default=False)
    found_at = models.DateTimeField(pgettext_lazy("leak", "found at"))
    text = models.CharField(pgettext_lazy("leak", "what happened"), max_length=500)
    at_once = models.CharField(pgettext_lazy("leak", "done at once"), max_length=300)
    reported_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    reported_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = LeakIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("leak of customer data")
        verbose_name_plural = _("leaks of customer data")
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(at_once="") & ~Q(text=""),
                name="leak_says_what_was_done",
                violation_error_message=_("Say what happened and what was done at once."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="leak_closed_by_somebody",
                violation_error_message=_("Say who closes it."),
            ),
        ]
        indexes = [models.Index(fields=["office", "-reported_at"], name="leak_of_office")]
        triggers = [same_office(reported_by_id="offices_member", closed_by_id="offices_member")]

    def __str__(self) -> str:
        return str(_("Leak #%(number)s")) % {"number": self.pk}

    @property
    def what_words(self) -> list[str]:
        return [str(LeakWhat(each).label) for each in self.what]


class LeakStep(models.Model):
    """A measure, somebody who was told, something found out; the last one closes."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    incident = models.ForeignKey(LeakIncident, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=LeakStepKind)
    whom = models.CharField(max_length=12, choices=LeakTold, blank=True)
    text = models.CharField(pgettext_lazy("leak", "in words"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("step after a leak")
        verbose_name_plural = _("steps after a leak")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="told") & Q(whom__in=LeakTold.values)) | (~Q(kind="told") & Q(whom="")),
                name="leak_step_told_somebody",
                violation_error_message=_("Say who was told."),
            )
        ]
        triggers = [same_office(incident_id="visitors_leakincident", by_id="offices_member")]

    def __str__(self) -> str:
        return self.get_kind_display()
