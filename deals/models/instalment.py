from decimal import Decimal
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.models.order import Order
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office


class PaymentPlan(models.Model):
    """A way to pay that the office offers.

    ``parts`` are ``{"label": words, "percent": "30", "days": 7}`` in the order in which they fall due; the percents
    add up to 100. ``days`` count from the day on which the plan begins for an order.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="payment_plans", db_index=False)
    name = models.CharField(pgettext_lazy("payment plan", "name"), max_length=40)
    parts = models.JSONField(default=list)
    percent_off = models.DecimalField(_("discount in percent"), max_digits=4, decimal_places=2, default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="payment_plan_once",
                violation_error_message=_("A payment plan has this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(percent_off__gte=0, percent_off__lt=100), name="payment_plan_percent_off"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def live(self) -> Self:
        """Of orders that stand."""
        return self.filter(order__end="")


class Instalment(models.Model):
    """What is due of an order's price, and when; what was paid is counted against it, the oldest first.

    ``due_told_at``, ``overdue_told_at``, ``breach_told_at``: when the consultant and the manager were told (D-27).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="instalments", db_index=False)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    due_on = models.DateField(_("due on"))
    amount = models.DecimalField(_("amount (yuan)"), max_digits=13, decimal_places=2)
    demanded_at = models.DateTimeField(null=True)
    due_told_at = models.DateTimeField(null=True)
    overdue_told_at = models.DateTimeField(null=True)
    breach_told_at = models.DateTimeField(null=True)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="instalment_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=Decimal(0)), name="instalment_above_zero"),
        ]
        indexes = [models.Index(fields=["office", "due_on"], name="instalment_by_day")]
        triggers = [same_office(order_id="deals_order")]

    def __str__(self) -> str:
        return self.label


class Demand(AppendOnly):
    """A payment demand (D-31) as it was printed; it is kept.

    ``items`` are ``{"label", "due_on", "amount", "open", "days"}`` of what was overdue, amounts as text; ``breach``
    says whether one of them was overdue for more than two months (D-32).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="demands", db_index=False)
    number = models.PositiveIntegerField()
    items = models.JSONField()
    total = models.DecimalField(max_digits=13, decimal_places=2)
    pay_by = models.DateField(_("to be paid by"))
    breach = models.BooleanField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="demand_once"),
            models.CheckConstraint(condition=models.Q(total__gt=Decimal(0)), name="demand_above_zero"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(order_id="deals_order", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return str(self.number)
