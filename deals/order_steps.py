"""The steps of an order as tables: what follows what, when it happened, and what the control board shows.

Each table has the steps as its keys, all of them.
"""

from deals.enums import OrderStep, UnitState

FOLLOWING: dict[OrderStep, OrderStep | None] = {
    OrderStep.SMALL_DEPOSIT: OrderStep.LARGE_DEPOSIT,
    OrderStep.LARGE_DEPOSIT: OrderStep.SUBSCRIPTION,
    OrderStep.SUBSCRIPTION: OrderStep.CONTRACT,
    OrderStep.CONTRACT: None,
}
UNIT_STATES: dict[OrderStep, UnitState] = {
    OrderStep.SMALL_DEPOSIT: UnitState.SMALL_DEPOSIT,
    OrderStep.LARGE_DEPOSIT: UnitState.LARGE_DEPOSIT,
    OrderStep.SUBSCRIPTION: UnitState.SUBSCRIBED,
    OrderStep.CONTRACT: UnitState.CONTRACTED,
}
DATES: dict[OrderStep, str] = {
    OrderStep.SMALL_DEPOSIT: "small_on",
    OrderStep.LARGE_DEPOSIT: "large_on",
    OrderStep.SUBSCRIPTION: "subscribed_on",
    OrderStep.CONTRACT: "contracted_on",
}
MAY_BEGIN = frozenset(OrderStep) - {OrderStep.CONTRACT}
"""An order may begin with any of these."""
PLACES = {step: place for place, step in enumerate(OrderStep)}


def has_reached(step: str, other: OrderStep) -> bool:
    """Whether an order at ``step`` has come as far as ``other``, or farther."""
    return PLACES[OrderStep(step)] >= PLACES[other]


def is_before_contract(step: str) -> bool:
    return not has_reached(step, OrderStep.CONTRACT)
