from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models.customer import Customer
from visitors.rights_words import LineAnswer, ReviewState


class RetentionReviewQuerySet(models.QuerySet["RetentionReview"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def unfinished(self) -> Self:
        return self.exclude(state=ReviewState.DONE)


class RetentionReview(models.Model):
    """A list of files of people who did not buy and whom nobody met for long: reviewed, then destroyed (I-23).

    ``months`` is what the house rules said. The record of the destruction is this row: who decided it when, how many
    lines it had, how many were destroyed, kept and left out, and when the last was gone.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.OPEN)
    listed = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    destroyed = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    objects = RetentionReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of old files")
        verbose_name_plural = _("reviews of old files")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(state="open"),
                name="retention_review_one_open",
                violation_error_message=_("A list of old files is open already."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by=None, decided_at=None)
                | (~Q(state="open") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="retention_review_decided_by_somebody",
                violation_error_message=_("Somebody says that these files may go."),
            ),
        ]
        triggers = [same_office(decided_by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.made_on:%Y-%m-%d}"


class RetentionLineQuerySet(models.QuerySet["RetentionLine"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def waiting(self) -> Self:
        """To be destroyed, and not yet."""
        return self.filter(answer=LineAnswer.DESTROY, done_at=None)


class RetentionLine(models.Model):
    """A file of the list. ``since`` is the last contact; ``spared``: what held it back when its turn came."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    review = models.ForeignKey(
        RetentionReview, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    answer = models.CharField(max_length=8, choices=LineAnswer, default=LineAnswer.DESTROY)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    spared = models.CharField(max_length=20, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = RetentionLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a review")
        verbose_name_plural = _("files of a review")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "customer"],
                name="retention_line_once",
                violation_error_message=_("This file is in the review already."),
            ),
        ]
        indexes = [
            models.Index(fields=["review", "since", "id"], name="retention_line_by_day"),
            models.Index(
                fields=["review", "id"],
                condition=Q(answer="destroy", done_at=None),
                name="retention_line_waiting",
            ),
        ]
        triggers = [
            same_office(
                review_id="visitors_retentionreview",
                customer_id="visitors_customer",
                answered_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return str(self.customer_id)
