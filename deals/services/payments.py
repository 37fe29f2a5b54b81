"""Money that comes in and goes back, and the numbered receipts for it.

Only finance takes money, and nobody who sells does (D-19, D-20, C-29). Receipts come from numbered books that the
supervisor draws (D-25) and are used in their order; one that is void stays listed. Every function holds the order's row
first where it has one, then the office's.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from deals.enums import GiveBackReason, PaymentWay, VoidReason
from deals.models import Order, Payment, ReceiptBook, VoidReceipt
from deals.selectors.money import balance, first_of, given_back, last_closed, paid_total
from deals.selectors.receipts import next_receipt
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep

__all__ = ["balance", "draw_book", "give_back", "paid_total", "take_payment", "void_receipt"]

FEN = Decimal("0.01")
MOST = Decimal("99999999999.99")
"""What a column of the database holds."""
MOST_RECEIPTS = 1000
"""In one book."""
LARGEST_NUMBER = 2**31 - 1


class NotYourMoney(Refusal):
    """The member may not touch money or receipts."""

    status = 403


@transaction.atomic
def draw_book(*, office: Office, first: int, last: int, by: Member, now: datetime) -> ReceiptBook:
    """The supervisor draws the receipts from ``first`` to ``last`` (D-25). Raises Refusal, NotYourMoney.

    Two books never hold the same number.
    """
    if by.office_id != office.pk or not by.holds(Role.SUPERVISOR):
        raise NotYourMoney(_("The sales supervisor draws the receipts."))
    if not 1 <= first <= last <= LARGEST_NUMBER:
        raise Refusal(_("The last number is not before the first."), field="last")
    if last - first >= MOST_RECEIPTS:
        raise Refusal(_("A book holds %(most)d receipts at most.") % {"most": MOST_RECEIPTS}, field="last")
    _lock(office)
    if ReceiptBook.objects.filter(office=office, first__lte=last, last__gte=first).exists():
        raise Refusal(_("Some of these numbers were drawn already."), field="first")
    book = ReceiptBook.objects.create(office=office, first=first, last=last, drawn_by=by, drawn_at=now)
    _note(AuditAction.RECEIPTS_DRAWN, f"receipts:{book}", {"first": first, "last": last}, by, now)
    return book


@transaction.atomic
def take_payment(
    *,
    order: Order,
    amount: Decimal,
    way: str,
    paid_on: date,
    receipt: int | None = None,
    by: Member,
    now: datetime,
) -> Payment:
    """Finance takes money for an order and gives the next receipt for it (D-19 … D-21). Raises Refusal, NotYourMoney.

    ``amount`` in yuan, above zero, two decimals at most, no more than the order still owes. ``receipt`` is the number
    that the cashier has in hand; where it is not the next one (any more) nothing is written.
    """
    _check_cashier(order.office, by)
    amount = _yuan(amount)
    if way not in PaymentWay.values:
        raise Refusal(_("Say how the money came in."), field="way")
    order = _locked(order)
    if order.swapped_to_id:
        raise Refusal(
            _("This order was swapped for order %(number)d. Take the money there.")
            % {"number": order.swapped_to.number}
        )
    if order.end:
        raise Refusal(_("This order has ended: no money is taken for it any more."))
    _check_day(order, paid_on, now)
    owed = balance(order)
    if amount > owed:
        raise Refusal(
            _("The order owes ¥ %(owed)s and no more. Check the amount.") % {"owed": f"{max(owed, 0):,.2f}"},
            field="amount",
        )
    payment = Payment.objects.create(
        office=order.office,
        order=order,
        receipt=_receipt(order.office, receipt),
        amount=amount,
        way=way,
        paid_on=paid_on,
        by=by,
        at=now,
    )
    _note_payment(AuditAction.PAYMENT_TAKEN, payment)
    return payment


@transaction.atomic
def give_back(
    *,
    payment: Payment,
    reason: str,
    amount: Decimal | None = None,
    way: str = "",
    paid_on: date,
    receipt: int | None = None,
    by: Member,
    now: datetime,
) -> Payment:
    """Finance gives a payment back, or a part of it: a new row below zero that names it. Raises Refusal, NotYourMoney.

    ``amount`` above zero, None for all that is left of it; ``way`` empty for the way it came in. Money of an order that
    stands goes back only where too much was paid, or where it was booked onto the wrong order; that of an order that
    was swapped is the new order's.
    """
    _check_cashier(payment.office, by)
    if reason not in GiveBackReason.values:
        raise Refusal(_("Say why the money goes back."), field="reason")
    if (way or payment.way) not in PaymentWay.values:
        raise Refusal(_("Say how the money goes back."), field="way")
    order = _holder(payment.order)
    left = _left_of(payment)
    amount = left if amount is None else _yuan(amount)
    if amount > left:
        raise Refusal(
            _("Only ¥ %(left)s are left of this payment.") % {"left": f"{left:,.2f}"}, field="amount"
        )
    _check_reason(order, reason, amount)
    _check_day(order, paid_on, now)
    if paid_on < payment.paid_on:
        raise Refusal(_("Money goes back on the day it came in, or later."), field="paid_on")
    back = Payment.objects.create(
        office=payment.office,
        order=order,
        receipt=_receipt(payment.office, receipt),
        amount=-amount,
        way=way or payment.way,
        paid_on=paid_on,
        gives_back=payment,
        reason=reason,
        by=by,
        at=now,
    )
    _note_payment(AuditAction.PAYMENT_GIVEN_BACK, back)
    return back


@transaction.atomic
def void_receipt(*, office: Office, number: int, reason: str, by: Member, now: datetime) -> VoidReceipt:
    """A receipt is spoiled, lost, or was written wrongly: it stays listed. Raises Refusal, NotYourMoney.

    With the receipt its payment is void and counts no more. A payment of a closed day stays: it is given back instead.
    """
    _check_cashier(office, by)
    if reason not in VoidReason.values:
        raise Refusal(_("Say why the receipt is void."), field="reason")
    payment = Payment.objects.of(office).filter(receipt=number).select_related("order__office").first()
    if payment is not None:
        _holder(payment.order)
    else:
        _lock(office)
        payment = Payment.objects.of(office).filter(receipt=number).first()
    if VoidReceipt.objects.filter(office=office, receipt=number).exists():
        raise Refusal(_("Receipt %(number)d is void already.") % {"number": number}, field="number")
    if not ReceiptBook.objects.filter(office=office, first__lte=number, last__gte=number).exists():
        raise Refusal(_("Receipt %(number)d was never drawn.") % {"number": number}, field="number")
    void = VoidReceipt.objects.create(
        office=office,
        receipt=number,
        payment=payment,
        reason=reason,
        on=_void_day(office, payment, now),
        by=by,
        at=now,
    )
    details = {"reason": reason, "payment": payment.pk if payment else None}
    _note(AuditAction.RECEIPT_VOIDED, f"receipt:{number}", details, by, now)
    return void


def _void_day(office: Office, payment: Payment | None, now: datetime) -> date:
    """The day of finance that lists the void. Raises Refusal where the payment's is closed, or it went back."""
    closed = last_closed(office)
    if payment is None:
        today = office.business_date(now)
        return max(today, date.fromordinal(closed.toordinal() + 1)) if closed else today
    if closed and payment.paid_on <= closed:
        raise Refusal(_("The day of this payment is closed. Give the money back instead."), field="number")
    if given_back(payment):
        raise Refusal(_("Money of this payment went back. Void that receipt first."), field="number")
    return payment.paid_on


