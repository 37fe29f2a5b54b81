"""Why the commission of a deal is held back: a dispute about it is open, or a complaint waits for its answer.

Nothing is stored: each cause holds for as long as it is open itself, so that the end of one never frees what another
still holds.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models.functions import Coalesce

from deals.enums import Decision, FactKind, HoldCause
from deals.models import DealFact, Dispute, Order


def hold_causes(orders: Iterable[int]) -> dict[int, list[HoldCause]]:
    """The open causes by order id, for those that have any: three queries."""
    wanted = set(orders)
    causes: dict[int, list[HoldCause]] = defaultdict(list)
    for order in Dispute.objects.open().filter(order__in=wanted).values_list("order", flat=True):
        causes[order].append(HoldCause.DISPUTE)
    for order in sorted(_complained(wanted)):
        causes[order].append(HoldCause.COMPLAINT)
    return dict(causes)


def _complained(orders: set[int]) -> set[int]:
    """Those that a complaint is about which nobody has answered: one about the deal, or about its customer at large."""
    complaints = DealFact.objects.filter(kind=FactKind.COMPLAINT_UPHELD, state=Decision.ASKED)
    found = set(complaints.filter(order__in=orders).values_list("order", flat=True))
    # By the files that hold: the complaint or the order may stand with an alias.
    file = Coalesce("customer__merged_into_id", "customer_id")
    at_large = complaints.filter(order=None).annotate(file=file).values("file")
    bought = Order.objects.filter(pk__in=orders).annotate(file=file).filter(file__in=at_large)
    return found | set(bought.values_list("pk", flat=True))
