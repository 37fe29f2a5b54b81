"""The forms of orders, their changes and their opportunities, ready to be sent (tests/reception/sent_forms.py)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from deals.forms.people import signed
from deals.models import Approval, Building, ClubLevel, ClubMembership, Order, Reason, Release, Unit
from deals.services import changes, opportunities
from deals.services.orders import open_order
from offices.enums import Role
from offices.models import Member
from tests.cast import enrol
from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of, receive
from visitors.models import Customer


@dataclass(frozen=True)
class OrderSent(SentForm):
    """The ids of what was prepared fill the fields: ``{house.order_ids[name]}`` would be long, so it is done here."""

    by: str = "first"

    def filled(self, house: House, **other: str) -> dict[str, str]:
        known = vars(house).get("order_ids", {})
        here = {name: known.get(value, value) for name, value in self.fields.items()}
        return {"request_key": str(uuid4()), **here, **other}

    def sender(self, house: House) -> Member:
        if self.by != "director":
            return super().sender(house)
        if not hasattr(house, "director"):
            house.director = enrol(house.office, f"{house.office.slug}-director", Role.DIRECTOR)
        return house.director


def _ids(house: House, **ids: object) -> None:
    """What stands under these names in the fields of a form."""
    house.order_ids = {**vars(house).get("order_ids", {}), **{name: str(pk) for name, pk in ids.items()}}


def _customer(house: House, name: str = "Zhou") -> Customer:
    customer = file_of(house.chief, name=name)
    receive(customer, house.first, at=timezone.now() - timedelta(days=2), visit=uuid4())
    return customer


def _unit(house: House, number: str, price: int = 1_000_000) -> Unit:
    office = house.office
    building, _made = Building.objects.get_or_create(office=office, name="Sold block")
    release, _made = Release.objects.get_or_create(
        office=office, name="Sold release", defaults={"opens_on": date(2026, 1, 1)}
    )
    unit, _made = Unit.objects.get_or_create(
        office=office,
        building=building,
        number=number,
        defaults={
            "release": release,
            "floor": 1,
            "layout": "2B1L",
            "area": Decimal(80),
            "list_price": Decimal(price),
        },
    )
    return unit


def _order(house: House, step: str = "small") -> Order:
    number = f"{100 + Order.objects.filter(office=house.office).count()}"
    unit = _unit(house, number)
    return open_order(unit=unit, customer=_customer(house), step=step, by=house.first, now=timezone.now())


def _new(house: House) -> str:
    _ids(house, unit=_unit(house, "901").pk, customer=_customer(house).pk)
    _ids(house, known=signed(int(house.order_ids["customer"]), house.first))
    return house.page("deals:order_new")


def of_order(name: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        order = _order(house)
        other = _customer(house, "Qin")
        level, _made = ClubLevel.objects.get_or_create(
            office=house.office, name="Gold", defaults={"position": 3, "percent": Decimal(2)}
        )
        ClubMembership.objects.create(
            office=house.office, customer=other, level=level, joined_at=timezone.now(), by=house.chief
        )
        _ids(house, other=other.pk, known=signed(other.pk, house.first))
        _ids(house, unit=_unit(house, "902", 900_000).pk, reason=_reason(house, "won").pk)
        return house.page(name, order.pk)

    return prepare


def _reason(house: House, state: str) -> Reason:
    listed = Reason.objects.filter(office=house.office, state=state).first()
    return listed or opportunities.add_reason(
        office=house.office, state=state, words="Price", by=house.chief, now=timezone.now()
    )


def _asked(house: House) -> str:
    asked: Approval = changes.ask_refund(
        order=_order(house), reason="moves away", by=house.first, now=timezone.now()
    )
    return house.page("deals:approve", asked.pk)


def _lost(house: House) -> str:
    customer = _customer(house)
    for days in (3, 2, 1):
        at = timezone.now() - timedelta(hours=days)
        receive(customer, house.first, at=at, visit=uuid4())
    _ids(house, reason=_reason(house, "lost").pk)
    return house.page("deals:opportunity_close", customer.pk)


TODAY = f"{timezone.now() + timedelta(hours=8):%Y-%m-%d}"
ORDER_FORMS: dict[str, SentForm] = {
    "deals:order_new": OrderSent(
        _new,
        {
            "unit": "unit",
            "customer": "customer",
            "known": "known",
            "step": "small",
            "plan": "",
            "do": "order",
        },
    ),
    "deals:order_advance": OrderSent(of_order("deals:order_advance"), {"step": "large", "on": TODAY}),
    "deals:order_end": OrderSent(of_order("deals:order_end")),
    "deals:order_swap": OrderSent(
        of_order("deals:order_swap"),
        {"unit": "unit", "reason": "smaller after all", "do": "ask"},
        ("reason",),
    ),
    "deals:order_rename": OrderSent(
        of_order("deals:order_rename"),
        {"customer": "other", "known": "known", "reason": "her sister buys", "do": "ask"},
        ("reason",),
    ),
    "deals:order_refund": OrderSent(
        of_order("deals:order_refund"), {"reason": "moves away", "do": "ask"}, ("reason",)
    ),
    "deals:order_discount": OrderSent(
        of_order("deals:order_discount"),
        {"percent": "1.00", "amount": "", "reason": "buys today", "do": "ask"},
        ("reason",),
    ),
    "deals:order_family": OrderSent(
        of_order("deals:order_family"),
        {"relative": "other", "known": "known", "proofs": "register", "reason": "her mother", "do": "ask"},
        ("reason",),
    ),
    "deals:order_reason": OrderSent(of_order("deals:order_reason"), {"reason": "reason"}),
    "deals:approve": OrderSent(_asked, {"do": "approve", "answer": "he is right"}, ("answer",), by="chief"),
    "deals:opportunity_close": OrderSent(
        _lost, {"reason": "reason", "note": "bought elsewhere"}, ("note",), by="chief"
    ),
    "deals:reasons": OrderSent(
        lambda house: house.page("deals:reasons"),
        {"state": "lost", "words": "Too far from work"},
        ("words",),
        by="chief",
    ),
    "deals:reason_switch": OrderSent(
        lambda house: house.page("deals:reason_switch", _reason(house, "lost").pk), {"do": "off"}, by="chief"
    ),
}
