"""Every form of an office, ready to be sent: who sends it, from which state, with which fields.

The tests that send all of them (hostile input, double clicks) compare this table with the addresses there are, so that
a new form is not forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from offices.enums import NoticeKind, Role
from offices.models import Member, Office
from offices.services.notices import tell
from reception.models import Reception
from reception.services import floor, voids
from reception.services.arrivals import log_arrival
from reception.services.day import close_day, open_day
from tests.cast import enrol
from tests.reception.conftest import walk_in
from visitors.services.customers import CustomerEntry


class House:
    """An office on an open day: two consultants in order, a third not signed in, and one who may do the rest."""

    def __init__(self, slug: str) -> None:
        self.office = Office.objects.create(name=slug, slug=slug)
        self.first, self.second, self.spare = (
            enrol(self.office, f"{slug}-{name}", Role.CONSULTANT, name=name)
            for name in ("first", "second", "spare")
        )
        self.chief = enrol(self.office, f"{slug}-chief", Role.DESK, Role.MANAGER, Role.ADMINISTRATOR)
        open_day(office=self.office, present=[self.first, self.second], by=self.chief, now=timezone.now())

    def arrive(self, **facts) -> Reception:
        return log_arrival(office=self.office, arrival=walk_in(**facts), by=self.chief, now=timezone.now())

    def page(self, name: str, *args) -> str:
        return reverse(name, args=[self.office.slug, *args])


@dataclass(frozen=True)
class SentForm:
    """``prepare`` brings the house into the state in which the form makes sense, and returns its address.

    ``fields`` are those that are sent, with values that are taken; ``words`` those of them that somebody typed.
    """

    prepare: Callable[[House], str]
    fields: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    by: str = "chief"
    changes: bool = True
    nests: bool = True  # may run inside a transaction of the test

    def sender(self, house: House) -> Member:
        return getattr(house, self.by)

    def client(self, house: House) -> Client:
        """The sender's browser; an answer of status 500 is an answer, not an exception."""
        client = Client(raise_request_exception=False)
        client.force_login(self.sender(house).user)
        return client

    def filled(self, house: House, **other: str) -> dict[str, str]:
        """The fields as they are sent, under a key of their own."""
        here = {
            name.format(**vars(house)): value.format(**_ids(house)) for name, value in self.fields.items()
        }
        return {"request_key": str(uuid4()), **here, **other}


def _ids(house: House) -> dict[str, str]:
    later = house.office.local(timezone.now()) + timedelta(days=2)
    return {
        "first": str(house.first.pk),
        "second": str(house.second.pk),
        "day": f"{later:%Y-%m-%d}",
        "moment": f"{later:%Y-%m-%dT%H:%M}",
    }


def of_visit(name: str) -> Callable[[House], str]:
    return lambda house: house.page(name, house.arrive().visit)


def of_member(name: str, who: str) -> Callable[[House], str]:
    return lambda house: house.page(name, getattr(house, who).pk)


def _waiting(house: House) -> str:
    for _ in range(2):
        house.arrive()
    return house.page("reception:leave", house.arrive().visit)


def _away(house: House) -> str:
    floor.step_out(consultant=house.first, reason="business", by=house.first, now=timezone.now())
    return house.page("reception:step_in", house.first.pk)


def _asked(house: House) -> str:
    reception = house.arrive()
    asked = voids.ask_void(reception=reception, reason="peer", note="", by=house.first, now=timezone.now())
    return house.page("reception:verify_void", asked.pk)


def _closed(house: House) -> str:
    close_day(office=house.office, by=house.chief, now=timezone.now())
    return house.page("reception:day")


def _told(house: House) -> str:
    tell(
        office_id=house.office.pk,
        member_ids=[house.chief.pk],
        kind=NoticeKind.LATE,
        about={},
        now=timezone.now(),
    )
    return house.page("notices_seen")


def _number(house: House) -> str:
    entry = CustomerEntry(name="Zhou", phone="13812345678", phone_answer="given")
    customer = house.arrive(customer=entry).customer
    return house.page("reception:reveal", customer.phones.get().pk)


ARRIVAL = {
    "customer": "",
    "name": "Zhou Mingming",
    "honorific": "",
    "phone": "13812345678",
    "phone_answer": "given",
    "phone_note": "left it gladly",
    "consent_call": "yes",
    "consent_sms": "no",
    "history": "visited",
    "named": "{second}",
    "designates": "",
    "refuses_named": "",
    "forgot": "",
    "purpose": "purchase",
    "party_size": "2",
    "source": "",
    "licence_plate": "A12345",
    "referred_by": "",
}
OUTCOME = {
    "grade": "A",
    "layout": "3br",
    "floor": "",
    "area_min": "80",
    "area_max": "120",
    "budget_min": "200",
    "budget_max": "300",
    "buying_purpose": "",
    "objections": "price",
    "units_wanted": "1",
    "phone": "13812345678",
    "phone_answer": "given",
    "phone_note": "left it gladly",
    "consent_call": "yes",
    "consent_sms": "",
    "next_appointment": "{moment}",
    "note": "wants to see the garden side",
}
# Everybody's place; the ids of the consultants stand in the names of the fields.
ROSTER = {
    "do": "open",
    "here_{first.pk}": "on",
    "place_{first.pk}": "2",
    "here_{second.pk}": "on",
    "place_{second.pk}": "1",
}

FORMS: dict[str, SentForm] = {
    "notices_seen": SentForm(_told),
    "reception:match": SentForm(
        lambda house: house.page("reception:match"),
        {"phone": "", "name": "Zh", "q": "", "field": "name"},
        changes=False,
    ),
    "reception:preview": SentForm(lambda house: house.page("reception:preview"), ARRIVAL, changes=False),
    "reception:customers": SentForm(
        lambda house: house.page("reception:customers"), {"q": "Zhou"}, changes=False
    ),
    "reception:arrive": SentForm(
        lambda house: house.page("reception:arrive"), ARRIVAL, words=("name", "phone_note", "licence_plate")
    ),
    "reception:sign_in": SentForm(of_member("reception:sign_in", "spare"), {"next": "/"}),
    "reception:sign_out": SentForm(of_member("reception:sign_out", "first")),
    "reception:step_out": SentForm(of_member("reception:step_out", "first"), {"reason": "business"}),
    "reception:step_in": SentForm(_away),
    "reception:meet": SentForm(of_visit("reception:meet")),
    "reception:no_show": SentForm(of_visit("reception:no_show")),
    "reception:leave": SentForm(_waiting),
    "reception:finish": SentForm(
        of_visit("reception:finish"), OUTCOME, words=("phone_note", "note"), by="first"
    ),
    "reception:quick_finish": SentForm(of_visit("reception:quick_finish")),
    "reception:ask_void": SentForm(
        of_visit("reception:ask_void"),
        {"reason": "peer", "note": "asked for every floor plan"},
        words=("note",),
        by="first",
    ),
    "reception:cancel": SentForm(of_visit("reception:cancel"), {"note": "typed twice"}, words=("note",)),
    "reception:verify_void": SentForm(_asked, {"accept": "yes"}),
    "reception:day": SentForm(_closed, ROSTER),
    "reception:rules": SentForm(
        lambda house: house.page("reception:rules"),
        {"preset": "charter", "effective_from": "{day}", "note": "as agreed"},
        words=("note",),
    ),
    # Each showing of a number has its own line in the log: a second click is a second showing.
    "reception:reveal": SentForm(_number, {"purpose": "entry"}, changes=False, nests=False),
}
