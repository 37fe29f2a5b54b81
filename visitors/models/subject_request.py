from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.models.customer import Customer
from visitors.rights_words import ErasedAs, IdentityBy, RefusedAs, RightKind, RightState, RightWay


class SubjectRequestQuerySet(models.QuerySet["SubjectRequest"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def open(self) -> Self:
        return self.filter(state=RightState.OPEN)


class SubjectRequest(models.Model):
    """Somebody wants something of us with their own data: a copy, a correction, the end of it, a consent back.

    ``asked_on`` is the office's day on which it came, from which the clock runs (visitors.subject_clock). It is
    answered only once who it is was checked. ``handed_at``: when the file of their data was last made. ``words`` and
    ``answer_words`` go when the person is erased.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="subject_requests", db_index=False
    )
    kind = models.CharField(pgettext_lazy("own data", "what they want"), max_length=10, choices=RightKind)
    way = models.CharField(pgettext_lazy("own data", "how it came"), max_length=8, choices=RightWay)
    words = models.CharField(pgettext_lazy("own data", "in their words"), max_length=300, blank=True)
    asked_on = models.DateField(pgettext_lazy("own data", "came on"))
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    identity = models.CharField(
        pgettext_lazy("own data", "how we know who it is"), max_length=8, choices=IdentityBy, blank=True
    )
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=RightState, default=RightState.OPEN)
    refused_as = models.CharField(max_length=8, choices=RefusedAs, blank=True)
    answer_words = models.CharField(pgettext_lazy("own data", "what was done"), max_length=300, blank=True)
    ended = models.JSONField(default=list)
    handed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)

    objects = SubjectRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about one's own data")
        verbose_name_plural = _("requests about one's own data")
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"],
                condition=Q(state="open"),
                name="subject_request_one_open_of_a_kind",
                violation_error_message=_("The same request of this person is open already."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by=None)
                | (~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="subject_request_answered_by_somebody",
                violation_error_message=_("Say who answered it."),
            ),
            models.CheckConstraint(
                condition=Q(identity="", checked_at=None, checked_by=None)
                | (~Q(identity="") & Q(checked_at__isnull=False, checked_by__isnull=False)),
                name="subject_request_checked_by_somebody",
                violation_error_message=_("Say how you know who it is."),
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(identity=""),
                name="subject_request_done_for_who_it_is",
                violation_error_message=_("First make sure who it is."),
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refused_as="")) | (~Q(state="refused") & Q(refused_as="")),
                name="subject_request_refused_says_why",
                violation_error_message=_("Say why it is declined."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "asked_on"], name="subject_request_of_office"),
            models.Index(fields=["customer", "-asked_on"], name="subject_request_of_customer"),
        ]
        triggers = [
            same_office(
                customer_id="visitors_customer",
                taken_by_id="offices_member",
                checked_by_id="offices_member",
                answered_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"


class Erasure(AppendOnly):
    """A person's data were erased: which file, when, by whom, why, in how many rows. Nothing says whose they were.

    ``prints`` are the HMACs of their numbers, so that an old list does not bring them back (visitors.services.imports).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="erasures")
    why = models.CharField(max_length=10, choices=ErasedAs)
    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    prints = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta(AppendOnly.Meta):
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["office", "-at"], name="erasure_of_office"),
            GinIndex(fields=["prints"], name="erasure_by_number"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(
                customer_id="visitors_customer",
                request_id="visitors_subjectrequest",
                by_id="offices_member",
            ),
        ]

    def __str__(self) -> str:
        return str(self.customer_id)
