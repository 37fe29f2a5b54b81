from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.access_words import AskPurpose
from visitors.file_enums import ExportFormat, ExportState


class ExportRequestQuerySet(models.QuerySet["ExportRequest"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def waiting(self) -> Self:
        return self.filter(state=ExportState.ASKED)

    def making(self) -> Self:
        """Those that the worker has to make."""
        return self.filter(state=ExportState.MAKING, office__is_active=True)


class ExportRequest(models.Model):
    """A list of customers that somebody takes out as a file (I-20): which, what for, and who allowed it.

    ``chosen`` is a filter of the list (visitors.file_filter), ``counted`` how many it gave when it was asked for. The
    file, in the ``language`` of who has it made, is kept sealed until ``until`` and then gone; the line stays.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    chosen = models.JSONField(default=dict)
    with_form = models.BooleanField(pgettext_lazy("export", "the form as well"), default=False)
    with_numbers = models.BooleanField(pgettext_lazy("export", "whole numbers"), default=False)
    format = models.CharField(
        pgettext_lazy("export", "file"), max_length=4, choices=ExportFormat, default=ExportFormat.XLSX
    )
    purpose = models.CharField(pgettext_lazy("export", "what for"), max_length=10, choices=AskPurpose)
    reason = models.CharField(pgettext_lazy("export", "why"), max_length=300)
    counted = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.ASKED)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(pgettext_lazy("export", "why not"), max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    made_rows = models.PositiveIntegerField(null=True)
    sealed_file = models.TextField(blank=True)
    until = models.DateTimeField(null=True)
    fetched = models.PositiveSmallIntegerField(default=0)

    objects = ExportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of customers")
        verbose_name_plural = _("exports of customers")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="export_request_second_person",
                violation_error_message=_("Somebody else allows an export."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="export_request_refused_why",
                violation_error_message=_("Say in a few words why not."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-asked_at"], name="export_request_of_office"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=["approved", "making", "ready"]),
                name="export_request_going",
            ),
        ]
        triggers = [same_office(asked_by_id="offices_member", decided_by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.get_format_display()} #{self.pk}"
