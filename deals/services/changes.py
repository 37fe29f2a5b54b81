"""What may be asked for after an order was made: another unit, another name, the money back, a lower price.

Each is a request (Approval) that somebody else answers in deals.services.approvals. A swap to a dearer unit passes by
itself. Every function returns the request; each raises Refusal.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from deals.enums import ChangeKind, Decision, KinshipProof, OrderDeed
from deals.models import Approval, Order, Unit
from deals.order_steps import is_before_contract
from deals.pricing import FEN, PricingError, Reduction, price_of
from deals.roles import APPROVERS
from deals.selectors.club import membership_of
from deals.selectors.order_rules import house_order_rules
from deals.services.locking import lock_order, lock_unit, patiently
from deals.services.order_checks import (
    refuse_buyers,
    refuse_ended,
    refuse_not_for_sale,
    refuse_not_theirs,
    refuse_taken,
)
from deals.services.orders import files_of, note
from deals.services.prices import highest_level
from deals.services.swaps import carry_out_swap
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.notices import tell
from visitors.models import Customer


def ask_swap(*, order: Order, unit: Unit, reason: str, by: Member, now: datetime) -> Approval:
    """Another unit instead (D-29): a dearer one at once, any other if the manager approves; before the contract."""
    with patiently(), transaction.atomic():
        order = _locked(order, by)
        _refuse_after_contract(order)
        if unit.office_id != order.office_id or unit.pk == order.unit_id:
            raise Refusal(_("Choose another unit of this office."), field="unit")
        wanted = lock_unit(unit)
        refuse_taken(wanted)
        refuse_not_for_sale(wanted, now)
        details = {"unit": wanted.pk, "from": str(order.list_price), "to": str(wanted.list_price)}
        if wanted.list_price <= order.list_price:
            return _ask(order, ChangeKind.SWAP, details, reason, by, now)
        passed = _ask(order, ChangeKind.SWAP, {**details, "passed": True}, reason, by, now, tells=False)
        passed.state, passed.answered_at = Decision.APPROVED, now
        passed.save(update_fields=["state", "answered_at"])
        carry_out_swap(order=order, unit=wanted, by=by, now=now)
        return passed


def ask_rename(
    *, order: Order, customer: Customer, buyers: Sequence[Customer], reason: str, by: Member, now: datetime
) -> Approval:
    """Other names in the order (D-30): free before the contract, for the house's transfer fee after it."""
    with patiently(), transaction.atomic():
        order = _locked(order, by)
        people = files_of(customer, buyers)
        refuse_buyers(order.office, people)
        ids = [each.pk for each in people]
        if ids == [order.customer_id, *order.joint_buyers.values_list("customer", flat=True)]:
            raise Refusal(_("These are the names in the order already."), field="customer")
        fee = Decimal(0)
        if not is_before_contract(order.step):
            day = order.office.business_date(now)
            fee = Decimal(house_order_rules(order.office, day).transfer_fee)
        return _ask(order, ChangeKind.RENAME, {"customers": ids}, reason, by, now, fee=fee)


def ask_refund(*, order: Order, reason: str, by: Member, now: datetime) -> Approval:
    """The money back (D-33). After the contract there is none: only the manager may bring it before the director."""
    with patiently(), transaction.atomic():
        order = _locked(order, by)
        if not is_before_contract(order.step) and not by.holds(*APPROVERS):
            raise Refusal(
                _("The contract is signed: nothing is refunded. Only the director may decide otherwise.")
            )
        return _ask(order, ChangeKind.REFUND, {}, reason, by, now)


def ask_discount(
    *,
    order: Order,
    percent: Decimal | None = None,
    amount: Decimal | None = None,
    reason: str,
    by: Member,
    now: datetime,
) -> Approval:
    """A lower price by a percent or by an amount of yuan, which somebody has to approve (D-15)."""
    with patiently(), transaction.atomic():
        order = _locked(order, by)
        _refuse_after_contract(order)
        if (percent is None) == (amount is None):
            raise Refusal(_("Give a percent or an amount of yuan, one of the two."), field="percent")
        _refuse_no_discount(order.price, percent, amount)
        details = {"as": "other", "percent": _text(percent), "amount": _text(amount)}
        return _ask(order, ChangeKind.DISCOUNT, details, reason, by, now)


