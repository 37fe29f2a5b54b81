"""What deals hold of a person: told for their own file; words go with them, orders and the ledger stay."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from deals.enums import OrderStep
from deals.models import (
    AfterSaleTask,
    Agreement,
    Approval,
    Buyer,
    DealFact,
    Dispute,
    DisputeWords,
    Instalment,
    Opportunity,
    Order,
    RulingWords,
)
from deals.selectors.money import paid_totals
from visitors import personal_data
from visitors.models import Erasure
from visitors.personal_data import Hold, Holder, Person, Row, Stays


def name_places() -> None:
    """Called once, when the app is loaded."""
    personal_data.register(
        Holder(
            "deals.orders",
            gettext_lazy("Orders"),
            (
                *("deals.Agreement: particulars reason", "deals.Approval: reason answer"),
                *("deals.DealFact: note", "deals.Opportunity: note", "deals.AfterSaleTask: note"),
                *("deals.RulingWords", "deals.DisputeWords"),
            ),
            _erase,
            _rows,
        )
    )
    personal_data.register_holds(
        Hold("order", gettext_lazy("An order of theirs is under way, or not yet paid."), _ordering),
        Hold("dispute", gettext_lazy("A dispute about a deal of theirs is open."), _in_dispute),
        Hold("bought", gettext_lazy("They have bought here."), _bought, always=False),
    )
    personal_data.leave(
        Stays.ACCOUNTS,
        *("deals.Order: price_lines", "deals.Buyer", "deals.OrderEvent: kind details", "deals.Discount"),
        *("deals.Instalment: label", "deals.Demand: items", "deals.ReceiptBook", "deals.Payment"),
        *("deals.VoidReceipt", "deals.CashDay: totals", "deals.ClubMembership", "deals.ViewingPoints"),
        *("deals.QueueNumber: layout", "deals.Agreement: facts digest", "deals.Approval: details"),
    )
    personal_data.leave(
        Stays.EVIDENCE,
        "deals.Ruling: clause document evidence answer commitment digest",
        *(
            "deals.CommissionEntry: percent",
            "deals.Dispute: evidence",
            "deals.Party",
            "deals.DealFact: event",
        ),
        *("deals.DisputeStep: details commitment", "deals.Draw: receivers seed result"),
    )
    personal_data.leave(
        Stays.HOUSE,
        *("deals.Building: name", "deals.Release: name", "deals.Unit: number layout", "deals.Hold: reason"),
        *("deals.Reason: words", "deals.DealDays", "deals.AgreementTemplate: text", "deals.ClubLevel: name"),
        *("deals.CommissionRate: layout", "deals.ConductEntry: what consequence"),
        *("deals.PaymentPlan: name parts", "deals.UnitImport: file_name rows"),
    )


def orders_of(files: Collection[int]) -> QuerySet[Order]:
    """Bought by any of these files, alone or jointly."""
    joint = Buyer.objects.filter(customer__in=files).order_by().values("order")
    return Order.objects.filter(Q(customer__in=files) | Q(pk__in=joint)).order_by("pk")


def _rows(person: Person) -> Iterable[Row]:
    orders = list(orders_of(person.files).select_related("unit__building"))
    paid = paid_totals([order.pk for order in orders])
    for order in orders:
        yield {
            pgettext("order", "Number"): order.number,
            pgettext("order", "Unit"): str(order.unit),
            pgettext("order", "Step"): order.get_step_display(),
            pgettext("order", "End"): order.get_end_display(),
            _("Price (yuan)"): order.price,
            _("Paid (yuan)"): paid.get(order.pk),
            _("Ordered"): order.ordered_at,
        }
    for agreement in Agreement.objects.filter(order__in=orders).order_by("pk"):
        yield {
            _("Agreement"): f"{agreement.order_id} {agreement}",
            **{key: _plain(value) for key, value in agreement.particulars.items() if key != "salt"},
        }
    for fact in DealFact.objects.filter(customer__in=person.files).order_by("pk"):
        yield {_("Circumstance"): fact.get_kind_display(), _("In words"): fact.note}


def _plain(value: object) -> str:
    return ", ".join(map(_plain, value)) if isinstance(value, list) else str(value)


def _erase(person: Person, now: datetime) -> int:
    """Words about the person and the papers' particulars; prices, days, receipts and shares stay for the accounts."""
    orders = list(orders_of(person.files).order_by().values_list("pk", flat=True))
    count = Agreement.objects.filter(order__in=_theirs_alone(orders, person)).update(particulars={})
    Agreement.objects.filter(order__in=orders, signed_at=None).update(reason="")
    count += Approval.objects.filter(order__in=orders).update(reason="", answer="")
    count += AfterSaleTask.objects.filter(order__in=orders).update(note="")
    count += DealFact.objects.filter(Q(customer__in=person.files) | Q(order__in=orders)).update(note="")
    count += Opportunity.objects.filter(customer__in=person.files).update(note="")
    count += RulingWords.objects.filter(ruling__order__in=orders).delete()[0]
    return count + DisputeWords.objects.filter(step__dispute__order__in=orders).delete()[0]


def _theirs_alone(orders: Collection[int], person: Person) -> list[int]:
    """Those in which nobody else bought whose data still stand: a signed paper is emptied as a whole or not at all."""
    erased = Erasure.objects.order_by().values("customer")
    others = Buyer.objects.filter(order__in=orders).exclude(customer__in=person.files)
    named = Order.objects.filter(pk__in=orders).exclude(customer__in=person.files)
    kept = {
        *others.exclude(customer__in=erased).values_list("order", flat=True),
        *named.exclude(customer__in=erased).values_list("pk", flat=True),
    }
    return [order for order in orders if order not in kept]


def _of_orders(orders: QuerySet[Order], files: Collection[int]) -> set[int]:
    """Which of the files stand in these orders."""
    ids = orders.order_by().values("pk")
    wanted = set(files)
    first = Order.objects.filter(pk__in=ids, customer__in=wanted).order_by()
    joint = Buyer.objects.filter(order__in=ids, customer__in=wanted).order_by()
    return {*first.values_list("customer", flat=True), *joint.values_list("customer", flat=True)}


def _ordering(files: Collection[int]) -> set[int]:
    """A live order that has no contract yet, has something to be done, or has not been paid."""
    live = orders_of(files).filter(end="")
    open_tasks = AfterSaleTask.objects.open().filter(order__in=live.values("pk")).order_by()
    behind = [order.pk for order in live if _owes(order)]
    busy = live.filter(~Q(step=OrderStep.CONTRACT) | Q(pk__in=open_tasks.values("order")) | Q(pk__in=behind))
    return _of_orders(busy, files)


def _owes(order: Order) -> bool:
    plan = Instalment.objects.filter(order=order).order_by().values_list("amount", flat=True)
    return sum(plan) > paid_totals([order.pk])[order.pk]


def _in_dispute(files: Collection[int]) -> set[int]:
    disputed = Dispute.objects.open().order_by().values("order")
    return _of_orders(orders_of(files).filter(pk__in=disputed), files)


def _bought(files: Collection[int]) -> set[int]:
    """An order that lives, whatever its step: a customer who bought is none of the retention review's."""
    return _of_orders(orders_of(files).filter(end=""), files)
