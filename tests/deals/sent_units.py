"""The forms of units and queue numbers, ready to be sent (tests/reception/sent_forms.py)."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from deals.models import Building, Order, QueueNumber, Release, Unit
from deals.services.holds import withhold
from deals.services.queue_numbers import give_number
from deals.services.unit_imports import bring_list
from tests.reception.sent_form import House, SentForm

LIST = "Building\tUnit\tFloor\tLayout\tArea\tList price\nBlock 1\t1201\t12\t3 rooms\t98.50\t1250000"
UNIT = {
    "number": "1203",
    "floor": "12",
    "line": "3",
    "layout": "3 rooms",
    "area": "98.50",
    "facing": "s",
    "list_price": "1250000.00",
    "release": "",
}


def building_of(house: House) -> Building:
    return Building.objects.create(office=house.office, name="Block 9")


def release_of(house: House) -> Release:
    """Opens in three days."""
    day = house.office.business_date(timezone.now()) + timedelta(days=3)
    return Release.objects.create(office=house.office, name="Spring release", opens_on=day)


def unit_of(house: House) -> Unit:
    return Unit.objects.create(
        office=house.office,
        building=building_of(house),
        number="1201",
        floor=12,
        layout="3 rooms",
        area=Decimal("98.50"),
        list_price=Decimal("1250000.00"),
    )


def _of_unit(name: str):
    return lambda house: house.page(name, unit_of(house).pk)


def _to_add(house: House) -> str:
    building_of(house)
    return house.page("deals:unit_new")


def _withheld(house: House) -> str:
    unit = unit_of(house)
    withhold(unit=unit, reason="for the show flat", until=None, by=house.chief, now=timezone.now())
    return house.page("deals:unit_hold_end", unit.pk)


def _contracted(house: House) -> str:
    unit = unit_of(house)
    unit.state = "contracted"
    unit.save(update_fields=["state"])
    now = timezone.now()
    Order.objects.create(
        office=house.office,
        number=1,
        unit=unit,
        customer=house.arrive().customer,
        closer=house.first,
        step="contracted",
        list_price=unit.list_price,
        price=unit.list_price,
        ordered_at=now,
        contracted_on=house.office.business_date(now),
    )
    return house.page("deals:unit_filing", unit.pk)


def _brought(house: House) -> str:
    key = uuid4()
    bring_list(office=house.office, key=key, data=LIST.encode(), by=house.chief, now=timezone.now())
    return house.page("deals:unit_import_seen", key)


def _to_queue(house: House) -> str:
    return house.page("deals:queue_give", release_of(house).pk, house.arrive().customer_id)


def _queued(house: House) -> QueueNumber:
    return give_number(
        release=release_of(house), customer=house.arrive().customer, by=house.chief, now=timezone.now()
    )


UNIT_FORMS: dict[str, SentForm] = {
    "deals:unit_new": SentForm(_to_add, {**UNIT, "building": "{deals_building}"}, words=("number", "layout")),
    "deals:unit_change": SentForm(_of_unit("deals:unit_change"), UNIT, words=("number", "layout")),
    "deals:unit_hold": SentForm(
        _of_unit("deals:unit_hold"), {"reason": "for the show flat", "until": "{moment}"}, words=("reason",)
    ),
    "deals:unit_hold_end": SentForm(_withheld),
    "deals:unit_filing": SentForm(_contracted, {"filed_on": "{today}"}),
    "deals:building_new": SentForm(
        lambda house: house.page("deals:building_new"), {"name": "Block 2"}, words=("name",)
    ),
    "deals:building": SentForm(
        lambda house: house.page("deals:building", building_of(house).pk),
        {"name": "Block 3", "position": "2"},
        words=("name",),
    ),
    "deals:release_new": SentForm(
        lambda house: house.page("deals:release_new"),
        {"name": "Autumn release", "opens_on": "{day}"},
        words=("name",),
    ),
    "deals:release": SentForm(
        lambda house: house.page("deals:release", release_of(house).pk),
        {"name": "Winter release", "opens_on": "{day}"},
        words=("name",),
    ),
    "deals:unit_import": SentForm(
        lambda house: house.page("deals:unit_import"), {"pasted": LIST}, words=("pasted",)
    ),
    "deals:unit_import_seen": SentForm(_brought),
    "deals:queue_of": SentForm(
        lambda house: house.page("deals:queue_of", release_of(house).pk), {"q": "Zhou"}, changes=False
    ),
    "deals:queue_give": SentForm(_to_queue, {"layout": "3 rooms"}, words=("layout",)),
    "deals:queue_cancel": SentForm(lambda house: house.page("deals:queue_cancel", _queued(house).pk)),
}
