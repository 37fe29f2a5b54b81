from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import Channel, ConfirmedHow, Satisfaction, TicketKind, TicketState
from complaints.models.lists import Department, TicketCategory
from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models import Customer

CLOSED = (TicketState.CONFIRMED, TicketState.ARCHIVED)


class TicketYear(models.Model):
    """The last number given in a year: the row gives them without a gap."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="ticket_year_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def open(self) -> Self:
        """The customer has no final answer yet, or has not said that it is one."""
        return self.exclude(state__in=CLOSED)

    def closed(self) -> Self:
        return self.filter(state__in=CLOSED)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Ticket(models.Model):
    """A complaint: what stands in its steps, as lists need it. Written only by complaints.services.

    ``answerable`` answers for it until the customer has the answer: the first one asked, or who accepted it from them
    (``offered_to`` is asked). ``repeats`` names the complaint that it was joined with. From ``next_deed`` to
    ``look_at`` it is what the core says (complaints.escalation) of the moment of the last deed: what comes next, whose
    it is, until when; until when the reply; and when somebody has to be told next.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    channel = models.CharField(_("came by"), max_length=10, choices=Channel)
    category = models.ForeignKey(
        TicketCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("complaint", "about"),
    )
    kind = models.CharField(pgettext_lazy("complaint", "kind"), max_length=8, choices=TicketKind)
    households = models.PositiveSmallIntegerField(_("households"), default=1)
    is_major = models.BooleanField(default=False)
    is_agitated = models.BooleanField(_("agitated"), default=False)
    about_member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    is_upheld = models.BooleanField(null=True)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets", db_index=False
    )
    caller = models.CharField(_("name of who complained"), max_length=40, blank=True)
    sealed_phone = models.TextField(blank=True)
    phone_print = models.CharField(max_length=64, blank=True)
    masked = models.CharField(max_length=24, blank=True)
    summary = models.CharField(_("in one line"), max_length=80)
    state = models.CharField(max_length=10, choices=TicketState, default=TicketState.RECEIVED)
    level = models.PositiveSmallIntegerField(default=1)
    is_waiting = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answerable = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    offered_to = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeated_by"
    )
    next_deed = models.CharField(max_length=12, blank=True)
    next_who = models.CharField(max_length=12, blank=True)
    next_due = models.DateTimeField(null=True)
    reply_due = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    confirmed_how = models.CharField(max_length=8, choices=ConfirmedHow, blank=True)
    closed_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    satisfaction = models.CharField(max_length=12, choices=Satisfaction, blank=True)
    archived_at = models.DateTimeField(null=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="ticket_number_once"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=TicketState.values, kind__in=TicketKind.values, channel__in=Channel.values
                ),
                name="ticket_known_codes",
                violation_error_message=_("Choose channel, kind and state from their lists."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=CLOSED, closed_at__isnull=False)
                | (~models.Q(state__in=CLOSED) & models.Q(closed_at=None)),
                name="ticket_closed_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state=TicketState.ARCHIVED, archived_at__isnull=False)
                | (~models.Q(state=TicketState.ARCHIVED) & models.Q(archived_at=None)),
                name="ticket_archived_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(channel=Channel.WEB) | models.Q(opened_by__isnull=False),
                name="ticket_taken_by_somebody",
                violation_error_message=_("Somebody of the house takes a complaint."),
            ),
            models.CheckConstraint(
                condition=models.Q(households__gte=1),
                name="ticket_of_a_household_at_least",
                violation_error_message=_("At least one household complained."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_upheld=None) | models.Q(about_member__isnull=False),
                name="ticket_upheld_about_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(repeats=None) | ~models.Q(repeats=models.F("id")),
                name="ticket_not_joined_with_itself",
                violation_error_message=_("A complaint is not joined with itself; choose an earlier one."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "-opened_at"], name="ticket_by_state"),
            models.Index(fields=["office", "customer", "-opened_at"], name="ticket_of_customer"),
            models.Index(fields=["office", "phone_print"], name="ticket_by_number"),
            models.Index(
                fields=["look_at"], condition=models.Q(look_at__isnull=False), name="ticket_to_look_at"
            ),
            models.Index(fields=["office", "closed_at"], name="ticket_by_closing"),
        ]
        triggers = [
            pgtrigger.Protect(name="no_gaps", operation=pgtrigger.Delete),
            same_office(
                category_id="complaints_ticketcategory",
                department_id="complaints_department",
                customer_id="visitors_customer",
                about_member_id="offices_member",
                opened_by_id="offices_member",
                answerable_id="offices_member",
                offered_to_id="offices_member",
                repeats_id="complaints_ticket",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as people say it: 2026-0007."""
        return f"{self.year}-{self.number:04}"

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def who(self) -> str:
        """Whom it came from: the customer's file, else the name that was told."""
        return self.customer.file.display_name if self.customer is not None else self.caller