def _check_cashier(office: Office, by: Member) -> None:
    """Finance, and nobody who sells as well (C-29)."""
    if by.office_id != office.pk or not by.holds(Role.FINANCE) or by.holds(Role.CONSULTANT):
        raise NotYourMoney(_("Only finance takes money; who sells never does."))


def _check_day(order: Order, day: date, now: datetime) -> None:
    office = order.office
    if day > office.business_date(now):
        raise Refusal(_("This day is yet to come."), field="paid_on")
    if day < office.business_date(first_of(order).ordered_at):
        raise Refusal(_("This is before the order was made."), field="paid_on")
    closed = last_closed(office)
    if closed and day <= closed:
        raise Refusal(
            _("Finance closed the days up to %(day)s. Take a later one.") % {"day": closed}, field="paid_on"
        )


def _check_reason(order: Order, reason: str, amount: Decimal) -> None:
    if reason == GiveBackReason.ENDED and not order.end:
        raise Refusal(_("This order stands. Its refund has to be approved before money goes back."), "reason")
    if reason == GiveBackReason.OVERPAID and amount > -balance(order):
        raise Refusal(_("So much was not paid beyond the price."), field="amount")


def _left_of(payment: Payment) -> Decimal:
    """What of a payment can still go back. Raises Refusal where there is nothing."""
    if payment.amount < 0:
        raise Refusal(_("This is money that went back. It can only be voided."))
    if VoidReceipt.objects.filter(payment=payment).exists():
        raise Refusal(_("The receipt of this payment is void: nothing came in with it."))
    left = payment.amount - given_back(payment)
    if left <= 0:
        raise Refusal(_("All of this payment went back already."))
    return left


def _receipt(office: Office, wanted: int | None) -> int:
    """The next number of the stock. Raises Refusal where there is none, or it is not the one wanted."""
    following = next_receipt(office)
    if following is None:
        raise Refusal(_("No receipt is left. The supervisor draws a new book first."), field="receipt")
    if wanted is not None and wanted != following:
        raise Refusal(
            _("Receipt %(next)d comes next. Check the one in your hand, or void those before it.")
            % {"next": following},
            field="receipt",
        )
    return following


def _yuan(amount: Decimal) -> Decimal:
    """An amount of yuan as it is stored. Raises Refusal."""
    if not amount.is_finite() or not 0 < amount <= MOST:
        raise Refusal(_("Type an amount above zero."), field="amount")
    if amount != amount.quantize(FEN):
        raise Refusal(_("An amount has two decimals at most."), field="amount")
    return amount.quantize(FEN)


def _locked(order: Order) -> Order:
    """The order as it stands, held; then the office."""
    held = _held(order)
    _lock(held.office)
    return held


def _held(order: Order) -> Order:
    rows = Order.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("office").get(pk=order.pk)


def _holder(order: Order) -> Order:
    """The order whose the money is now: that one, or the one that it was swapped for in the end; held."""
    held = _held(order)
    while held.swapped_to_id:
        held = _held(held.swapped_to)
    _lock(held.office)
    return held


def _lock(office: Office) -> None:
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)


def _note_payment(action: AuditAction, payment: Payment) -> None:
    details = {
        "order": payment.order_id,
        "receipt": payment.receipt,
        "amount": str(payment.amount),
        "way": payment.way,
        "day": payment.paid_on.isoformat(),
    }
    _note(action, f"payment:{payment.pk}", details, payment.by, payment.at)


def _note(action: AuditAction, record: str, details: dict, by: Member, now: datetime) -> None:
    keep(action=action, record=record, details=details, by=by, now=now)
