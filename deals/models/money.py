from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from deals.enums import PaymentWay
from deals.models.order import Order
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office


class ReceiptBook(AppendOnly):
    """Numbered receipts that the supervisor drew from the stock (D-25): from ``first`` to ``last``."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="receipt_books", db_index=False)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["office", "first"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "first"],
                name="receipt_book_once",
                violation_error_message=_("These receipts were drawn already."),
            ),
            models.CheckConstraint(
                condition=models.Q(first__gte=1, last__gte=models.F("first")), name="receipt_book_counts_up"
            ),
        ]
        triggers = [*AppendOnly.Meta.triggers, same_office(drawn_by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class Payment(AppendOnly):
    """Money that finance took in (above zero) or gave back (below zero), with its receipt (D-19 … D-21). Yuan."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="payments", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    receipt = models.PositiveIntegerField(_("receipt number"))
    amount = models.DecimalField(_("amount (yuan)"), max_digits=13, decimal_places=2)
    way = models.CharField(_("how"), max_length=8, choices=PaymentWay)
    paid_on = models.DateField(_("paid on"))
    gives_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="given_back_by"
    )
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["paid_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "receipt"],
                name="payment_receipt_once",
                violation_error_message=_("This receipt was used already; take the next one."),
            ),
            models.CheckConstraint(condition=~models.Q(amount=Decimal(0)), name="payment_is_not_zero"),
        ]
        indexes = [models.Index(fields=["office", "paid_on"], name="payment_by_day")]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(order_id="deals_order", gives_back_id="deals_payment", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt}"


class VoidReceipt(AppendOnly):
    """A receipt that was spoiled, or voided after it was written: it stays listed. ``payment`` None: never used."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    receipt = models.PositiveIntegerField()
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="void")
    reason = models.CharField(max_length=40)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["receipt"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "receipt"],
                name="receipt_void_once",
                violation_error_message=_("This receipt is void already."),
            )
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(payment_id="deals_payment", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return str(self.receipt)


class Instalment(models.Model):
    """What is due of an order's price, and when; what was paid is counted against it, the oldest first."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="instalments", db_index=False)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    due_on = models.DateField(_("due on"))
    amount = models.DecimalField(_("amount (yuan)"), max_digits=13, decimal_places=2)
    demanded_at = models.DateTimeField(null=True)

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


class PaymentPlan(models.Model):
    """A way to pay that the office offers. ``parts`` are ``{"label", "percent", "days"}``; percents add up to 100."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="payment_plans", db_index=False)
    name = models.CharField(max_length=40)
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
            )
        ]

    def __str__(self) -> str:
        return self.name


class CashDay(AppendOnly):
    """Finance closed a day: what came in, by whom, against receipts. ``totals`` are amounts by way and by member id."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    totals = models.JSONField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "date"],
                name="cash_day_once",
                violation_error_message=_("Finance closed this day already."),
            )
        ]
        triggers = [*AppendOnly.Meta.triggers, same_office(by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"
