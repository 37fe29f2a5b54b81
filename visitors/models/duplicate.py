from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.enums import DuplicateState
from visitors.models.customer import Customer


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def open(self) -> Self:
        """Those that wait for an answer: both files still hold."""
        return self.filter(state=DuplicateState.OPEN, low__merged_into=None, high__merged_into=None)


class Duplicate(models.Model):
    """Two files that may be of one person (visitors.duplicates), and what somebody said to it.

    ``signs`` are codes of what speaks for it and against; ``found_at`` is when that was last found. Whoever said that
    they are two people is not asked again.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    low = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", db_index=False)
    high = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(_("likeness"))
    signs = ArrayField(models.CharField(max_length=20), default=list)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=DuplicateState, default=DuplicateState.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("two files that may be one person")
        verbose_name_plural = _("files that may be one person")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["low", "high"],
                name="duplicate_once_per_pair",
                violation_error_message=_("These two files are compared already."),
            ),
            models.CheckConstraint(
                condition=models.Q(low__lt=models.F("high")),
                name="duplicate_lower_file_first",
                violation_error_message=_("The older file of the two stands first."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=DuplicateState.values),
                name="duplicate_known_state",
                violation_error_message=_("Choose one of the listed states."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=DuplicateState.OPEN, decided_at=None, decided_by=None)
                | ~models.Q(state=DuplicateState.OPEN)
                & models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="duplicate_decided_by_somebody",
                violation_error_message=_("Say who decided, and when."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "-score", "id"],
                condition=models.Q(state="open"),
                name="duplicate_open",
            )
        ]
        triggers = [
            same_office(
                low_id="visitors_customer", high_id="visitors_customer", decided_by_id="offices_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.low_id}~{self.high_id}"
