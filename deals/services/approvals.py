"""Answering what was asked for in deals.services.changes. Whoever asks never approves their own."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from deals.enums import ChangeKind, Decision, DiscountKind, OrderDeed, OrderEnd
from deals.models import Approval, Buyer, Discount, Order, Unit
from deals.order_steps import is_before_contract
from deals.roles import DIRECTORS
from deals.services.instalment_changes import add_fee
from deals.services.locking import lock_order, lock_unit, patiently
from deals.services.order_checks import refuse_buyers, refuse_ended, refuse_not_for_sale, refuse_taken
from deals.services.orders import end_order, note
from deals.services.prices import reprice
from deals.services.swaps import carry_out_swap
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.selectors.deputies import may_decide
from offices.services.notices import tell
from visitors.models import Customer
from visitors.services.plan_due import plans_are_due


def answer_approval(*, approval: Approval, approve: bool, answer: str, by: Member, now: datetime) -> Approval:
    """Approve the change and carry it out, or refuse it; a refusal says why. Raises Refusal.

    The manager decides, their named deputy, or the director; a refund after the contract only the director, with a
    reason (D-33). What stood when it was asked is asked once more.
    """
    with patiently(), transaction.atomic():
        order = lock_order(approval.order)
        approval = Approval.objects.select_for_update(of=("self",), no_key=True).get(pk=approval.pk)
        approval.order = order
        if approval.state != Decision.ASKED:
            raise Refusal(_("This was answered already. Load the page again."))
        _refuse_decider(approval, by, now)
        answer = answer.strip()
        if not answer and (not approve or _is_late_refund(approval)):
            raise Refusal(_("Say why: colleagues will ask."), field="answer")
        approval.state = Decision.APPROVED if approve else Decision.REFUSED
        approval.answered_by, approval.answered_at, approval.answer = by, now, answer
        approval.save(update_fields=["state", "answered_by", "answered_at", "answer"])
        deed = OrderDeed.APPROVED if approve else OrderDeed.REFUSED
        note(order, deed, {"kind": approval.kind, "approval": approval.pk, "fee": str(approval.fee)}, by, now)
        if approve:
            refuse_ended(order)
            CARRY_OUT[ChangeKind(approval.kind)](approval, by, now)
        _tell_asker(approval, by, now)
        return approval


def may_answer(approval: Approval, member: Member, now: datetime) -> bool:
    """Whether this member could answer it as it stands: another one than who asked, with the say."""
    if approval.asked_by_id == member.pk or approval.state != Decision.ASKED:
        return False
    if _is_late_refund(approval):
        return member.holds(*DIRECTORS)
    return member.holds(*DIRECTORS) or may_decide(member, now)


def _is_late_refund(approval: Approval) -> bool:
    return approval.kind == ChangeKind.REFUND and not is_before_contract(approval.order.step)


def _refuse_decider(approval: Approval, by: Member, now: datetime) -> None:
    if by.office_id != approval.office_id:
        raise Refusal(_("This order belongs to another office."))
    if approval.asked_by_id == by.pk:
        raise Refusal(_("You asked for this yourself: somebody else decides."))
    if may_answer(approval, by, now):
        return
    if _is_late_refund(approval):
        raise Refusal(_("The contract is signed: only the director may approve a refund."))
    raise Refusal(_("Only the manager or the director decides on this."))


def _swap(approval: Approval, by: Member, now: datetime) -> None:
    order = approval.order
    if not is_before_contract(order.step):
        raise Refusal(_("The contract is signed: this cannot be changed any more."))
    unit = lock_unit(Unit.objects.get(pk=approval.details["unit"], office=order.office_id))
    refuse_taken(unit)
    refuse_not_for_sale(unit, now)
    carry_out_swap(order=order, unit=unit, by=by, now=now)


def _rename(approval: Approval, by: Member, now: datetime) -> None:
    """The names are replaced; before the contract the price follows the new buyers' club levels."""
    order = approval.order
    found = Customer.objects.of(order.office).in_bulk(approval.details["customers"])
    people = [found[pk].file for pk in approval.details["customers"] if pk in found]
    if not people:
        raise Refusal(_("These customers are not there any more. Ask for the change anew."))
    refuse_buyers(order.office, people)
    before = [order.customer_id, *order.joint_buyers.values_list("customer", flat=True)]
    order.customer = people[0]
    order.save(update_fields=["customer"])
    order.joint_buyers.all().delete()
    Buyer.objects.bulk_create(Buyer(office=order.office, order=order, customer=each) for each in people[1:])
    note(order, OrderDeed.RENAMED, {"from": before, "to": [each.pk for each in people]}, by, now)
    plans_are_due(before, now=now)  # the others are no buyers any more
    if is_before_contract(order.step):
        reprice(order, by=by, now=now)
    add_fee(order, approval.fee, by=by, now=now)


def _refund(approval: Approval, by: Member, now: datetime) -> None:
    end_order(order=approval.order, end=OrderEnd.REFUNDED, by=by, now=now)


def _discount(approval: Approval, by: Member, now: datetime) -> None:
    order, details = approval.order, approval.details
    if not is_before_contract(order.step):
        raise Refusal(_("The contract is signed: this cannot be changed any more."))
    is_family = details["as"] == "family"
    Discount.objects.create(
        office_id=order.office_id,
        order=order,
        kind=DiscountKind.FAMILY if is_family else DiscountKind.OTHER,
        percent=_decimal(details["percent"]),
        amount=_decimal(details.get("amount")),
        level_id=details.get("level"),
        approval=approval,
        at=now,
        by=by,
    )
    reprice(order, by=by, now=now)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


CARRY_OUT: dict[ChangeKind, Callable[[Approval, Member, datetime], None]] = {
    ChangeKind.SWAP: _swap,
    ChangeKind.RENAME: _rename,
    ChangeKind.REFUND: _refund,
    ChangeKind.DISCOUNT: _discount,
}


def _tell_asker(approval: Approval, by: Member, now: datetime) -> None:
    approved = approval.state == Decision.APPROVED
    order: Order = approval.order
    tell(
        office_id=approval.office_id,
        member_ids=[approval.asked_by_id],
        kind=NoticeKind.CHANGE_APPROVED if approved else NoticeKind.CHANGE_REFUSED,
        about={"path": reverse("deals:order", args=[by.office.slug, order.pk])},
        now=now,
    )
