from decimal import Decimal
from typing import Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from deals.enums import GiveBackReason, PaymentWay, VoidReason
from deals.models.order import Order
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office

# Two books never hold the same number, whoever writes them; the service holds the office's row besides.
APART = """
    IF EXISTS (
        SELECT 1 FROM deals_receiptbook other
        WHERE other.office_id = NEW.office_id AND other.first <= NEW.last AND other.last >= NEW.first
    ) THEN
        RAISE EXCEPTION 'receipts % to % were drawn already', NEW.first, NEW.last
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


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
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(drawn_by_id="offices_member"),
            pgtrigger.Trigger(
                name="books_apart", when=pgtrigger.Before, operation=pgtrigger.Insert, func=APART
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def standing(self) -> Self:
        """Those that count: their receipt is not void."""
        return self.filter(void=None)


class Payment(AppendOnly):
    """Money that finance took in (above zero) or gave back (below zero), with its receipt (D-19 … D-21). Yuan."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="payments", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    receipt = models.PositiveIntegerField(_("receipt number"))
    amount = models.DecimalField(_("amount (yuan)"), max_digits=13, decimal_places=2)
    way = models.CharField(_("how"), max_length=8, choices=PaymentWay)
    paid_on = models.DateField(_("paid on"))
    gives_back = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="given_back_by")
    reason = models.CharField(max_length=10, choices=GiveBackReason, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = PaymentQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        ordering = ["paid_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "receipt"],
                name="payment_receipt_once",
                violation_error_message=_("This receipt was used already; take the next one."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=Decimal(0), gives_back=None)
                | models.Q(amount__lt=Decimal(0), gives_back__isnull=False),
                name="payment_signs",
                violation_error_message=_("What comes in is above zero; what goes back names its payment."),
            ),
        ]
        indexes = [models.Index(fields=["office", "paid_on"], name="payment_by_day")]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(order_id="deals_order", gives_back_id="deals_payment", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt}"


class VoidReceipt(AppendOnly):
    """A receipt that was spoiled, or voided after it was written: it stays listed. ``payment`` None: never used.

    ``on`` is the day of finance that lists it: the payment's, or the first one not closed yet.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    receipt = models.PositiveIntegerField()
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="void")
    reason = models.CharField(_("why"), max_length=10, choices=VoidReason)
    on = models.DateField()
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


class CashDay(AppendOnly):
    """Finance closed a day: what came in, by whom and how, against receipts.

    ``totals`` is what deals.selectors.cash.CashFigures.document() tells: amounts as text, member ids, numbers.
    Closing a day closes all before it: no payment is dated into them any more.
    """

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
