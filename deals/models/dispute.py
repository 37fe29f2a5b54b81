from datetime import date, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from deals.enums import Conduct, DisputeState, StepKind
from deals.models.order import Order
from deals.models.ruling import Ruling
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def open(self) -> Self:
        """Those that may still move."""
        return self.filter(ended_at=None)


class Dispute(models.Model):
    """Two consultants disagree on a deal (C-22 … C-24): negotiated, mediated, ruled; the evidence is frozen.

    ``evidence`` is what stood when it was opened: contacts, corrections, facts and the ruling, in ids and codes.
    ``due_at`` is the end of the present step. One with ``ended_at`` never moves again; a ruled one ends when the time
    in which disobedience may be reported is over.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="disputes", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="disputes")
    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="disputes")
    state = models.CharField(max_length=12, choices=DisputeState, default=DisputeState.NEGOTIATION)
    evidence = models.JSONField()
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    outcome = models.OneToOneField(Ruling, on_delete=models.PROTECT, null=True, related_name="ends")
    ended_at = models.DateTimeField(null=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("negotiation", "mediation", "ruling"), ended_at=None)
                | models.Q(state="ruled")
                | models.Q(state__in=("settled", "department", "withdrawn"), ended_at__isnull=False),
                name="dispute_final_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(ended_at=None),
                name="dispute_one_open_per_order",
                violation_error_message=_("This deal is in dispute already."),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(ended_at=None), name="dispute_due"),
            models.Index(fields=["office", "state", "-opened_at"], name="dispute_by_state"),
        ]
        triggers = [
            same_office(
                order_id="deals_order",
                ruling_id="deals_ruling",
                outcome_id="deals_ruling",
                opened_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.state}"

    @property
    def last_day(self) -> date | None:
        """The day that the present step has to be done by, the whole of it; None where nothing is due."""
        return (self.office.local(self.due_at) - timedelta.resolution).date() if self.due_at else None


class Party(models.Model):
    """A member on one side of a dispute; both sides must confirm a settlement."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="parties", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispute", "member"], name="party_once")]
        triggers = [same_office(dispute_id="deals_dispute", member_id="offices_member")]

    def __str__(self) -> str:
        return str(self.member_id)


class DisputeStep(AppendOnly):
    """What was done in a dispute: stated, proposed, confirmed, passed on, ruled. Codes, ids and shares only."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="steps", db_index=False)
    kind = models.CharField(max_length=20, choices=StepKind)
    details = models.JSONField(default=dict)
    commitment = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["dispute", "at"], name="dispute_step_of_dispute")]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(dispute_id="deals_dispute", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return self.kind


class DisputeWords(models.Model):
    """What somebody said in a step, in words: beside the evidence, which keeps a salted commitment."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.OneToOneField(DisputeStep, on_delete=models.PROTECT, related_name="words")
    salt = models.CharField(max_length=32)
    text = models.TextField(max_length=4000)

    class Meta:
        triggers = [same_office(step_id="deals_disputestep")]

    def __str__(self) -> str:
        return self.text


class ConductEntry(models.Model):
    """The conduct register: what somebody did, who verified it, with which consequence (C-25 … C-29)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Conduct)
    is_serious = models.BooleanField(_("serious"), default=False)
    what = models.CharField(_("what happened"), max_length=500)
    consequence = models.CharField(_("consequence"), max_length=200, blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    happened_on = models.DateField(_("on"))
    reported_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    reported_at = models.DateTimeField()
    verified_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    verified_at = models.DateTimeField(null=True)
    is_upheld = models.BooleanField(null=True)

    class Meta:
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified_by=None, verified_at=None, is_upheld=None)
                | models.Q(verified_by__isnull=False, verified_at__isnull=False, is_upheld__isnull=False),
                name="conduct_verified_as_a_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by=None) | ~models.Q(verified_by=models.F("member")),
                name="conduct_verified_by_somebody_else",
                violation_error_message=_("Nobody verifies what was reported about themselves."),
            ),
        ]
        indexes = [models.Index(fields=["office", "member", "-happened_on"], name="conduct_of_member")]
        triggers = [
            same_office(
                member_id="offices_member",
                order_id="deals_order",
                reported_by_id="offices_member",
                verified_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.kind
