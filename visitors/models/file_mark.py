from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.access_words import MarkReason, MarkWord
from visitors.models.customer import Customer


class FileMarkQuerySet(models.QuerySet["FileMark"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def latest_of_each(self) -> Self:
        """The one of each customer that holds."""
        return self.order_by("customer_id", "-at", "-pk").distinct("customer_id")


class FileMark(AppendOnly):
    """A file became confidential or top secret, or is so no longer; the latest holds (I-19).

    ``custodian`` keeps a marked file; a mark is never without one.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="marks", db_index=False)
    mark = models.CharField(pgettext_lazy("file", "mark"), max_length=12, choices=MarkWord)
    custodian = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("who keeps it"),
    )
    reason = models.CharField(pgettext_lazy("file", "why"), max_length=10, choices=MarkReason)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = FileMarkQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("mark of a file")
        verbose_name_plural = _("marks of files")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mark="none", custodian=None)
                | Q(mark__in=["confidential", "secret"], custodian__isnull=False),
                name="file_mark_has_its_custodian",
                violation_error_message=_("Name who keeps a marked file; one without a mark has nobody."),
            )
        ]
        indexes = [
            models.Index(fields=["customer", "-at", "-id"], name="file_mark_of_file"),
            models.Index(fields=["office", "-at"], name="file_mark_of_office"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(
                customer_id="visitors_customer", custodian_id="offices_member", by_id="offices_member"
            ),
        ]

    def __str__(self) -> str:
        return self.get_mark_display()
