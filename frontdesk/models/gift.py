from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import GiftState
from frontdesk.models.welcome import WelcomePlan
from offices.models import Member, Office
from offices.models.same_office import same_office


class GiftQuerySet(models.QuerySet["Gift"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def waiting(self) -> Self:
        return self.filter(state=GiftState.ASKED)


class Gift(models.Model):
    """Something we give: asked for, approved by somebody else, handed over (H-14). ``value`` is in whole yuan.

    ``is_important``: by the house rules of the day it was asked for, the director approves it.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    plan = models.ForeignKey(
        WelcomePlan, on_delete=models.PROTECT, null=True, related_name="gifts", db_index=False
    )
    receiver = models.CharField(pgettext_lazy("gift", "for whom"), max_length=40)
    what = models.CharField(pgettext_lazy("gift", "what"), max_length=60)
    occasion = models.CharField(pgettext_lazy("gift", "occasion"), max_length=60)
    value = models.PositiveIntegerField(_("worth in yuan"))
    is_important = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=GiftState, default=GiftState.ASKED)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(pgettext_lazy("gift", "reason"), max_length=200, blank=True)
    given_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    given_at = models.DateTimeField(null=True)

    objects = GiftQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("desk", "gift")
        verbose_name_plural = pgettext_lazy("desk", "gifts")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="gift_decided_by_somebody_else",
                violation_error_message=_("Somebody else approves what you asked for."),
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None, given_at=None)
                | Q(state__in=["approved", "refused"], decided_at__isnull=False, given_at=None)
                | Q(state="given", decided_at__isnull=False, given_at__isnull=False),
                name="gift_state_has_its_times",
            ),
        ]
        indexes = [models.Index(fields=["office", "-asked_at"], name="gift_of_office")]
        triggers = [
            same_office(
                plan_id="frontdesk_welcomeplan",
                asked_by_id="offices_member",
                decided_by_id="offices_member",
                given_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.what
