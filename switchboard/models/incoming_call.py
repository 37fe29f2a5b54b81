"""The register of calls: codes for ever, words beside them; a correction is another line that names the first."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models import Ticket
from followups.models import Appointment
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from switchboard.enums import CallKind, CallTopic, Help
from switchboard.models.caller import Caller
from switchboard.models.phone_desk import PbxCall
from visitors.enums import Source
from visitors.models import Contact, Customer


class IncomingCallQuerySet(models.QuerySet["IncomingCall"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def standing(self) -> Self:
        """Without the lines that another one corrects."""
        return self.filter(corrected_by=None)

    def between(self, first: date, last: date) -> Self:
        """Of these business days, both included."""
        return self.filter(on__gte=first, on__lte=last)

    def with_people(self) -> Self:
        return self.select_related(
            "customer__merged_into", "caller", "answered_by", "by", "appointment", "words", "ticket"
        )


class IncomingCall(AppendOnly):
    """A line of the register of calls (F-21).

    ``number`` is that of the line on the day ``on``. ``at`` is when the call came, ``line`` the call as the telephone
    system told it. A customer has a ``contact``, and either an appointment, or a day (and time) of the next call, or
    refused both with a note. ``ticket`` is the complaint that the call opened. ``rings`` and ``minutes``: None where
    nobody counted. ``corrects``: the line that this one stands for now; it has the same number.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    line = models.OneToOneField(PbxCall, on_delete=models.PROTECT, null=True, related_name="entry")
    caller = models.ForeignKey(
        Caller, on_delete=models.PROTECT, null=True, related_name="calls", db_index=False
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="calls", db_index=False
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(pgettext_lazy("incoming call", "kind"), max_length=10, choices=CallKind)
    is_first = models.BooleanField(_("first call"))
    topics = ArrayField(models.CharField(max_length=12, choices=CallTopic), default=list)
    source = models.CharField(_("source channel"), max_length=12, choices=Source, blank=True)
    rings = models.PositiveSmallIntegerField(_("rings"), null=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True)
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    by_backup = models.BooleanField(default=False)
    invited = models.BooleanField(_("invited to visit"), default=False)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="calls", db_index=False
    )
    next_on = models.DateField(null=True)
    next_at = models.DateTimeField(null=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    refused = models.BooleanField(_("declined to be contacted"), default=False)
    help = models.CharField(max_length=10, choices=Help, blank=True)
    is_urgent = models.BooleanField(default=False)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    objects = IncomingCallQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("incoming call")
        verbose_name_plural = _("incoming calls")
        ordering = ["-on", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "on", "number"],
                condition=Q(corrects=None),
                name="incoming_call_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CallKind.values)
                & Q(topics__contained_by=CallTopic.values)
                & Q(help__in=["", *Help.values])
                & Q(source__in=["", *Source.values]),
                name="incoming_call_known_codes",
            ),
            models.CheckConstraint(
                condition=Q(kind=CallKind.CUSTOMER, customer__isnull=False, contact__isnull=False)
                | (~Q(kind=CallKind.CUSTOMER) & Q(contact=None)),
                name="incoming_call_of_customer_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CallKind.CUSTOMER)
                | Q(appointment__isnull=False)
                | Q(next_on__isnull=False)
                | Q(refused=True),
                name="incoming_call_says_what_is_next",
                violation_error_message=_("Say when the customer comes, or when we call again."),
            ),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(next_on__isnull=False), name="incoming_call_time_has_day"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-on", "-number", "-id"], name="incoming_call_by_day"),
            models.Index(fields=["customer", "-at"], name="incoming_call_of_customer"),
            models.Index(fields=["caller", "-at"], name="incoming_call_of_caller"),
            models.Index(fields=["office", "answered_by", "-on"], name="incoming_call_of_member"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(
                line_id="switchboard_pbxcall",
                caller_id="switchboard_caller",
                customer_id="visitors_customer",
                contact_id="visitors_contact",
                answered_by_id="offices_member",
                by_id="offices_member",
                appointment_id="followups_appointment",
                ticket_id="complaints_ticket",
                corrects_id="switchboard_incomingcall",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.number}"

    @property
    def topic_names(self) -> list[str]:
        return [str(CallTopic(topic).label) for topic in self.topics]


class IncomingWords(models.Model):
    """What was said, who it was where no customer's file says so, and how contact was declined: can be erased."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    call = models.OneToOneField(IncomingCall, on_delete=models.PROTECT, related_name="words")
    who = models.CharField(pgettext_lazy("incoming call", "who called"), max_length=40, blank=True)
    note = models.CharField(pgettext_lazy("incoming call", "what was said"), max_length=500, blank=True)
    refusal = models.CharField(_("how they declined"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("words of an incoming call")
        verbose_name_plural = _("words of incoming calls")
        triggers = [same_office(call_id="switchboard_incomingcall")]

    def __str__(self) -> str:
        return self.note
