from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def mine(self, member: Member) -> Self:
        return self.filter(office=member.office_id, member=member)


class SavedFilter(models.Model):
    """A way to look at the list of customers that a member wants again; codes and ids only (visitors.file_filter)."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(pgettext_lazy("filter", "name"), max_length=40)
    chosen = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "name"],
                name="saved_filter_once_per_name",
                violation_error_message=_("You have a filter of that name already; choose another name."),
            )
        ]
        triggers = [same_office(member_id="offices_member")]

    def __str__(self) -> str:
        return self.name
