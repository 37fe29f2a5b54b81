from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.enums import TextCategory, TextChannel, TextPurpose, TextState
from messaging.gates import Reason
from messaging.models.gateway import Gateway
from messaging.models.message_template import MessageTemplate
from offices.models import Member, Office
from offices.models.same_office import same_office
from offices.sealing import unseal

State = TextState
LEFT = (State.SENDING, State.SENT, State.DELIVERED, State.UNCERTAIN)
"""It has left, or may have."""
WITH_TIME = (State.SENT, State.DELIVERED)
STOPPED = "stopped"
DROPPED = "dropped"
NOT_WANTED = (STOPPED, DROPPED, str(Reason.OPTED_OUT))
"""Errors of what was called off; a text being sent that bears one is not tried again."""


class TextMessageQuerySet(models.QuerySet["TextMessage"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def queued(self) -> Self:
        return self.filter(state=State.QUEUED)

    def uncertain(self) -> Self:
        return self.filter(state=State.UNCERTAIN)

    def taken_after_its_end(self) -> Self:
        """Not sent or kept back, and now with somebody who is about to send it by hand."""
        return self.filter(state__in=(State.FAILED, State.DROPPED), copied_by__isnull=False)

    def in_group(self, group: str) -> Self:
        return self.filter(group=group)

    def due(self, now: datetime) -> Self:
        """Queued, not held back, in nobody's hands, with a gateway that does not rest; service first, then oldest."""
        return (
            self.queued()
            .filter(Q(lease_until=None) | Q(lease_until__lt=now), not_before__lte=now)
            .filter(is_held=False, copied_by=None)
            .filter(Q(gateway__paused_until=None) | Q(gateway__paused_until__lte=now), gateway__isnull=False)
            .order_by("-category", "pk")
        )


class TextMessage(models.Model):
    """A text for one customer's number or address, written in the transaction of what it tells about.

    ``key`` is what makes it once: the same key again changes nothing. ``group`` names the batch it belongs to.
    ``number_print`` is that of the consents, ``sealed_number`` the number or address itself. ``is_held``: its
    batch is paused. ``copied_by``: who took it to send it by hand, so that no gateway does; the state says whether it
    was. Without a gateway it can only be sent by hand.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    gateway = models.ForeignKey(
        Gateway, on_delete=models.PROTECT, null=True, related_name="texts", db_index=False
    )
    template = models.ForeignKey(
        MessageTemplate, on_delete=models.PROTECT, related_name="texts", verbose_name=_("template")
    )
    channel = models.CharField(max_length=8, choices=TextChannel)
    category = models.CharField(max_length=10, choices=TextCategory)
    purpose = models.CharField(max_length=16, choices=TextPurpose)
    key = models.CharField(max_length=60)
    group = models.CharField(max_length=40, blank=True)
    number_print = models.CharField(max_length=64)
    sealed_number = models.TextField()
    masked = models.CharField(max_length=80)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    params = models.JSONField(default=list)
    parts = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        pgettext_lazy("message", "state"), max_length=10, choices=State, default=State.QUEUED
    )
    is_held = models.BooleanField(default=False)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    good_until = models.DateTimeField(_("good until"))
    called_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(_("error code"), max_length=40, blank=True)
    vendor_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(pgettext_lazy("message", "written"))
    created_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    sent_at = models.DateTimeField(pgettext_lazy("message", "sent at"), null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    copied_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    copied_at = models.DateTimeField(null=True, blank=True)

    objects = TextMessageQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("customer", "text message")
        verbose_name_plural = pgettext_lazy("customer", "text messages")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "key"], name="text_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="text_state_known",
                violation_error_message=_(
                    "A text is queued, being sent, sent, delivered, not sent, uncertain or dropped."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITH_TIME, sent_at__isnull=False)
                | (~Q(state__in=WITH_TIME) & Q(sent_at=None)),
                name="text_sent_has_its_time",
                violation_error_message=_("A text that was sent has the time of it, and no other has."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | Q(lease_until__isnull=False, called_at__isnull=False),
                name="text_sending_is_leased",
                violation_error_message=_("A text being sent has a lease that runs out."),
            ),
            models.CheckConstraint(
                condition=Q(not_before__gte=F("created_at")),
                name="text_due_after_written",
                violation_error_message=_("A text cannot be due before it was written."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-category", "id"], condition=Q(state=State.QUEUED, is_held=False), name="text_due"
            ),
            models.Index(fields=["lease_until"], condition=Q(state=State.SENDING), name="text_in_hand"),
            models.Index(fields=["gateway", "-called_at"], name="text_pace"),
            models.Index(fields=["office", "-created_at", "-id"], name="text_of_office"),
            models.Index(fields=["office", "group", "state"], name="text_of_group"),
            models.Index(
                fields=["number_print", "channel", "-called_at"],
                condition=Q(category=TextCategory.MARKETING),
                name="text_marketing_of_number",
            ),
            models.Index(
                fields=["gateway", "vendor_id"], condition=~Q(vendor_id=""), name="text_by_vendor_id"
            ),
        ]
        triggers = [
            same_office(
                gateway_id="messaging_gateway",
                template_id="messaging_messagetemplate",
                created_by_id="offices_member",
                copied_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"

    @property
    def number(self) -> str:
        """The number (E.164) or address. Raises SealBroken. For services only."""
        return unseal(self.sealed_number)
