"""What the phone desk promised: to call back, and to pass a message on."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from switchboard.enums import BackReason, BackState
from switchboard.models.caller import Caller
from switchboard.models.incoming_call import IncomingCall
from switchboard.models.phone_desk import PbxCall
from visitors.models import Customer


class PhoneMessageQuerySet(models.QuerySet["PhoneMessage"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def waiting(self) -> Self:
        return self.filter(passed_at=None)

    def for_member(self, member: Member) -> Self:
        return self.filter(office_id=member.office_id, to=member)


class PhoneMessage(models.Model):
    """A message that was taken for a colleague: for whom, from whom, what, when it was passed on (F-23)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=pgettext_lazy("phone message", "for"),
    )
    who = models.CharField(pgettext_lazy("phone message", "from"), max_length=40)
    caller = models.ForeignKey(Caller, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    call = models.ForeignKey(
        IncomingCall, on_delete=models.PROTECT, null=True, related_name="messages", db_index=False
    )
    text = models.CharField(pgettext_lazy("phone message", "message"), max_length=500)
    is_urgent = models.BooleanField(pgettext_lazy("phone message", "urgent"), default=False)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    passed_at = models.DateTimeField(null=True)
    passed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = PhoneMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("phone message")
        verbose_name_plural = _("phone messages")
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(who="") & ~Q(text=""),
                name="phone_message_says_who_and_what",
                violation_error_message=_("Say from whom the message is, and what it is."),
            ),
            models.CheckConstraint(
                condition=Q(passed_at=None, passed_by=None)
                | Q(passed_at__isnull=False, passed_by__isnull=False),
                name="phone_message_passed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "-taken_at"], condition=Q(passed_at=None), name="phone_message_waiting"
            ),
            models.Index(fields=["office", "to", "-taken_at"], name="phone_message_of_member"),
            models.Index(fields=["call"], name="phone_message_of_call"),
        ]
        triggers = [
            same_office(
                to_id="offices_member",
                taken_by_id="offices_member",
                passed_by_id="offices_member",
                caller_id="switchboard_caller",
                customer_id="visitors_customer",
                call_id="switchboard_incomingcall",
            )
        ]

    def __str__(self) -> str:
        return self.text


class CallBackQuerySet(models.QuerySet["CallBack"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def open(self) -> Self:
        return self.filter(state=BackState.OPEN)

    def owed_by(self, member: Member) -> Self:
        return self.filter(office_id=member.office_id, owner=member)

    def with_people(self) -> Self:
        return self.select_related("customer__merged_into", "caller", "owner", "office", "made_by")


class CallBack(models.Model):
    """Somebody whom we call back (F-06): who asked what nobody knew, whom nobody answered, who asked for a colleague.

    ``times`` counts the missed calls of that number while it is open, ``tries`` ours. ``line`` is the first call that
    was missed; nobody made such a task by hand, so ``made_by`` is empty.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=10, choices=BackReason)
    caller = models.ForeignKey(
        Caller, on_delete=models.PROTECT, null=True, related_name="call_backs", db_index=False
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    call = models.ForeignKey(
        IncomingCall, on_delete=models.PROTECT, null=True, related_name="call_backs", db_index=False
    )
    line = models.ForeignKey(PbxCall, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    who = models.CharField(pgettext_lazy("call back", "who"), max_length=40, blank=True)
    question = models.CharField(pgettext_lazy("call back", "what about"), max_length=300, blank=True)
    owner = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        related_name="call_backs",
        db_index=False,
        verbose_name=pgettext_lazy("call back", "who calls"),
    )
    due_at = models.DateTimeField(pgettext_lazy("call back", "by when"))
    state = models.CharField(max_length=8, choices=BackState, default=BackState.OPEN)
    times = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    answer = models.CharField(pgettext_lazy("call back", "what was said"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    told_at = models.DateTimeField(null=True)

    objects = CallBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("call-back")
        verbose_name_plural = _("call-backs")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "caller"],
                condition=Q(state="open", reason="missed"),
                name="call_back_missed_once",
                violation_error_message=_("This number is to be called back already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=BackState.values, reason__in=BackReason.values),
                name="call_back_known_codes",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="call_back_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(caller__isnull=False) | Q(customer__isnull=False),
                name="call_back_has_a_number",
                violation_error_message=_("Type the number to call back."),
            ),
            models.CheckConstraint(
                condition=Q(reason="missed") | ~Q(question=""),
                name="call_back_says_what_about",
                violation_error_message=_("Say in a few words what the call-back is about."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "due_at"], condition=Q(state="open"), name="call_back_due"),
            models.Index(
                fields=["office", "owner", "due_at"], condition=Q(state="open"), name="call_back_of_owner"
            ),
            models.Index(fields=["office", "made_at"], name="call_back_made"),
            models.Index(fields=["caller", "state"], name="call_back_of_caller"),
            models.Index(fields=["call"], name="call_back_of_call"),
        ]
        triggers = [
            same_office(
                caller_id="switchboard_caller",
                customer_id="visitors_customer",
                call_id="switchboard_incomingcall",
                line_id="switchboard_pbxcall",
                owner_id="offices_member",
                made_by_id="offices_member",
                ended_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.question or str(self.get_reason_display())

    def is_overdue(self, now: datetime) -> bool:
        return self.state == BackState.OPEN and self.due_at < now
