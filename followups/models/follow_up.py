from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.enums import (
    AppointmentState,
    DroppedAs,
    FollowUpChannel,
    FollowUpPurpose,
    FollowUpSource,
    FollowUpState,
)
from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models import Contact, Customer

State = FollowUpState


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def owned_by(self, member: Member) -> Self:
        return self.filter(office_id=member.office_id, owner=member)

    def due(self) -> Self:
        """Not done and not dropped, whatever their day."""
        return self.filter(state=State.DUE)

    def by(self, today: date) -> Self:
        """Those whose day has come: overdue ones and today's."""
        return self.filter(on__lte=today)

    def overdue(self, today: date) -> Self:
        """Due since before today."""
        return self.due().filter(on__lt=today)

    def planned(self) -> Self:
        """What the plan made, and may change."""
        return self.filter(source=FollowUpSource.PLAN)


class FollowUp(models.Model):
    """Something that we owe a customer on a day: a call or an SMS, what for, by which clause, within which hours.

    ``windows`` are ``[["10:00", "11:30"], …]`` on the office's clock; ``agreed_at`` is a time the customer named, which
    beats them. ``owner`` is None where nobody's customer it is; ``owner_by_hand``: a leader gave it to the owner, and
    the plan leaves that alone. ``name`` is the festival's or milestone's. ``rules_version``: None under no house rules.
    ``warned_at``, ``told_supervisor_at`` and ``told_manager_at`` say how far its being overdue has climbed.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="follow_ups", db_index=False
    )
    owner = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="follow_ups", db_index=False
    )
    owner_by_hand = models.BooleanField(default=False)
    on = models.DateField(pgettext_lazy("follow-up", "due on"))
    channel = models.CharField(max_length=4, choices=FollowUpChannel)
    purpose = models.CharField(max_length=12, choices=FollowUpPurpose)
    name = models.CharField(max_length=200, blank=True)
    clause = models.CharField(max_length=40, blank=True)
    windows = models.JSONField(default=list)
    agreed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=FollowUpState, default=FollowUpState.DUE)
    source = models.CharField(max_length=10, choices=FollowUpSource, default=FollowUpSource.PLAN)
    dropped_as = models.CharField(max_length=10, choices=DroppedAs, blank=True)
    rules_version = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    done_contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    warned_at = models.DateTimeField(null=True)
    told_supervisor_at = models.DateTimeField(null=True)
    told_manager_at = models.DateTimeField(null=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "channel", "on"],
                condition=Q(state="due"),
                name="follow_up_one_a_day",
                violation_error_message=_(
                    "This customer has a follow-up of that kind on that day already; change that one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="due", ended_at=None)
                | (Q(state__in=["done", "dropped"]) & Q(ended_at__isnull=False)),
                name="follow_up_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="dropped", dropped_as__in=DroppedAs.values)
                | (~Q(state="dropped") & Q(dropped_as="")),
                name="follow_up_dropped_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(source="agreed") | Q(agreed_at__isnull=False),
                name="follow_up_agreed_has_time",
                violation_error_message=_("Say when the customer would like to be called."),
            ),
            models.CheckConstraint(
                condition=Q(
                    channel__in=FollowUpChannel.values,
                    purpose__in=FollowUpPurpose.values,
                    state__in=FollowUpState.values,
                    source__in=FollowUpSource.values,
                ),
                name="follow_up_known_codes",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "owner", "on"], condition=Q(state="due"), name="follow_up_of_owner"
            ),
            models.Index(
                fields=["office", "channel", "on"], condition=Q(state="due"), name="follow_up_by_day"
            ),
            models.Index(fields=["customer", "state", "on"], name="follow_up_of_customer"),
            models.Index(fields=["office", "owner", "ended_at"], name="follow_up_ended"),
        ]
        triggers = [
            same_office(
                customer_id="visitors_customer",
                owner_id="offices_member",
                made_by_id="offices_member",
                ended_by_id="offices_member",
                done_contact_id="visitors_contact",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.on:%Y-%m-%d}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def planned(self) -> Self:
        return self.filter(state=AppointmentState.PLANNED)


class Appointment(models.Model):
    """A customer said when they come; confirmed the day before (E-07). A customer has one ahead at most."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="appointments", db_index=False
    )
    at = models.DateTimeField(pgettext_lazy("appointment", "comes at"))
    state = models.CharField(max_length=10, choices=AppointmentState, default=AppointmentState.PLANNED)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("customer", "appointment")
        verbose_name_plural = pgettext_lazy("customer", "appointments")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(state="planned"),
                name="appointment_one_ahead",
                violation_error_message=_("This customer has an appointment already; change that one."),
            ),
            models.CheckConstraint(
                condition=Q(state="planned", ended_at=None)
                | (~Q(state="planned") & Q(ended_at__isnull=False)),
                name="appointment_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AppointmentState.values), name="appointment_known_state"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "at"], condition=Q(state="planned"), name="appointment_ahead"),
            models.Index(fields=["customer", "-made_at"], name="appointment_of_customer"),
        ]
        triggers = [
            same_office(customer_id="visitors_customer", by_id="offices_member", ended_by_id="offices_member")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def text_key(self) -> str:
        """How its confirmation is named in the outbox."""
        return f"appointment:{self.pk}"
