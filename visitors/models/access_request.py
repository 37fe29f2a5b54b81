"""Requests for what the table does not give: a look, a loan, a copy, passing on, figures (I-09 … I-22)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.enums import Role
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.access_words import AskPurpose, AskState, AskWord, MarkWord, OutsiderPaper, SafeWay
from visitors.models.customer import Customer


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def waiting(self) -> Self:
        return self.filter(state=AskState.ASKED)

    def open_at(self, now: datetime) -> Self:
        """Those that let somebody do something at that moment."""
        return self.filter(state=AskState.APPROVED, until__gt=now)


class AccessRequest(models.Model):
    """Somebody asks: what of which files or figures, what for, why; and for whom, where an outsider stands there.

    ``mark`` is the heaviest of the files' when it was asked for: a heavier one later closes it again. ``until`` is the
    moment at which what was approved is over. The words can be erased; who approved stands in AccessApproval.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("request", "what is asked for"), max_length=10, choices=AskWord)
    subject = models.CharField(pgettext_lazy("request", "what of it"), max_length=120)
    purpose = models.CharField(pgettext_lazy("request", "what for"), max_length=10, choices=AskPurpose)
    reason = models.CharField(pgettext_lazy("request", "why"), max_length=300)
    copies = models.PositiveSmallIntegerField(pgettext_lazy("request", "copies"), default=1)
    for_outsider = models.BooleanField(default=False)
    outsider = models.CharField(_("name of the outsider"), max_length=40, blank=True)
    outsider_from = models.CharField(_("from which house"), max_length=60, blank=True)
    outsider_paper = models.CharField(_("what they showed"), max_length=8, choices=OutsiderPaper, blank=True)
    carrier = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("who carries it"),
    )
    way = models.CharField(
        pgettext_lazy("request", "by which way"), max_length=8, choices=SafeWay, blank=True
    )
    safety = models.CharField(_("how it is kept safe on the way"), max_length=120, blank=True)
    mark = models.CharField(max_length=12, choices=MarkWord, default=MarkWord.NONE)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=AskState, default=AskState.ASKED)
    decided_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    answer = models.CharField(pgettext_lazy("request", "why not"), max_length=200, blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for customer data")
        verbose_name_plural = _("requests for customer data")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None, until=None)
                | Q(state="approved", decided_at__isnull=False, until__isnull=False)
                | Q(state="refused", decided_at__isnull=False, until=None) & ~Q(answer="")
                | Q(state="ended", decided_at__isnull=False),
                name="access_request_state_has_its_times",
                violation_error_message=_("Say until when it is allowed, or why it is not."),
            ),
            models.CheckConstraint(
                condition=Q(for_outsider=False)
                | (~Q(outsider="") & ~Q(outsider_from="") & ~Q(outsider_paper="")),
                name="access_request_outsider_showed_a_paper",
                violation_error_message=_("Say who the outsider is, from where, and what they showed."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="outside") | (Q(carrier__isnull=False) & ~Q(safety="") & ~Q(way="")),
                name="access_request_outside_is_carried",
                violation_error_message=_("Say who carries it, by which way, and how it is kept safe."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "-asked_at"], name="access_request_of_office"),
            models.Index(fields=["asked_by", "-until"], name="access_request_of_member"),
        ]
        triggers = [same_office(asked_by_id="offices_member", carrier_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"


class RequestedFile(models.Model):
    """A file that a request is about."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="files")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="requests")

    class Meta:
        verbose_name = _("requested file")
        verbose_name_plural = _("requested files")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "customer"],
                name="requested_file_once",
                violation_error_message=_("This file is in the request already."),
            )
        ]
        triggers = [same_office(request_id="visitors_accessrequest", customer_id="visitors_customer")]

    def __str__(self) -> str:
        return str(self.customer_id)


class AccessApproval(AppendOnly):
    """A word of somebody whose word a request takes: as what they gave it, and what it was.

    One person gives one word, and a role one: where two are wanted, two people give them.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="words")
    role = models.CharField(max_length=20, choices=Role)
    yes = models.BooleanField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        verbose_name = _("word on a request")
        verbose_name_plural = _("words on requests")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "by"],
                name="access_approval_one_word_a_person",
                violation_error_message=_("You have answered this request already."),
            ),
            models.UniqueConstraint(
                fields=["request", "role"],
                name="access_approval_one_word_a_role",
                violation_error_message=_("Somebody with this role has answered already."),
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(request_id="visitors_accessrequest", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.yes}"
