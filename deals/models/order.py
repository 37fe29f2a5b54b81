from decimal import Decimal
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from deals.enums import ChangeKind, Decision, DiscountKind, OrderEnd, OrderStep
from deals.models.unit import Unit
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.models import Customer


class OrderQuerySet(models.QuerySet["Order"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def live(self) -> Self:
        """Those that hold their unit."""
        return self.filter(end="")


class Order(models.Model):
    """A customer's order of a unit, from the small deposit to the contract. A unit has one live order at most.

    Prices in yuan. ``price_lines`` say how the price came about: the lines of deals.pricing as JSON.
    ``lapses_at`` is the end of a small deposit's hold, ``warned_at`` when its end was last announced. What happened
    stands in OrderEvent.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="orders", db_index=False)
    number = models.PositiveIntegerField(_("order number"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="orders", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="orders")
    closer = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="orders")
    step = models.CharField(max_length=10, choices=OrderStep)
    end = models.CharField(max_length=10, choices=OrderEnd, blank=True)
    list_price = models.DecimalField(_("list price (yuan)"), max_digits=13, decimal_places=2)
    price = models.DecimalField(_("price (yuan)"), max_digits=13, decimal_places=2)
    price_lines = models.JSONField(default=list)
    plan = models.ForeignKey("deals.PaymentPlan", on_delete=models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField()
    small_on = models.DateField(_("date of the small deposit"), null=True)
    lapses_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    large_on = models.DateField(_("date of the large deposit"), null=True)
    subscribed_on = models.DateField(_("date of the subscription"), null=True)
    contracted_on = models.DateField(_("date of the contract"), null=True)
    ended_at = models.DateTimeField(null=True)
    swapped_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="swapped_from"
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(end=""),
                name="order_one_live_per_unit",
                violation_error_message=_("This unit has an order already. Choose another one."),
            ),
            models.UniqueConstraint(fields=["office", "number"], name="order_number_once"),
            models.CheckConstraint(
                condition=models.Q(price__gt=Decimal(0), list_price__gt=Decimal(0)),
                name="order_price_above_zero",
                violation_error_message=_("A price is above zero."),
            ),
            models.CheckConstraint(
                condition=models.Q(end="", ended_at=None)
                | (~models.Q(end="") & models.Q(ended_at__isnull=False)),
                name="order_end_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "step", "-ordered_at"], name="order_by_step"),
            models.Index(
                fields=["lapses_at"], condition=models.Q(end="", step="small"), name="order_to_lapse"
            ),
            models.Index(fields=["unit", "-ordered_at"], name="order_of_unit"),
        ]
        triggers = [
            same_office(
                unit_id="deals_unit",
                customer_id="visitors_customer",
                closer_id="offices_member",
                plan_id="deals_paymentplan",
                swapped_to_id="deals_order",
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class Buyer(models.Model):
    """A joint buyer beside the order's customer (D-13)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="joint_buyers", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "customer"],
                name="buyer_once",
                violation_error_message=_("This customer is a buyer of this order already."),
            )
        ]
        triggers = [same_office(order_id="deals_order", customer_id="visitors_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id}"


class OrderEvent(AppendOnly):
    """Something that happened to an order: a step, a change, an end. ``details`` hold ids, codes, dates and amounts."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=20)
    details = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["order", "at"], name="order_event_of_order")]
        triggers = [*AppendOnly.Meta.triggers, same_office(order_id="deals_order", by_id="offices_member")]

    def __str__(self) -> str:
        return self.kind


class Approval(models.Model):
    """A change or a discount that somebody asked for and somebody else has to approve (D-14, D-15, D-29 … D-33).

    ``details``: ids, codes and amounts of what is wanted. ``reason`` and ``answer`` are words, which may be erased.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    details = models.JSONField(default=dict)
    reason = models.CharField(_("why"), max_length=200)
    state = models.CharField(max_length=10, choices=Decision, default=Decision.ASKED)
    fee = models.DecimalField(_("fee (yuan)"), max_digits=13, decimal_places=2, default=Decimal(0))
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"],
                condition=models.Q(state=Decision.ASKED),
                name="approval_one_open_of_a_kind",
                violation_error_message=_("This was asked for already and waits for approval."),
            ),
            models.CheckConstraint(condition=models.Q(fee__gte=Decimal(0)), name="approval_fee"),
        ]
        indexes = [models.Index(fields=["office", "state", "-asked_at"], name="approval_open")]
        triggers = [
            same_office(order_id="deals_order", asked_by_id="offices_member", answered_by_id="offices_member")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Discount(models.Model):
    """A reason why an order's price is lower: percent or yuan, and what allowed it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="discounts")
    kind = models.CharField(max_length=10, choices=DiscountKind)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2, null=True)
    amount = models.DecimalField(_("amount (yuan)"), max_digits=13, decimal_places=2, null=True)
    level = models.ForeignKey("deals.ClubLevel", on_delete=models.PROTECT, null=True, related_name="+")
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, null=True, related_name="discount")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lt=100, amount=None)
                | models.Q(percent=None, amount__gt=0),
                name="discount_percent_or_amount",
                violation_error_message=_("A discount is a percent below 100, or an amount of yuan."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=DiscountKind.CLUB) | models.Q(approval__isnull=False),
                name="discount_was_approved",
            ),
        ]
        triggers = [
            same_office(
                order_id="deals_order",
                level_id="deals_clublevel",
                approval_id="deals_approval",
                by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.kind
