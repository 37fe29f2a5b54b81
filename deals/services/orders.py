"""An order from the deposit to the contract or to its end; the unit on the control board follows in the same breath.

Locks are taken in the order of deals.services.locking. Who may act is asked here as well as at the door.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from deals.enums import Decision, OrderDeed, OrderEnd, OrderStep, UnitState
from deals.models import Buyer, Hold, Order, OrderEvent, PaymentPlan, Unit
from deals.order_steps import DATES, FOLLOWING, MAY_BEGIN, UNIT_STATES
from deals.selectors.order_rules import house_order_rules
from deals.services.buyers_plans import plans_of_buyers_are_due
from deals.services.counting import count_if_reached, uncount
from deals.services.locking import lock_office, lock_order, lock_unit, patiently
from deals.services.opportunities import chance_is_back, win
from deals.services.order_checks import (
    refuse_buyers,
    refuse_closer,
    refuse_ended,
    refuse_not_for_sale,
    refuse_not_theirs,
    refuse_taken,
)
from deals.services.prices import note_club_discount, quote
from offices import live
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import leaders_of, tell
from visitors.models import Customer

ONE_LIVE = "order_one_live_per_unit"


def open_order(
    *,
    unit: Unit,
    customer: Customer,
    buyers: Sequence[Customer] = (),
    step: str,
    closer: Member | None = None,
    plan: PaymentPlan | None = None,
    by: Member,
    now: datetime,
) -> Order:
    """The customer takes the unit with that step, together with the joint buyers (D-17, D-18). Raises Refusal.

    ``closer`` is the consultant who made the sale, ``by`` where nobody is named. Who comes second reads who has it.
    """
    with patiently(), transaction.atomic():
        office = lock_office(unit.office_id)
        unit = lock_unit(unit)
        closer = closer or by
        people = files_of(customer, buyers)
        if step not in MAY_BEGIN:
            raise Refusal(_("An order begins with a deposit or a subscription."), field="step")
        refuse_closer(office, closer, by)
        refuse_buyers(office, people)
        refuse_taken(unit)
        refuse_not_for_sale(unit, now)
        order = _write(unit, people, OrderStep(step), closer, plan, by, now)
        _tell_control(order, by, now)
        return order


def advance(*, order: Order, step: str, on: date | None = None, by: Member, now: datetime) -> Order:
    """The order comes to the next step, on that day or today. Raises Refusal.

    Steps follow each other without a gap; the date is none to come, and not before the step before it.
    """
    with patiently(), transaction.atomic():
        order = lock_order(order)
        refuse_ended(order)
        refuse_not_theirs(order, by)
        if step != FOLLOWING[OrderStep(order.step)]:
            raise Refusal(
                _("This order stands at “%(step)s”. Load the page again.")
                % {"step": order.get_step_display()}
            )
        on = on or order.office.business_date(now)
        _refuse_date(order, on, now)
        order.step, order.lapses_at = step, None
        setattr(order, DATES[OrderStep(step)], on)
        order.save(update_fields=["step", "lapses_at", DATES[OrderStep(step)]])
        show_on_board(order)
        note(order, OrderDeed.ADVANCED, {"step": step, "on": on.isoformat()}, by, now)
        count_if_reached(order=order, by=by, now=now)
        return order


def end_order(*, order: Order, end: str, by: Member | None, now: datetime) -> Order:
    """The order ends and its unit is free again. Raises Refusal.

    ``by`` None: a small deposit lapsed by itself. Only a small deposit lapses or is withdrawn; a refund and a swap
    come from an approval (deals.services.approvals), which asks whether they may. What else was asked for falls with
    the order; a deal that counted is reversed.
    """
    with patiently(), transaction.atomic():
        order = lock_order(order)
        refuse_ended(order)
        if end not in OrderEnd.values:
            raise Refusal(_("Say how the order ends."), field="end")
        if end in (OrderEnd.LAPSED, OrderEnd.WITHDRAWN) and order.step != OrderStep.SMALL_DEPOSIT:
            raise Refusal(_("Only a small deposit is withdrawn. From then on ask for a refund."))
        if by is not None and end == OrderEnd.WITHDRAWN:
            refuse_not_theirs(order, by)
        order.end, order.ended_at = end, now
        order.save(update_fields=["end", "ended_at"])
        order.approvals.filter(state=Decision.ASKED).update(state=Decision.REFUSED, answered_at=now)
        show_on_board(order)
        note(order, OrderDeed.ENDED, {"end": end}, by, now)
        uncount(order=order, by=by, now=now)
        if end != OrderEnd.SWAPPED:
            chance_is_back(order=order, now=now)
        return order


def show_on_board(order: Order) -> None:
    """The unit's state follows from its order: taken, or free again, or withheld where somebody holds it."""
    if not order.end:
        state = UNIT_STATES[OrderStep(order.step)]
    elif Hold.objects.filter(unit=order.unit_id, ended_at=None).exists():
        state = UnitState.WITHHELD
    else:
        state = UnitState.FOR_SALE
    Unit.objects.filter(pk=order.unit_id).update(state=state)
    order.unit.state = state
    live.bump(order.office_id)


