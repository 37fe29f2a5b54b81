"""Carrying out a swap: the old order ends, the new one stands where the old one stood."""

from datetime import datetime

from deals.enums import OrderDeed, OrderEnd, OrderStep
from deals.models import Buyer, Order, Unit
from deals.order_steps import DATES
from deals.services.counting import count_if_reached
from deals.services.instalment_changes import renew_instalments
from deals.services.opportunities import hand_on
from deals.services.orders import end_order, insert, next_number, note, show_on_board
from deals.services.prices import note_club_discount, quote
from offices.models import Member


def carry_out_swap(*, order: Order, unit: Unit, by: Member, now: datetime) -> Order:
    """A new order of ``unit`` at the same step with the same people, dates and plan. Raises Refusal.

    The caller has locked the office, the order and the unit, and asked whether it may be. Discounts other than the
    club's were approved for the old unit and are asked for anew. What was paid counts for the new order
    (deals.selectors.money), and its instalments ask for the difference.
    """
    people = [order.customer, *(each.customer for each in order.joint_buyers.select_related("customer"))]
    end_order(order=order, end=OrderEnd.SWAPPED, by=by, now=now)
    price = quote(unit.list_price, buyers=people, plan=order.plan)
    new = Order(
        office=order.office,
        number=next_number(order.office_id),
        unit=unit,
        customer=order.customer,
        closer=order.closer,
        step=order.step,
        list_price=unit.list_price,
        price=price.total,
        price_lines=price.as_json(),
        plan=order.plan,
        ordered_at=now,
        lapses_at=order.lapses_at,
        **{DATES[step]: getattr(order, DATES[step]) for step in OrderStep},
    )
    insert(new)
    Buyer.objects.bulk_create(Buyer(office=order.office, order=new, customer=each) for each in people[1:])
    note_club_discount(new, people, by=by, now=now)
    Order.objects.filter(pk=order.pk).update(swapped_to=new)
    renew_instalments(new, by=by, now=now, of=order)
    show_on_board(new)
    details = {"step": new.step, "price": str(new.price), "instead_of": order.number}
    note(new, OrderDeed.OPENED, details, by, now)
    hand_on(old=order, new=new)
    count_if_reached(order=new, by=by, now=now)
    return new
