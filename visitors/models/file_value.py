from typing import Any, Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models.customer import Customer
from visitors.models.sealed_json import opened

KEY_LENGTH = 40
TAGS_KEY = "tags"
"""By which the changes of a file's tags are kept: lists of their words before and after."""


class FileValueQuerySet(models.QuerySet["FileValue"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class FileValue(models.Model):
    """The value of one field of a customer's file (visitors.file_fields, or an own field's ``own-<id>``).

    ``value`` holds it as JSON; a sensitive one stands in ``sealed`` instead, encrypted. No row: nothing is known.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="file_values", db_index=False
    )
    key = models.CharField(max_length=KEY_LENGTH)
    value = models.JSONField(null=True)
    sealed = models.TextField(blank=True)
    set_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    objects = FileValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a customer's file")
        verbose_name_plural = _("values of a customer's file")
        ordering = ["customer_id", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "key"],
                name="file_value_once",
                violation_error_message=_("This field has a value already; load the page again."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False, sealed="")
                | (models.Q(value__isnull=True) & ~models.Q(sealed="")),
                name="file_value_open_or_sealed",
                violation_error_message=_("A value is kept either in the open or encrypted."),
            ),
        ]
        triggers = [same_office(customer_id="visitors_customer", set_by_id="offices_member")]

    def __str__(self) -> str:
        return self.key

    @property
    def content(self) -> Any:
        """The value. Raises sealing.SealBroken."""
        return opened(self.sealed) if self.sealed else self.value


class FileChangeQuerySet(models.QuerySet["FileChange"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class FileChange(models.Model):
    """Who changed a field when, before and after. Never rewritten, but erasable: it is personal (house law 7).

    ``sealed`` holds both values of a sensitive field, encrypted; ``is_blank``: what it was is erased, that it was
    stays.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="file_changes", db_index=False
    )
    key = models.CharField(max_length=KEY_LENGTH)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    sealed = models.TextField(blank=True)
    is_blank = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = FileChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a customer's file")
        verbose_name_plural = _("changes of customers' files")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["customer", "-at", "-id"], name="file_change_of_customer")]
        triggers = [
            pgtrigger.Protect(
                name="never_rewritten",
                operation=pgtrigger.UpdateOf("office_id", "customer_id", "key", "at", "by_id"),
            ),
            same_office(customer_id="visitors_customer", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def both(self) -> tuple[Any, Any]:
        """The values before and after. Raises sealing.SealBroken."""
        if self.sealed:
            kept = opened(self.sealed)
            return kept["before"], kept["after"]
        return self.before, self.after