def note(order: Order, deed: OrderDeed, details: dict, by: Member | None, now: datetime) -> None:
    """A line of the order's history, and one in the audit log where somebody did it; its buyers are planned anew."""
    plans_of_buyers_are_due(order, now=now)
    OrderEvent.objects.create(
        office_id=order.office_id, order=order, kind=deed, details=details, at=now, by=by
    )
    if by is not None:
        did = {"did": deed.value, **details}
        keep(action=AuditAction.ORDER_CHANGED, record=f"order:{order.number}", details=did, by=by, now=now)


def files_of(customer: Customer, buyers: Sequence[Customer]) -> list[Customer]:
    """The customer and the joint buyers: each person once, by the file that holds."""
    people = {each.file_id: each.file for each in (customer, *buyers)}
    return list(people.values())


def _write(
    unit: Unit,
    people: Sequence[Customer],
    step: OrderStep,
    closer: Member,
    plan: PaymentPlan | None,
    by: Member,
    now: datetime,
) -> Order:
    office = unit.office
    today = office.business_date(now)
    price = quote(unit.list_price, buyers=people, plan=plan)
    order = Order(
        office=office,
        number=next_number(office.pk),
        unit=unit,
        customer=people[0],
        closer=closer,
        step=step,
        list_price=unit.list_price,
        price=price.total,
        price_lines=price.as_json(),
        plan=plan,
        ordered_at=now,
    )
    setattr(order, DATES[step], today)
    if step == OrderStep.SMALL_DEPOSIT:
        order.lapses_at = now + house_order_rules(office, today).hold
    insert(order)
    Buyer.objects.bulk_create(Buyer(office=office, order=order, customer=each) for each in people[1:])
    note_club_discount(order, people, by=by, now=now)
    show_on_board(order)
    note(order, OrderDeed.OPENED, {"step": step, "price": str(order.price)}, by, now)
    win(order=order, by=by, now=now)
    count_if_reached(order=order, by=by, now=now)
    return order


def next_number(office_id: int) -> int:
    """The next order number of an office whose row the caller has locked: gap-free."""
    latest = Order.objects.filter(office_id=office_id).aggregate(latest=Max("number"))["latest"]
    return (latest or 0) + 1


def insert(order: Order) -> None:
    """Write the order. Raises Refusal where the database finds that the unit has one already."""
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError as error:
        if ONE_LIVE not in str(error):
            raise
        refuse_taken(order.unit)
        raise Refusal(_("This unit has an order already. Choose another one.")) from error


def _refuse_date(order: Order, on: date, now: datetime) -> None:
    if on > order.office.business_date(now):
        raise Refusal(_("This day is still to come. Give the day on which it happened."), field="on")
    before = getattr(order, DATES[OrderStep(order.step)])
    if before is not None and on < before:
        raise Refusal(
            _("This is before “%(step)s” (%(day)s). Check the date.")
            % {"step": order.get_step_display(), "day": before.isoformat()},
            field="on",
        )


def _tell_control(order: Order, by: Member, now: datetime) -> None:
    """Master unit control hears of it at once (D-18)."""
    leaders = [leader.pk for leader in leaders_of(order.office_id) if leader.pk != by.pk]
    path = reverse("deals:order", args=[order.office.slug, order.pk])
    about = {"path": path, "number": order.number}
    tell(office_id=order.office_id, member_ids=leaders, kind=NoticeKind.ORDER_OPENED, about=about, now=now)
