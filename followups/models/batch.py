"""Batches of texts: who is meant, who is left out and why, who made and who approved them (K-06, K-07)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.enums import BatchState, RowState
from messaging.enums import TextChannel
from messaging.models import MessageTemplate, TextMessage
from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models import Customer


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class SavedFilter(models.Model):
    """A choice of customers under a name. ``chosen`` is what followups.forms.batch.CustomersForm reads."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(pgettext_lazy("filter", "name"), max_length=40)
    chosen = models.JSONField(default=dict)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="saved_filter_once",
                violation_error_message=_("There is a filter of that name already; choose another name."),
            )
        ]
        triggers = [same_office(made_by_id="offices_member")]

    def __str__(self) -> str:
        return self.name


class BatchQuerySet(models.QuerySet["Batch"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class Batch(models.Model):
    """One text for many customers. ``occasion`` names what a gathered batch is for, once per office and channel."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(pgettext_lazy("batch", "name"), max_length=60)
    channel = models.CharField(max_length=8, choices=TextChannel)
    template = models.ForeignKey(MessageTemplate, on_delete=models.PROTECT, related_name="+", db_index=False)
    chosen = models.JSONField(default=dict)
    variables = models.JSONField(default=dict)
    occasion = models.CharField(max_length=60, blank=True)
    state = models.CharField(
        pgettext_lazy("batch", "state"), max_length=10, choices=BatchState, default=BatchState.DRAFT
    )
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    listed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    listed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of messages")
        verbose_name_plural = _("batches of messages")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_known"),
            models.UniqueConstraint(
                fields=["office", "channel", "occasion"],
                condition=~Q(occasion=""),
                name="batch_once_per_occasion",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (
                    (Q(made_by=None) | ~Q(approved_by=F("made_by")))
                    & (Q(listed_by=None) | ~Q(approved_by=F("listed_by")))
                ),
                name="batch_approved_by_another",
                violation_error_message=_("Somebody else must approve: not who made the batch or its list."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(BatchState.DRAFT, BatchState.LISTED, BatchState.STOPPED))
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="batch_runs_approved",
                violation_error_message=_("A batch leaves only after somebody else has approved it."),
            ),
        ]
        indexes = [models.Index(fields=["office", "-made_at", "-id"], name="batch_of_office")]
        triggers = [
            same_office(
                template_id="messaging_messagetemplate",
                made_by_id="offices_member",
                listed_by_id="offices_member",
                approved_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def group(self) -> str:
        """How its texts are named in the outbox."""
        return f"batch:{self.pk}"

    @property
    def day_begins(self) -> datetime | None:
        """When the day begins on which a gathered batch leaves; None for one that leaves as soon as it is executed."""
        plan = self.chosen.get("plan")
        return datetime.fromisoformat(plan["on"]).replace(tzinfo=self.office.zone) if plan else None


class BatchRowQuerySet(models.QuerySet["BatchRow"]):
    def going(self) -> Self:
        return self.filter(state=RowState.IN)


class BatchRow(models.Model):
    """A customer of a batch: in it, left out with the reason, dropped by somebody, or written to the outbox."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=RowState, default=RowState.IN)
    reason = models.CharField(max_length=40, blank=True)
    number_print = models.CharField(max_length=64, blank=True)
    masked = models.CharField(max_length=80, blank=True)
    text = models.OneToOneField(TextMessage, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = BatchRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer of a batch")
        verbose_name_plural = _("customers of a batch")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "customer"], name="batch_row_once"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="batch_row_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RowState.QUEUED) | Q(text__isnull=False), name="batch_row_queued_has_text"
            ),
        ]
        indexes = [models.Index(fields=["batch", "state", "id"], name="batch_row_by_state")]
        triggers = [
            same_office(
                batch_id="followups_batch",
                customer_id="visitors_customer",
                text_id="messaging_textmessage",
                dropped_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.customer_id}"
