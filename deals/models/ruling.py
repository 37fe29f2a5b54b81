from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from deals.enums import Decision, EntryKind, FactKind, RuledBy
from deals.models.order import Order
from deals.models.unit import Release
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.models import Customer


class DealFact(models.Model):
    """A circumstance that somebody claims and a supervisor confirms; attribution reads the confirmed ones.

    With an ``order`` it is about that deal alone, without one about every deal of the customer.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="deal_facts")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="facts")
    kind = models.CharField(max_length=24, choices=FactKind)
    about = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    event = models.CharField(_("which event"), max_length=40, blank=True)
    note = models.CharField(_("what happened"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=Decision, default=Decision.ASKED)
    claimed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    claimed_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["claimed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=("forgot", "event", "quarrel")) | models.Q(about__isnull=False),
                name="deal_fact_about_somebody",
                violation_error_message=_("Say which consultant it is about."),
            )
        ]
        indexes = [models.Index(fields=["office", "state", "-claimed_at"], name="deal_fact_open")]
        triggers = [
            same_office(
                customer_id="visitors_customer",
                order_id="deals_order",
                about_id="offices_member",
                claimed_by_id="offices_member",
                answered_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.kind


class Ruling(AppendOnly):
    """Whose deal it is, and why: inputs, rule version, clause, shares and reasons as they were (house law 4).

    ``document`` is what the core was given (members by code), ``evidence`` the ids of the contacts and facts it was
    made of, ``answer`` what came of it. ``credit`` None with ``to_department`` false: the manager has yet to decide.
    A later ruling of the same order names the one it replaces. ``commitment`` stands for its RulingWords.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="rulings", db_index=False)
    source = models.CharField(max_length=10, choices=RuledBy)
    credit = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    to_department = models.BooleanField(default=False)
    clause = models.CharField(max_length=30)
    commission = models.DecimalField(max_digits=13, decimal_places=2)
    document = models.JSONField()
    evidence = models.JSONField(default=dict)
    answer = models.JSONField()
    commitment = models.CharField(max_length=80, blank=True)
    rules_version = models.PositiveIntegerField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(replaces=None),
                name="ruling_first_once",
                violation_error_message=_("This deal was ruled already; a new ruling replaces that one."),
            )
        ]
        indexes = [models.Index(fields=["office", "clause", "-at"], name="ruling_by_clause")]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(
                order_id="deals_order",
                credit_id="offices_member",
                replaces_id="deals_ruling",
                by_id="offices_member",
            ),
        ]

    def __str__(self) -> str:
        return self.clause


class RulingWords(models.Model):
    """What whoever ruled by hand said of it: beside the ruling, which keeps a salted commitment."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    ruling = models.OneToOneField(Ruling, on_delete=models.PROTECT, related_name="words")
    salt = models.CharField(max_length=32)
    text = models.CharField(_("why"), max_length=500)

    class Meta:
        triggers = [same_office(ruling_id="deals_ruling")]

    def __str__(self) -> str:
        return self.text


class CommissionRate(models.Model):
    """What a deal pays: a percent of the price or a fixed amount, for a release and a layout, or for all."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    layout = models.CharField(_("layout"), max_length=20, blank=True)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=3, null=True, blank=True)
    fixed = models.DecimalField(
        _("fixed amount (yuan)"), max_digits=13, decimal_places=2, null=True, blank=True
    )
    effective_from = models.DateField(_("from"))
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-effective_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lte=100, fixed=None)
                | models.Q(percent=None, fixed__gte=0),
                name="commission_rate_percent_or_fixed",
                violation_error_message=_("A rate is a percent, or a fixed amount."),
            )
        ]
        triggers = [same_office(release_id="deals_release", by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.percent or self.fixed}"

    @property
    def percent_shown(self) -> str:
        """Without trailing zeros; empty for a fixed amount."""
        return "" if self.percent is None else f"{self.percent.normalize():f}"


class CommissionEntry(AppendOnly):
    """A line of the commission ledger, in yuan; only ever added. ``consultant`` None: the department's."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="commission_entries")
    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="entries")
    consultant = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, choices=EntryKind)
    percent = models.CharField(max_length=10, blank=True)
    amount = models.DecimalField(max_digits=13, decimal_places=2)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    on = models.DateField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=EntryKind.ACCRUED, amount__gte=Decimal(0), reverses=None)
                | models.Q(kind=EntryKind.REVERSED, amount__lte=Decimal(0), reverses__isnull=False)
                | models.Q(kind=EntryKind.PAID, amount__lte=Decimal(0), reverses=None),
                name="commission_entry_signs",
            )
        ]
        indexes = [models.Index(fields=["office", "consultant", "on"], name="commission_of_consultant")]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(
                order_id="deals_order",
                ruling_id="deals_ruling",
                consultant_id="offices_member",
                reverses_id="deals_commissionentry",
                by_id="offices_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
