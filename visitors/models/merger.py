from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices import sealing
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.models.customer import Customer


class MergerQuerySet(models.QuerySet["Merger"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(end=None)

    def with_people(self) -> Self:
        return self.select_related("office", "keep__merged_into", "alias", "by", "end__by", "memory")


class Merger(AppendOnly):
    """Two files turned out to be of one person: ``alias`` was joined with ``keep``, which may be an alias itself since.

    ``choices`` says for each field whose value was chosen (visitors.joining.Side), ``signs`` why one thought so
    (visitors.duplicates.Sign): codes only. The values stand beside it in MergerMemory, so that they can be erased.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    keep = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="mergers")
    alias = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="joined_by")
    choices = models.JSONField(default=dict)
    signs = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = MergerQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("files joined")
        verbose_name_plural = _("files joined")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(keep=models.F("alias")),
                name="merger_of_two_files",
                violation_error_message=_("A file cannot be joined with itself; choose the other one."),
            )
        ]
        indexes = [models.Index(fields=["office", "-at", "-id"], name="merger_by_time")]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(keep_id="visitors_customer", alias_id="visitors_customer", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return f"{self.alias_id}→{self.keep_id}"


class MergerMemory(models.Model):
    """What the keep took over, each field with its value before and after, as sealed JSON (visitors.joining.Take).

    It is gone once the merger was taken back, or the person's data were erased; then nothing but the tree is restored.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    merger = models.OneToOneField(Merger, on_delete=models.PROTECT, related_name="memory")
    sealed_takes = models.TextField()

    class Meta:
        triggers = [same_office(merger_id="visitors_merger")]

    def __str__(self) -> str:
        return str(self.merger_id)

    @property
    def takes_text(self) -> str:
        """The JSON. Raises sealing.SealBroken. For services only."""
        return sealing.unseal(self.sealed_takes)


class MergerEnd(AppendOnly):
    """The merger was taken back: these were two people after all."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    merger = models.OneToOneField(Merger, on_delete=models.PROTECT, related_name="end")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta(AppendOnly.Meta):
        verbose_name = _("merger taken back")
        verbose_name_plural = _("mergers taken back")
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(merger_id="visitors_merger", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return str(self.merger_id)
