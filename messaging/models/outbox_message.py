from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.enums import MessageKind, MessageState
from messaging.models.robot import Robot
from offices.models import Member, Office

State = MessageState


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def queued(self) -> Self:
        return self.filter(state=State.QUEUED)

    def uncertain(self) -> Self:
        return self.filter(state=State.UNCERTAIN)

    def due(self, now: datetime) -> Self:
        """Queued, not held by a sender, with a robot that does not rest; oldest first."""
        return (
            self.queued()
            .filter(Q(lease_until=None) | Q(lease_until__lt=now), not_before__lte=now)
            .filter(Q(robot__paused_until=None) | Q(robot__paused_until__lte=now))
            .order_by("pk")
        )

    def called_since(self, moment: datetime) -> Self:
        return self.filter(called_at__gt=moment)


class OutboxMessage(models.Model):
    """Something a robot shall say, written in the transaction of what it tells about.

    ``member`` is mentioned, or nobody. ``params`` are ids, codes and times (see messaging.notice_texts).
    ``lease_until``: until then a sender holds the row; in ``sending``, until then it may still get its answer.
    ``attempts`` counts calls of the vendor; ``error`` is the vendor's code or our own.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    robot = models.ForeignKey(
        Robot, on_delete=models.PROTECT, related_name="messages", verbose_name=_("group robot")
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("office", "member"),
    )
    kind = models.CharField(pgettext_lazy("message", "kind"), max_length=20, choices=MessageKind)
    params = models.JSONField(_("particulars"), default=dict)
    state = models.CharField(
        pgettext_lazy("message", "state"), max_length=10, choices=MessageState, default=State.QUEUED
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    called_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(_("error code"), max_length=40, blank=True)
    created_at = models.DateTimeField(pgettext_lazy("message", "written"))
    sent_at = models.DateTimeField(pgettext_lazy("message", "sent at"), null=True, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("outbox", "message")
        verbose_name_plural = pgettext_lazy("outbox", "messages")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="message_state_known",
                violation_error_message=_("A message is queued, being sent, sent, not sent or uncertain."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at=None)),
                name="message_sent_has_its_time",
                violation_error_message=_("A message that was sent has the time of it, and no other has."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | Q(lease_until__isnull=False, called_at__isnull=False),
                name="message_sending_is_leased",
                violation_error_message=_("A message being sent has a lease that runs out."),
            ),
            models.CheckConstraint(
                condition=Q(not_before__gte=F("created_at")),
                name="message_due_after_written",
                violation_error_message=_("A message cannot be due before it was written."),
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state=State.QUEUED), name="message_due"),
            models.Index(fields=["lease_until"], condition=Q(state=State.SENDING), name="message_in_hand"),
            models.Index(fields=["robot", "-called_at"], name="message_pace"),
            models.Index(fields=["office", "-created_at"], name="message_of_office"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
