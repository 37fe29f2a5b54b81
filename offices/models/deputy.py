from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models.member import Member
from offices.models.office import Office
from offices.models.same_office import same_office


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def standing_in(self, now: datetime) -> Self:
        """Those who stand in for the manager at that moment."""
        return self.filter(begins_at__lte=now, ends_at__gt=now, ended_at=None)


class Deputy(models.Model):
    """A supervisor whom the manager named to decide in their place while they are away (A-39)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="deputies", db_index=False)
    supervisor = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sales supervisor")
    )
    named_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy of the manager")
        verbose_name_plural = _("deputies of the manager")
        ordering = ["-begins_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(begins_at__lt=models.F("ends_at")),
                name="deputy_begins_before_it_ends",
                violation_error_message=_("The time must end after it begins."),
            ),
        ]
        indexes = [models.Index(fields=["office", "-ends_at"], name="deputy_of_office")]
        triggers = [
            same_office(
                supervisor_id="offices_member", named_by_id="offices_member", ended_by_id="offices_member"
            )
        ]

    def __str__(self) -> str:
        return str(self.supervisor)