def ask_family(
    *, order: Order, relative: Customer, proofs: Collection[str], reason: str, by: Member, now: datetime
) -> Approval:
    """The club level of immediate family who do not buy themselves, on their papers (D-14)."""
    with patiently(), transaction.atomic():
        order = _locked(order, by)
        _refuse_after_contract(order)
        if relative.office_id != order.office_id:
            raise Refusal(_("This customer belongs to another office."), field="relative")
        if not proofs or not set(proofs) <= set(KinshipProof.values):
            raise Refusal(
                _("Tick the papers that you have seen: without them there is no discount."), "proofs"
            )
        held = membership_of(relative)
        if held is None or not held.level.is_active or not held.level.percent:
            raise Refusal(_("This relative has no club level with a discount."), field="relative")
        buyers = [order.customer, *(each.customer for each in order.joint_buyers.select_related("customer"))]
        if relative.file_id in {buyer.file_id for buyer in buyers}:
            raise Refusal(_("They buy themselves: their level counts already."), field="relative")
        own = highest_level(buyers)
        if own is not None and own.percent >= held.level.percent:
            raise Refusal(_("The buyers' own level gives as much already."), field="relative")
        details = {
            "as": "family",
            "relative": relative.file_id,
            "level": held.level_id,
            "percent": str(held.level.percent),
            "proofs": sorted(proofs),
        }
        return _ask(order, ChangeKind.DISCOUNT, details, reason, by, now)


def _locked(order: Order, by: Member) -> Order:
    order = lock_order(order)
    refuse_ended(order)
    if not by.holds(*APPROVERS):
        refuse_not_theirs(order, by)
    return order


def _refuse_after_contract(order: Order) -> None:
    if not is_before_contract(order.step):
        raise Refusal(_("The contract is signed: this cannot be changed any more."))


def _refuse_no_discount(price: Decimal, percent: Decimal | None, amount: Decimal | None) -> None:
    """It lowers the price and leaves something to pay; a percent has two decimals at most."""
    try:
        lowered = price_of(price, others=[Reduction(percent, amount)]).total < price
    except PricingError:
        lowered = False
    if not lowered or (percent is not None and percent != percent.quantize(FEN)):
        raise Refusal(
            _("A discount is a percent below 100, or an amount of yuan below the price."),
            field="percent" if amount is None else "amount",
        )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _ask(
    order: Order,
    kind: ChangeKind,
    details: dict,
    reason: str,
    by: Member,
    now: datetime,
    *,
    fee: Decimal = Decimal(0),
    tells: bool = True,
) -> Approval:
    reason = reason.strip()
    if not reason:
        raise Refusal(_("Say why: whoever decides will ask."), field="reason")
    if order.approvals.filter(kind=kind, state=Decision.ASKED).exists():
        raise Refusal(_("This was asked for already and waits for approval."))
    asked = Approval.objects.create(
        office_id=order.office_id,
        order=order,
        kind=kind,
        details=details,
        reason=reason,
        fee=fee,
        asked_by=by,
        asked_at=now,
    )
    note(order, OrderDeed.ASKED, {"kind": kind, "approval": asked.pk}, by, now)
    if tells:
        _tell_deciders(asked, by, now)
    return asked


def _tell_deciders(asked: Approval, by: Member, now: datetime) -> None:
    deciders = Member.objects.filter(office_id=asked.office_id).working().holding(*APPROVERS)
    tell(
        office_id=asked.office_id,
        member_ids=deciders.exclude(pk=by.pk).order_by("pk").values_list("pk", flat=True),
        kind=NoticeKind.CHANGE_ASKED,
        about={"path": reverse("deals:approve", args=[by.office.slug, asked.pk])},
        now=now,
    )
