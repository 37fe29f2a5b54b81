from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.enums import OpportunityState, TaskKind
from deals.models.order import Order
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.models import Customer


class Reason(models.Model):
    """Why an opportunity was won or lost: the office's own list."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(
        max_length=5,
        choices=[
            ("won", pgettext_lazy("opportunity", "won")),
            ("lost", pgettext_lazy("opportunity", "lost")),
        ],
    )
    words = models.CharField(_("reason"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["state", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "state", "words"],
                name="reason_once",
                violation_error_message=_("This reason stands on the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.words


class Opportunity(models.Model):
    """The chance of a sale to a customer, from the first contact until it is won or lost (D-02 … D-04)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="opportunities")
    state = models.CharField(max_length=5, choices=OpportunityState, default=OpportunityState.OPEN)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, related_name="opportunities")
    note = models.CharField(_("note"), max_length=200, blank=True)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, null=True, related_name="opportunity")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(state="open"),
                name="opportunity_one_open_per_customer",
                violation_error_message=_("This customer's opportunity is open already."),
            )
        ]
        triggers = [
            same_office(
                customer_id="visitors_customer",
                reason_id="deals_reason",
                order_id="deals_order",
                closed_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.state


class AfterSaleTaskQuerySet(models.QuerySet["AfterSaleTask"]):
    def open(self) -> Self:
        """What is still to be done: an order that has ended needs nothing any more."""
        return self.filter(done_at=None, order__end="")


class AfterSaleTask(models.Model):
    """What the credit owner sees to after the deal, with its date. ``told_at``: the supervisor knows it is overdue."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="tasks")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=14, choices=TaskKind)
    due_on = models.DateField(_("due on"))
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    told_at = models.DateTimeField(null=True)

    objects = AfterSaleTaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "kind"], name="task_once_per_order"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "owner", "due_on"], condition=models.Q(done_at=None), name="task_of_owner"
            )
        ]
        triggers = [
            same_office(order_id="deals_order", owner_id="offices_member", done_by_id="offices_member")
        ]

    def __str__(self) -> str:
        return self.kind


class Draw(AppendOnly):
    """Customers of somebody who left were handed out by lot (C-16): anyone can repeat it from ``seed`` (deals.draw).

    ``receivers`` are ids of members, ``result`` lists ``[customer id, member id]`` in the order drawn.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    leaver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    receivers = models.JSONField()
    seed = models.CharField(max_length=32)
    result = models.JSONField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["-at", "-pk"]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(leaver_id="offices_member", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return self.seed
