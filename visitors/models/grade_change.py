from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.enums import Grade, GradeReason
from visitors.models.customer import Customer


class GradeChangeQuerySet(models.QuerySet["GradeChange"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class GradeChange(AppendOnly):
    """A customer's grade became another one, and why. The grade that holds stands on the file."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="grade_changes")
    old = models.CharField(max_length=1, choices=Grade, blank=True)
    new = models.CharField(max_length=1, choices=Grade)
    reason = models.CharField(_("why"), max_length=10, choices=GradeReason)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = GradeChangeQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("change of grade")
        verbose_name_plural = _("changes of grade")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    old__in=["", *Grade.values], new__in=Grade.values, reason__in=GradeReason.values
                )
                & ~models.Q(old=models.F("new")),
                name="grade_change_known_codes",
                violation_error_message=_("Choose another grade, and why, from their lists."),
            )
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(customer_id="visitors_customer", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return f"{self.old}→{self.new}"
