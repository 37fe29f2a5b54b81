"""An order's price: what lowers it is gathered from its buyers, its approved discounts and its payment plan."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from deals.enums import DiscountKind, OrderDeed
from deals.models import ClubLevel, Discount, Order, OrderEvent, PaymentPlan
from deals.pricing import Level, Plan, Price, PricingError, Reduction, price_of
from deals.selectors.club import memberships
from deals.services.instalment_changes import renew_instalments
from offices.errors import Refusal
from offices.models import Member
from visitors.models import Customer


def highest_level(buyers: Iterable[Customer]) -> ClubLevel | None:
    """The club level in use with the highest percent among these customers (D-13); None where nobody is a member."""
    held = memberships(buyers).filter(level__is_active=True)
    return max((each.level for each in held), key=lambda level: (level.percent, level.position), default=None)


def quote(
    list_price: Decimal,
    *,
    buyers: Iterable[Customer] = (),
    discounts: Sequence[Discount] = (),
    plan: PaymentPlan | None = None,
) -> Price:
    """The price of that list price for these buyers, with the discounts approved for them. Raises Refusal."""
    own = highest_level(buyers)
    levels = [Level(own.name, own.percent)] if own else []
    for each in discounts:
        if each.kind == DiscountKind.FAMILY and each.level and each.percent is not None:
            levels.append(Level(each.level.name, each.percent, is_family=True))
    others = [Reduction(each.percent, each.amount) for each in discounts if each.kind == DiscountKind.OTHER]
    way = Plan(plan.name, plan.percent_off) if plan else None
    try:
        return price_of(list_price, levels=levels, others=others, plan=way)
    except PricingError:
        raise Refusal(
            _("With these discounts nothing would be left to pay. Make them smaller."), field="amount"
        ) from None


def note_club_discount(order: Order, buyers: Sequence[Customer], *, by: Member, now: datetime) -> None:
    """Keep by which level the club percent was given; an earlier one of this order is replaced."""
    order.discounts.filter(kind=DiscountKind.CLUB).delete()
    level = highest_level(buyers)
    if level is not None and level.percent:
        Discount.objects.create(
            office_id=order.office_id,
            order=order,
            kind=DiscountKind.CLUB,
            percent=level.percent,
            level=level,
            at=now,
            by=by,
        )


def reprice(order: Order, *, by: Member, now: datetime) -> None:
    """The price of a locked order anew, from its buyers and discounts as they stand. Raises Refusal."""
    buyers = [order.customer, *(buyer.customer for buyer in order.joint_buyers.select_related("customer"))]
    note_club_discount(order, buyers, by=by, now=now)
    discounts = list(order.discounts.select_related("level"))
    price = quote(order.list_price, buyers=buyers, discounts=discounts, plan=order.plan)
    before, order.price, order.price_lines = order.price, price.total, price.as_json()
    order.save(update_fields=["price", "price_lines"])
    if before != order.price:
        details = {"from": str(before), "to": str(order.price)}
        OrderEvent.objects.create(
            office_id=order.office_id, order=order, kind=OrderDeed.PRICED, details=details, at=now, by=by
        )
        renew_instalments(order, by=by, now=now)
