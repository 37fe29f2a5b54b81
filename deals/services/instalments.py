"""Payment plans of the office, the instalments that one makes of an order's price, and demands for what is overdue."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals.instalments import MOST_DAYS, MOST_PARTS, Part, PlanError, check_parts, split
from deals.models import Demand, Instalment, Order, PaymentPlan
from deals.roles import MONEY
from deals.selectors.arrears import Behind, arrears_of
from deals.selectors.money import fees_total
from deals.services.instalment_changes import add_fee
from deals.services.payments import NotYourMoney
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep

PAY_WITHIN = timedelta(days=7)
"""What a demand gives the customer."""

PROBLEMS: dict[str, Promise] = {
    "count": gettext_lazy("A plan has 1 to %(most)d parts."),
    "label": gettext_lazy("Part %(part)d has no name."),
    "percent": gettext_lazy("Part %(part)d: a percent is above 0 and at most 100."),
    "decimals": gettext_lazy("Part %(part)d: a percent has two decimals at most."),
    "days": gettext_lazy(
        "Part %(part)d: the days count from the beginning, do not go back, and are %(days)d at most."
    ),
    "sum": gettext_lazy("The percents add up to 100."),
    "nothing": gettext_lazy("Part %(part)d would be less than a fen of this price."),
}


@transaction.atomic
def save_plan(
    *,
    office: Office,
    plan: PaymentPlan | None,
    name: str,
    parts: Sequence[Part],
    percent_off: Decimal,
    is_active: bool = True,
    by: Member,
    now: datetime,
) -> PaymentPlan:
    """Add a payment plan, or change one. Raises Refusal. Orders keep the instalments that were made of it before."""
    _check_rights(office, by)
    words = " ".join(name.split())
    if not words:
        raise Refusal(_("Give the plan a name."), field="name")
    if not percent_off.is_finite() or not 0 <= percent_off < 100:
        raise Refusal(_("A discount is 0 to under 100 percent."), field="percent_off")
    try:
        check_parts(parts)
    except PlanError as error:
        raise _refusal(error, field="parts") from error
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    same = PaymentPlan.objects.filter(office=office, name=words)
    if (same.exclude(pk=plan.pk) if plan else same).exists():
        raise Refusal(_("A payment plan has this name already."), field="name")
    made = plan or PaymentPlan(office=office)
    made.name, made.percent_off, made.is_active = words, percent_off, is_active
    made.parts = [part.as_json() for part in parts]
    made.save(update_fields=["name", "percent_off", "is_active", "parts"] if plan else None)
    details = {"parts": made.parts, "off": str(percent_off), "active": is_active}
    shown = [[part["percent"], part["days"]] for part in details["parts"]]
    keep(
        action=AuditAction.PLAN_CHANGED,
        record=f"plan:{made.pk}",
        details={**details, "parts": shown},
        by=by,
        now=now,
    )
    return made


def parts_of(plan: PaymentPlan) -> list[Part]:
    """The plan's parts as the core takes them."""
    return [Part(part["label"], Decimal(part["percent"]), int(part["days"])) for part in plan.parts]


@transaction.atomic
def set_instalments(
    *, order: Order, plan: PaymentPlan, begins_on: date, by: Member, now: datetime
) -> list[Instalment]:
    """Make the order's instalments of a plan, in the place of those it had. Raises Refusal.

    They add up to the price to the fen, with the fees of changes besides; what was paid already counts against the
    oldest.
    """
    _check_rights(order.office, by)
    held = _locked(order)
    if held.end:
        raise Refusal(_("This order has ended: nothing falls due for it any more."))
    if plan.office_id != held.office_id or not plan.is_active:
        raise Refusal(_("This payment plan is not in use."), field="plan")
    if (
        not timedelta(0)
        <= begins_on - held.office.business_date(held.ordered_at)
        <= timedelta(days=MOST_DAYS)
    ):
        raise Refusal(_("The plan begins on the day of the order, or later."), field="begins_on")
    try:
        dues = split(held.price, parts_of(plan), begins_on)
    except PlanError as error:
        raise _refusal(error, field="plan") from error
    held.instalments.all().delete()
    made = Instalment.objects.bulk_create(
        Instalment(
            office=held.office,
            order=held,
            position=position,
            label=due.label,
            due_on=due.due_on,
            amount=due.amount,
        )
        for position, due in enumerate(dues, start=1)
    )
    add_fee(held, fees_total(held), by=by, now=now)
    details = {"plan": plan.pk, "begins": begins_on.isoformat(), "price": str(held.price)}
    keep(action=AuditAction.INSTALMENTS_SET, record=f"order:{held.pk}", details=details, by=by, now=now)
    return made


@transaction.atomic
def demand_payment(*, order: Order, by: Member, now: datetime) -> Demand:
    """A payment demand for all that is overdue (D-31), numbered for its order and kept. Raises Refusal.

    The second one of a day with the same content is the first one: it is printed again.
    """
    _check_rights(order.office, by)
    held = _locked(order)
    today = held.office.business_date(now)
    behind = arrears_of(held, today)
    if behind is None:
        raise Refusal(_("Nothing is overdue for this order."))
    items = _items(behind)
    last = behind.demand
    if last and last.items == items and held.office.business_date(last.at) == today:
        return last
    demand = Demand.objects.create(
        office=held.office,
        order=held,
        number=last.number + 1 if last else 1,
        items=items,
        total=behind.total,
        pay_by=today + PAY_WITHIN,
        breach=behind.is_breach,
        by=by,
        at=now,
    )
    held.instalments.filter(due_on__lt=today, demanded_at=None).update(demanded_at=now)
    details = {"order": held.pk, "total": str(demand.total), "breach": demand.breach}
    keep(action=AuditAction.DEMAND_PRINTED, record=f"demand:{demand.pk}", details=details, by=by, now=now)
    return demand


def _items(behind: Behind) -> list[dict]:
    return [
        {
            "label": item.due.label,
            "due_on": item.due.due_on.isoformat(),
            "amount": str(item.due.amount),
            "open": str(item.open),
            "days": item.days_overdue,
        }
        for item in behind.items
    ]


def _refusal(error: PlanError, field: str) -> Refusal:
    values = {"part": error.part, "most": MOST_PARTS, "days": MOST_DAYS}
    return Refusal(str(PROBLEMS[error.code]) % values, field=field)


def _check_rights(office: Office, by: Member) -> None:
    if by.office_id != office.pk or not by.holds(*MONEY):
        raise NotYourMoney(_("Finance, the supervisor and the manager see to this."))


def _locked(order: Order) -> Order:
    rows = Order.objects.select_for_update(of=("self",), no_key=True).select_related("office")
    return rows.get(pk=order.pk)
