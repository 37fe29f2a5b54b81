from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import Level, Stage
from offices.models import Office
from offices.models.same_office import same_office


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class Checklist(models.Model):
    """A list that staff work through with a customer, written by the office itself (A-41 … A-52, L-27).

    ``ended_at``: when it was switched off, its items with it.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="checklists", db_index=False)
    stage = models.CharField(pgettext_lazy("checklist", "when"), max_length=8, choices=Stage)
    title = models.CharField(pgettext_lazy("checklist", "title"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["office", "position"], name="checklist_of_office")]

    def __str__(self) -> str:
        return self.title


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    def of(self, office: Office) -> Self:
        return self.filter(checklist__office=office)

    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class ChecklistItem(models.Model):
    """An item of a checklist in one wording: whoever changes the words makes a new one, so that a tick keeps its sense.

    It binds the visitors who come in from ``since`` until ``ended_at`` (None: still in use).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="items", db_index=False)
    level = models.CharField(pgettext_lazy("checklist", "how binding"), max_length=8, choices=Level)
    text = models.CharField(pgettext_lazy("checklist", "what to do"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", editable=False
    )

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["checklist", "position"], name="checklist_item_of_list")]
        triggers = [same_office(checklist_id="frontdesk_checklist", replaces_id="frontdesk_checklistitem")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_to_do(self) -> bool:
        """Whether there is something to tick; what must not be done is only a reminder."""
        return self.level != Level.MUST_NOT

    def binds(self, moment: datetime) -> bool:
        """Whether it was in use at that moment."""
        return self.since <= moment and (self.ended_at is None or moment < self.ended_at)
