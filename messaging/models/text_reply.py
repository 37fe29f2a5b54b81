from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.models.gateway import Gateway
from offices.models import Office
from offices.models.same_office import same_office


class TextReplyQuerySet(models.QuerySet["TextReply"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class TextReply(models.Model):
    """What somebody wrote back to an SMS. ``mark`` tells a vendor's repetition from a second reply."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, related_name="+", db_index=False)
    number_print = models.CharField(max_length=64)
    masked = models.CharField(max_length=80)
    text = models.CharField(pgettext_lazy("reply", "text"), max_length=200, blank=True)
    is_opt_out = models.BooleanField(_("wants no more messages"), default=False)
    mark = models.CharField(max_length=64)
    at = models.DateTimeField(pgettext_lazy("reply", "at"))

    objects = TextReplyQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("customer", "reply")
        verbose_name_plural = pgettext_lazy("customer", "replies")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["gateway", "mark"], name="reply_once")]
        indexes = [
            models.Index(fields=["office", "-at", "-id"], name="reply_of_office"),
            models.Index(fields=["office", "number_print"], name="reply_of_number"),
        ]
        triggers = [same_office(gateway_id="messaging_gateway")]

    def __str__(self) -> str:
        return f"{self.masked} {self.at:%Y-%m-%d}"
