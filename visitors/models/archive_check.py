"""The archive is checked every quarter, with a record (I-06, I-30, X-28)."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.access_words import CheckAnswer, CheckItem


class ArchiveCheckQuerySet(models.QuerySet["ArchiveCheck"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def open(self) -> Self:
        return self.filter(done_at=None)

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)


class ArchiveCheck(models.Model):
    """A check that is due, or was made. The next one is due so many months after it was made."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    told_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.CharField(pgettext_lazy("archive check", "remark"), max_length=300, blank=True)

    objects = ArchiveCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive check")
        verbose_name_plural = _("archive checks")
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(done_at=None),
                name="archive_check_one_open",
                violation_error_message=_("A check is open already; finish that one."),
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="archive_check_done_by_somebody",
                violation_error_message=_("Say who made the check."),
            ),
        ]
        indexes = [models.Index(fields=["office", "-due_on"], name="archive_check_of_office")]
        triggers = [same_office(done_by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d}"


class ArchiveCheckLine(AppendOnly):
    """How one thing was found."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    check_made = models.ForeignKey(ArchiveCheck, on_delete=models.PROTECT, related_name="lines")
    item = models.CharField(max_length=10, choices=CheckItem)
    answer = models.CharField(max_length=8, choices=CheckAnswer)

    class Meta(AppendOnly.Meta):
        verbose_name = _("line of an archive check")
        verbose_name_plural = _("lines of an archive check")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_made", "item"],
                name="archive_check_line_once",
                violation_error_message=_("This was answered already."),
            )
        ]
        triggers = [*AppendOnly.Meta.triggers, same_office(check_made_id="visitors_archivecheck")]

    def __str__(self) -> str:
        return f"{self.item}: {self.answer}"
