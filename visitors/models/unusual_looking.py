from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.access_words import UnusualAnswer, UnusualWord


class UnusualLookingQuerySet(models.QuerySet["UnusualLooking"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def unanswered(self) -> Self:
        return self.filter(answer="")


class UnusualLooking(models.Model):
    """Somebody looked at files in a way that the manager asks about: one row a member, kind and day."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=UnusualWord)
    count = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    found_at = models.DateTimeField()
    answer = models.CharField(
        pgettext_lazy("looking", "what came of it"), max_length=8, choices=UnusualAnswer, blank=True
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = UnusualLookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("unusual looking")
        verbose_name_plural = _("unusual looking")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "on", "kind"],
                name="unusual_looking_once_a_day",
                violation_error_message=_("This was noticed already."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | Q(answer__in=UnusualAnswer.values, answered_at__isnull=False, answered_by__isnull=False),
                name="unusual_looking_answered_by_somebody",
                violation_error_message=_("Choose what came of it from the list."),
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("member")),
                name="unusual_looking_answered_by_another",
                violation_error_message=_("Somebody else answers for your own looking."),
            ),
        ]
        indexes = [models.Index(fields=["office", "-found_at"], name="unusual_looking_of_office")]
        triggers = [same_office(member_id="offices_member", answered_by_id="offices_member")]

    def __str__(self) -> str:
        return self.get_kind_display()
