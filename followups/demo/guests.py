"""What the office knows of some customers besides their visits: wishes, birthdays, e-mail addresses."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from deals.models import Order
from followups.demo.cast import Cast
from followups.demo.texts import texts
from followups.services.consents import record_answers
from messaging.enums import ConsentWay
from visitors.enums import DateCalendar, DateOf
from visitors.models import Customer, CustomerPhone
from visitors.services.call_wishes import set_wishes
from visitors.services.customer_dates import add_birthday

SOON = timedelta(hours=2)
"""After the first visit; customers are asked when they are known."""
WISHES = (
    {"key": True},
    {"quality": True},
    {"special": "vip"},
    {"objection": True},
    {"key": True, "quality": True},
    {"special": "leader"},
    {"objection": True},
)
BIRTHDAYS = ((0, True), (0, False), (1, True), (3, True), (6, False), (20, True))
"""In how many days, and whether it is the buyer's own."""
LUNAR = (8, 15)
ADDRESSES = 45
"""As many e-mails as seconds that the demo's batch takes to leave."""
ADDRESS = "guest{}@example.com"


def tell_of_guests(cast: Cast) -> None:
    files = list(Customer.objects.of(cast.office).people().exclude(name="").order_by("pk"))
    _wishes(cast, files)
    _birthdays(cast)
    if cast.writes:
        _addresses(cast)


def _wishes(cast: Cast, files: Sequence[Customer]) -> None:
    """Of customers here and there in the list, so that several consultants have one."""
    step = max(1, len(files) // (len(WISHES) + 1))
    for customer, wishes in zip(files[step::step], WISHES, strict=False):
        set_wishes(customer=customer, by=cast.manager, now=_soon(cast, customer), **wishes)


def _birthdays(cast: Cast) -> None:
    """Buyers with a birthday today and soon, their own or one of the family; one by the lunar calendar."""
    orders = Order.objects.of(cast.office).live().filter(customer=OuterRef("pk"))
    buyers = Customer.objects.of(cast.office).people().filter(Exists(orders)).exclude(name="").order_by("pk")
    for customer, (ahead, is_own) in zip(buyers, BIRTHDAYS, strict=False):
        on = cast.day(ahead)
        who = (DateOf.BUYER, "") if is_own else (DateOf.FAMILY, texts()["family"])
        add_birthday(
            customer=customer,
            month=on.month,
            day=on.day,
            year=None,
            whose=who[0],
            name=who[1],
            by=cast.manager,
            now=_soon(cast, customer),
        )
    if last := buyers.last():
        month, day = LUNAR
        add_birthday(
            customer=last,
            month=month,
            day=day,
            calendar=DateCalendar.LUNAR,
            by=cast.manager,
            now=_soon(cast, last),
        )


def _addresses(cast: Cast) -> None:
    """Those who left a number and an address, and want our news by e-mail."""
    numbers = CustomerPhone.objects.of(cast.office).active().filter(customer=OuterRef("pk"))
    reached = Customer.objects.of(cast.office).people().filter(Exists(numbers)).exclude(name="")
    for place, customer in enumerate(reached.order_by("pk")[:ADDRESSES], start=1):
        record_answers(
            customer=customer,
            call=None,
            sms=None,
            email=True,
            address=ADDRESS.format(place),
            way=ConsentWay.DESK,
            by=cast.writer,
            now=_soon(cast, customer),
        )


def _soon(cast: Cast, customer: Customer) -> datetime:
    return min(customer.created_at + SOON, cast.now)
