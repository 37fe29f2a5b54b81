"""Rulings as they stand: the one that holds, and who may decide what the rules leave to the manager."""

from datetime import datetime

from deals.models import Order, Ruling
from offices.enums import Role
from offices.models import Member
from offices.selectors.deputies import may_decide


def current_ruling(order: Order) -> Ruling | None:
    """The order's ruling that no later one has replaced."""
    rows = Ruling.objects.filter(order=order, replaced_by=None).select_related("order__office")
    return rows.order_by("at", "pk").last()


def is_matter_of(ruling: Ruling, member: Member) -> bool:
    """Whether the member closed the deal or met the customer."""
    return member.pk == ruling.order.closer_id or member.code in _met(ruling)


def may_rule_by_hand(ruling: Ruling, member: Member, now: datetime) -> bool:
    """The manager or who stands in, and never on their own matter; the director where it is every manager's own."""
    if is_matter_of(ruling, member):
        return False
    if may_decide(member, now):
        return True
    managers = Member.objects.filter(office=ruling.office_id).working().holding(Role.MANAGER)
    own = all(is_matter_of(ruling, each) for each in managers)
    return member.holds(Role.DIRECTOR) and own


def _met(ruling: Ruling) -> set[str]:
    return {each["consultant"] for each in ruling.document["contacts"]}
