"""The forms of money and agreements, ready to be sent (tests/reception/sent_forms.py)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from deals.enums import OrderStep
from deals.instalments import Part
from deals.models import Agreement, Building, Order, Payment, PaymentPlan, Unit
from deals.selectors.agreements import Particulars
from deals.selectors.cash import figures_of
from deals.services.agreements import start_with_our_wording, write_agreement
from deals.services.instalments import save_plan, set_instalments
from deals.services.payments import draw_book, take_payment
from offices.enums import Role
from offices.models import Member
from tests.cast import enrol
from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of, receive

ROLES = {"cashier": Role.FINANCE, "supervisor": Role.SUPERVISOR}


def _who(house: House, name: str) -> Member:
    """Finance or the supervisor of the house, who come in when they are needed."""
    if not hasattr(house, name):
        setattr(house, name, enrol(house.office, f"{house.office.slug}-{name}", ROLES[name], name=name))
    return getattr(house, name)


@dataclass(frozen=True)
class MoneyForm(SentForm):
    """Sent by finance, where nobody else is named."""

    by: str = "cashier"

    def sender(self, house: House) -> Member:
        return _who(house, self.by) if self.by in ROLES else super().sender(house)


def _order(house: House) -> Order:
    """Ordered ten days ago, with receipts in the stock."""
    now = timezone.now() - timedelta(days=10)
    customer = file_of(house.chief, name="Zhou")
    receive(customer, house.first, at=now, visit=uuid4())
    unit = Unit.objects.create(
        office=house.office,
        building=Building.objects.create(office=house.office, name="Paid block"),
        number="101",
        floor=1,
        layout="2B1L",
        area=Decimal("80.00"),
        list_price=Decimal("1000000.00"),
    )
    draw_book(office=house.office, first=1, last=50, by=_who(house, "supervisor"), now=now)
    return Order.objects.create(
        office=house.office,
        number=700,
        unit=unit,
        customer=customer,
        closer=house.first,
        step=OrderStep.LARGE_DEPOSIT,
        list_price=unit.list_price,
        price=unit.list_price,
        ordered_at=now,
    )


def _paid(house: House) -> Payment:
    now = timezone.now()
    return take_payment(
        order=_order(house),
        amount=Decimal(5000),
        way="card",
        paid_on=house.office.business_date(now),
        by=_who(house, "cashier"),
        now=now,
    )


def _plan(house: House) -> PaymentPlan:
    plan = save_plan(
        office=house.office,
        plan=None,
        name="At once",
        parts=[Part("All", Decimal(100), 3)],
        percent_off=Decimal(0),
        by=house.chief,
        now=timezone.now(),
    )
    house.entry = str(plan.pk)
    return plan


def _behind(house: House) -> str:
    order = _order(house)
    begins = house.office.business_date(order.ordered_at)
    set_instalments(order=order, plan=_plan(house), begins_on=begins, by=house.chief, now=timezone.now())
    return house.page("deals:demand", order.pk)


def _to_plan(house: House) -> str:
    _plan(house)
    return house.page("deals:instalments_set", _order(house).pk)


def _till(house: House) -> str:
    payment = _paid(house)
    house.seen = figures_of(house.office, payment.paid_on).document()["digest"]
    return house.page("deals:cash_day")


def _worded(house: House) -> Order:
    start_with_our_wording(
        office=house.office, kind="subscription", language="en", by=house.chief, now=timezone.now()
    )
    return _order(house)


def _written(house: House) -> Agreement:
    agreement = write_agreement(
        order=_worded(house),
        particulars=Particulars("Zhou", "13800001234", "1 Harbour Road", "200000"),
        version=0,
        by=house.chief,
        now=timezone.now(),
    )
    house.seen = agreement.digest
    house.entry = str(house.chief.pk)
    return agreement


def of_order(name: str) -> Callable[[House], str]:
    return lambda house: house.page(name, _order(house).pk)


WORDING = "{buyers} {phone} {address} {postcode} {unit} {price} {balance}"

MONEY_FORMS: dict[str, SentForm] = {
    "deals:payment_new": MoneyForm(
        of_order("deals:payment_new"),
        {"amount": "20,000.00", "way": "card", "paid_on": "{today}", "receipt": "1"},
    ),
    "deals:payment_back": MoneyForm(
        lambda house: house.page("deals:payment_back", _paid(house).pk),
        {"reason": "misbooked", "amount": "100", "way": "card", "paid_on": "{today}", "receipt": "2"},
    ),
    "deals:receipt_void": MoneyForm(
        lambda house: house.page("deals:receipt_void") if _paid(house) else "",
        {"number": "1", "reason": "amount"},
    ),
    "deals:receipt_books": MoneyForm(
        lambda house: house.page("deals:receipt_books"), {"first": "101", "last": "150"}, by="supervisor"
    ),
    "deals:cash_day": MoneyForm(_till, {"day": "{today}", "seen": "{seen}"}),
    "deals:payment_plan_new": MoneyForm(
        lambda house: house.page("deals:payment_plan_new"),
        {"name": "In two", "parts": "First, 30%, 7\nRest, 70, 37", "percent_off": "1", "is_active": "on"},
        words=("name", "parts"),
        by="chief",
    ),
    "deals:payment_plan": MoneyForm(
        lambda house: house.page("deals:payment_plan", _plan(house).pk),
        {"name": "In two", "parts": "First, 30, 7\nRest, 70, 37", "percent_off": "", "is_active": "on"},
        words=("name", "parts"),
        by="chief",
    ),
    "deals:instalments_set": MoneyForm(_to_plan, {"plan": "{entry}", "begins_on": "{today}"}),
    "deals:demand": MoneyForm(_behind),
    "deals:agreement": MoneyForm(
        lambda house: house.page("deals:agreement", _worded(house).pk),
        {
            "buyers": "Zhou Mingming",
            "phone": "13812345678",
            "address": "1 Harbour Road",
            "postcode": "200000",
            "version": "0",
        },
        words=("buyers", "phone", "address"),
    ),
    "deals:agreement_sign": MoneyForm(
        lambda house: house.page("deals:agreement_sign", _written(house).pk),
        {"digest": "{seen}", "keeper": "{entry}"},
    ),
    "deals:agreement_template": MoneyForm(
        lambda house: house.page("deals:agreement_template"),
        {"text": WORDING.replace("{", "{{").replace("}", "}}"), "version": "0"},
        words=("text",),
        by="chief",
    ),
    "deals:agreement_template_queue": MoneyForm(
        lambda house: house.page("deals:agreement_template_queue"),
        {"text": "{{release}} {{number}} {{customer}}", "version": "0"},
        words=("text",),
        by="chief",
    ),
    "deals:agreement_templates_start": MoneyForm(
        lambda house: house.page("deals:agreement_templates_start"), {"kind": "subscription"}, by="chief"
    ),
}
