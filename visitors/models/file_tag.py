from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.file_enums import TagKind
from visitors.models.customer import Customer

LABEL_LENGTH = 20


class FileTagQuerySet(models.QuerySet["FileTag"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class FileTag(models.Model):
    """A word stuck onto a customer's file: core person, referrer, or one of the office's own (``label``)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="tags", db_index=False)
    kind = models.CharField(pgettext_lazy("tag", "kind"), max_length=8, choices=TagKind)
    label = models.CharField(_("own words"), max_length=LABEL_LENGTH, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = FileTagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["kind", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "label"],
                name="file_tag_once",
                violation_error_message=_("The file has this tag already."),
            ),
            models.CheckConstraint(
                condition=(models.Q(kind=TagKind.OWN) & ~models.Q(label=""))
                | models.Q(kind__in=[TagKind.CORE, TagKind.REFERRER], label=""),
                name="file_tag_own_has_words",
                violation_error_message=_("Type the words of your tag."),
            ),
        ]
        indexes = [models.Index(fields=["office", "kind", "label", "customer"], name="file_tag_of_office")]
        triggers = [same_office(customer_id="visitors_customer", by_id="offices_member")]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()
