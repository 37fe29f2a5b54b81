"""What complaints of a month or a quarter say, and what departments do about it (G-12, G-16, G-17)."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import AnalysisKind, AnalysisState
from complaints.models.lists import Department
from offices.models import Member, Office
from offices.models.same_office import same_office


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class Analysis(models.Model):
    """A time's complaints: figures as they were when it was handed in, words, measures, review and approval.

    ``figures`` are empty while it is being written: until then the page counts afresh.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=AnalysisKind)
    begin = models.DateField()
    end = models.DateField()
    state = models.CharField(max_length=10, choices=AnalysisState, default=AnalysisState.DRAFT)
    figures = models.JSONField(default=dict)
    words = models.TextField(_("what the figures say"), max_length=4000, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    handed_in_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True)
    sent_back = models.CharField(_("why it was sent back"), max_length=400, blank=True)

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("complaints", "analysis")
        verbose_name_plural = pgettext_lazy("complaints", "analyses")
        ordering = ["-begin", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "begin"],
                name="analysis_once",
                violation_error_message=_("This time has its analysis already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=AnalysisState.APPROVED)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False, reviewed_by__isnull=False),
                name="analysis_approved_by_somebody",
            ),
            models.CheckConstraint(condition=models.Q(begin__lte=models.F("end")), name="analysis_of_a_time"),
        ]
        triggers = [
            same_office(
                made_by_id="offices_member",
                handed_in_by_id="offices_member",
                reviewed_by_id="offices_member",
                approved_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.begin:%Y-%m}"


class Measure(models.Model):
    """What a department does about its complaints: the cause, what mends it, what prevents it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="measures")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(pgettext_lazy("measure", "cause"), max_length=400)
    corrective = models.CharField(_("corrective measure"), max_length=400)
    preventive = models.CharField(_("preventive measure"), max_length=400)
    due_on = models.DateField(_("to be done by"))
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    done_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["department__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_by=None, done_at=None)
                | models.Q(done_by__isnull=False, done_at__isnull=False),
                name="measure_done_by_somebody",
            )
        ]
        triggers = [
            same_office(
                analysis_id="complaints_analysis",
                department_id="complaints_department",
                by_id="offices_member",
                done_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.corrective
