"""An office in the middle of its sales: two buildings, orders at every step, and what waits for somebody."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from deals.enums import OrderStep
from deals.instalments import Part
from deals.models import Approval, Building, ClubLevel, Order, PaymentPlan, QueueNumber, Release, Unit
from deals.order_steps import FOLLOWING
from deals.services import changes
from deals.services.club import join, start_levels
from deals.services.holds import withhold
from deals.services.instalments import save_plan
from deals.services.orders import advance, end_order, open_order
from deals.services.queue_numbers import give_number
from offices.enums import Role
from offices.models import Member, Office
from tests.cast import enrol
from tests.visitors.rows import file_of, receive
from visitors.models import Customer

NAMES = json.loads(Path(__file__).with_name("names.json").read_text())
LAYOUTS = ("3B2L", "2B1L", "3B2L", "4B2L")
AREAS = ("118.36", "89.20", "120.05", "143.88")
FACINGS = ("se", "s", "s", "ns")
FLOORS = range(1, 11)
STARTING = {"none": "None", "blue": "Blue", "silver": "Silver", "gold": "Gold"}
IN_THREE = (
    Part("First payment", Decimal(30), 7),
    Part("Loan", Decimal(60), 37),
    Part("Rest", Decimal(10), 97),
)
SOLD = {
    "0101": "contracted",
    "0103": "contracted",
    "0201": "subscribed",
    "0204": "small",
    "0302": "large",
    "0303": "contracted",
    "0401": "large",
    "0502": "small",
    "0503": "subscribed",
    "0604": "contracted",
    "0701": "small",
    "0803": "large",
    "1001": "subscribed",
    "1002": "contracted",
}
"""Units of the first building and how far their orders have come."""


@dataclass
class DealScene:
    """Everybody and everything by name; ``orders`` by the number of their unit in the first building."""

    office: Office
    lin: Member
    an: Member
    bo: Member
    chen: Member
    hua: Member
    """The supervisor."""
    mei: Member
    """The manager."""
    gu: Member
    """Finance."""
    director: Member
    now: datetime
    blocks: list[Building] = field(default_factory=list)
    release: Release | None = None
    coming: Release | None = None
    levels: list[ClubLevel] = field(default_factory=list)
    plan: PaymentPlan | None = None
    customers: list[Customer] = field(default_factory=list)
    orders: dict[str, Order] = field(default_factory=dict)
    asked: list[Approval] = field(default_factory=list)
    numbers: list[QueueNumber] = field(default_factory=list)

    def unit(self, number: str, block: int = 0) -> Unit:
        return Unit.objects.get(building=self.blocks[block], number=number)

    def at(self, step: str) -> Order:
        """A live order at that step."""
        return Order.objects.of(self.office).live().filter(step=step).order_by("number").first()


def deal_office(office: Office, lin: Member) -> DealScene:
    """Two buildings of ten floors with four units each; ``lin`` is the clerk, or whoever else looks on."""
    scene = DealScene(office, lin, *_staff(office), now=timezone.now())
    _buildings(scene)
    _prices(scene)
    scene.customers = list(_customers(scene))
    _orders(scene)
    _requests(scene)
    _queue(scene)
    return scene


def _staff(office: Office) -> list[Member]:
    roles = {
        "an": Role.CONSULTANT,
        "bo": Role.CONSULTANT,
        "chen": Role.CONSULTANT,
        "hua": Role.SUPERVISOR,
        "mei": Role.MANAGER,
        "gu": Role.FINANCE,
        "director": Role.DIRECTOR,
    }
    found = []
    for name, role in roles.items():
        known = Member.objects.filter(office=office, user__username=name).first()
        found.append(known or enrol(office, f"{office.slug}-{name}", role, name=name.capitalize()))
    return found


def _buildings(scene: DealScene) -> None:
    office, today = scene.office, scene.office.business_date(scene.now)
    scene.release = Release.objects.create(
        office=office, name="Autumn release", opens_on=today - timedelta(days=20)
    )
    scene.coming = Release.objects.create(
        office=office, name="Spring release", opens_on=today + timedelta(days=12)
    )
    scene.blocks = [
        Building.objects.create(office=office, name=f"Block {place}", position=place) for place in (1, 2)
    ]
    for block, building in enumerate(scene.blocks):
        release = scene.coming if block else scene.release
        Unit.objects.bulk_create(
            Unit(
                office=office,
                building=building,
                release=release if floor < 10 or not block else None,
                number=f"{floor:02}{place:02}",
                floor=floor,
                line=place,
                layout=LAYOUTS[place - 1],
                area=Decimal(AREAS[place - 1]),
                facing=FACINGS[place - 1],
                list_price=Decimal(AREAS[place - 1]) * (11_800 + 150 * floor),
            )
            for floor in FLOORS
            for place in range(1, 5)
        )
    held = (("0804", "Show flat", None), ("0904", "Kept for the developer's partner", timedelta(days=2)))
    for number, reason, spell in held:
        until = scene.now + spell if spell else None
        withhold(unit=scene.unit(number), reason=reason, until=until, by=scene.hua, now=scene.now)


def _prices(scene: DealScene) -> None:
    scene.levels = start_levels(office=scene.office, names=STARTING)
    scene.plan = save_plan(
        office=scene.office,
        plan=None,
        name="In three",
        parts=IN_THREE,
        percent_off=Decimal(1),
        by=scene.mei,
        now=scene.now,
    )


def _customers(scene: DealScene) -> Iterator[Customer]:
    """A customer for each order, two more for the queue, one who is new."""
    staff = (scene.an, scene.bo, scene.chen)
    begun = scene.now - timedelta(days=16)
    for place in range(len(SOLD) + 4):
        surname = NAMES["surnames"][place % len(NAMES["surnames"])]
        name = surname + NAMES["given"][place % len(NAMES["given"])]
        customer = file_of(scene.lin, name=name, phone=f"1380010{place:04}", now=begun)
        consultant = staff[place % 3]
        receive(customer, consultant, at=begun + timedelta(hours=place), visit=uuid4(), by=scene.lin)
        if place % 4 == 0:
            receive(customer, consultant, at=scene.now - timedelta(days=3, hours=place), visit=uuid4())
        if place in (1, 4):
            join(customer=customer, level=scene.levels[3 - place // 4], by=scene.mei, now=begun)
        yield customer


def _orders(scene: DealScene) -> None:
    staff = (scene.an, scene.bo, scene.chen)
    for place, (number, step) in enumerate(SOLD.items()):
        hours = 66 if place == 3 else 18 + 2 * place
        at = scene.now - timedelta(hours=hours)
        order = open_order(
            unit=scene.unit(number),
            customer=scene.customers[place],
            buyers=[scene.customers[place + 1]] if place == 4 else (),
            step=OrderStep.SMALL_DEPOSIT,
            closer=staff[place % 3],
            plan=scene.plan if place % 2 else None,
            by=staff[place % 3],
            now=at,
        )
        while order.step != step:
            order = advance(order=order, step=FOLLOWING[OrderStep(order.step)], by=order.closer, now=at)
        scene.orders[number] = order
    ended = scene.orders.pop("0701")
    end_order(order=ended, end="withdrawn", by=ended.closer, now=scene.now)


def _requests(scene: DealScene) -> None:
    """A discount, a refund and a swap wait for the manager; a swap to a dearer unit has passed."""
    now = scene.now
    large, other, subscribed = (scene.orders[number] for number in ("0302", "0401", "0201"))
    scene.asked = [
        changes.ask_discount(
            order=large,
            percent=Decimal("1.5"),
            reason="Buys today if the price comes down",
            by=large.closer,
            now=now,
        ),
        changes.ask_refund(
            order=subscribed, reason="Moves to another city for work", by=subscribed.closer, now=now
        ),
        changes.ask_swap(
            order=other, unit=scene.unit("0102"), reason="Smaller after all", by=other.closer, now=now
        ),
    ]
    changes.ask_swap(
        order=scene.orders["0803"],
        unit=scene.unit("1004"),
        reason="A room more",
        by=scene.orders["0803"].closer,
        now=now,
    )


def _queue(scene: DealScene) -> None:
    for customer in scene.customers[-4:-1]:
        scene.numbers.append(
            give_number(release=scene.coming, customer=customer, layout="3B2L", by=scene.lin, now=scene.now)
        )
