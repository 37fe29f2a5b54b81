"""The forms of rulings, circumstances, households and commission, ready to be sent (tests/reception/sent_forms.py)."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from deals.models import Building, CommissionRate, Order, Ruling, Unit
from deals.services.facts import claim_fact
from deals.services.rulings import rule_deal
from offices.enums import Role
from tests.cast import enrol
from tests.deals.ruled import confirmed
from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of, receive
from visitors.models import Customer
from visitors.services.households import join_household

PRICE = Decimal("1000000.00")


def _customer(house: House, name: str = "Zhou") -> Customer:
    """Received by the first consultant yesterday."""
    customer = file_of(house.chief, name=name)
    receive(customer, house.first, at=timezone.now() - timedelta(days=1))
    return customer


def _order(house: House, customer: Customer) -> Order:
    building = Building.objects.create(office=house.office, name="Ruled block")
    unit = Unit.objects.create(
        office=house.office,
        building=building,
        number="101",
        floor=1,
        layout="2B1L",
        area=Decimal("80.00"),
        list_price=PRICE,
    )
    now = timezone.now()
    return Order.objects.create(
        office=house.office,
        number=901,
        unit=unit,
        customer=customer,
        closer=house.first,
        step="large",
        list_price=PRICE,
        price=PRICE,
        ordered_at=now,
        large_on=house.office.business_date(now),
    )


def _rate(house: House) -> None:
    CommissionRate.objects.create(
        office=house.office,
        percent=Decimal("1.000"),
        effective_from=date(2020, 1, 1),
        by=house.chief,
        at=timezone.now(),
    )


def _ruled(house: House, customer: Customer) -> Ruling:
    return rule_deal(order=_order(house, customer), by=house.chief, now=timezone.now())


def _left_to_the_manager(house: House) -> str:
    _rate(house)
    customer = _customer(house)
    confirmed(customer, "event", by=house.second, to=house.chief, event="Opening day")
    return house.page("deals:ruling_by_hand", _ruled(house, customer).pk)


def _without_rate(house: House) -> str:
    ruling = _ruled(house, _customer(house))
    _rate(house)
    return house.page("deals:ruling_again", ruling.pk)


def _claimed(house: House) -> str:
    fact = claim_fact(
        customer=_customer(house), kind="forgot", about=None, by=house.first, now=timezone.now()
    )
    return house.page("deals:fact", fact.pk)


def _two(house: House) -> str:
    customer = _customer(house)
    house.entry = str(_customer(house, "Tang").pk)
    return house.page("deals:household_join", customer.pk)


def _joined(house: House) -> str:
    member = join_household(
        customer=_customer(house),
        other=_customer(house, "Tang"),
        relation="spouse",
        by=house.chief,
        now=timezone.now(),
    )
    return house.page("deals:household_leave", member.pk)


def _payable(house: House) -> str:
    """The spare consultant looks after the money as well."""
    house.spare.roles = [Role.CONSULTANT, Role.FINANCE]
    house.spare.save(update_fields=["roles"])
    _rate(house)
    _ruled(house, _customer(house))
    return house.page("deals:commission_pay", house.first.pk)


def _spoken_of(house: House) -> str:
    enrol(house.office, f"{house.office.slug}-leader", Role.SUPERVISOR, name="leader")
    return house.page("deals:fact_new", _customer(house).pk)


RULING_FORMS = {
    "deals:ruling_by_hand": SentForm(
        _left_to_the_manager,
        {
            "share_{first.pk}": "60",
            "share_{second.pk}": "40",
            "share_department": "",
            "credit": "{first}",
            "why": "As it was drawn on the opening day.",
        },
        words=("why",),
    ),
    "deals:ruling_again": SentForm(_without_rate),
    "deals:fact": SentForm(_claimed, {"accept": "yes"}),
    "deals:fact_new": SentForm(
        _spoken_of,
        {"kind": "refused", "about": "{second}", "event": "", "note": "She said so at the door."},
        words=("note",),
        by="first",
    ),
    "deals:household": SentForm(
        lambda house: house.page("deals:household", _customer(house).pk), {"q": "Tang"}, changes=False
    ),
    "deals:household_join": SentForm(_two, {"other": "{entry}", "relation": "spouse"}),
    "deals:household_leave": SentForm(_joined),
    "deals:commission_rates": SentForm(
        lambda house: house.page("deals:commission_rates"),
        {"release": "", "layout": "", "percent": "1.5", "fixed": "", "effective_from": "{day}"},
    ),
    "deals:commission_pay": SentForm(_payable, {"amount": "10000.00"}, by="spare"),
}
