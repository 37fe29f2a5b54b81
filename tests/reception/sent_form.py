"""A form that is ready to be sent, and the house in which it is: for the tests that send every form there is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdesk.models import ChecklistItem
from offices.enums import Role
from offices.models import Member, Office
from reception.models import Reception
from reception.services.arrivals import log_arrival
from reception.services.day import open_day
from tests.cast import enrol
from tests.reception.conftest import walk_in


class House:
    """An office on an open day: two consultants in order, a third not signed in, and one who may do the rest."""

    def __init__(self, slug: str) -> None:
        self.office = Office.objects.create(name=slug, slug=slug)
        self.first, self.second, self.spare = (
            enrol(self.office, f"{slug}-{name}", Role.CONSULTANT, name=name)
            for name in ("first", "second", "spare")
        )
        self.deputy: Member | None = None
        self.effect = ""
        self.seen = self.entry = ""
        self.chief = enrol(self.office, f"{slug}-chief", Role.DESK, Role.MANAGER, Role.ADMINISTRATOR)
        self.item: ChecklistItem | None = None
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
    here = house.office.local(timezone.now())
    later, past = here + timedelta(days=2), here - timedelta(hours=2)
    return {
        "first": str(house.first.pk),
        "second": str(house.second.pk),
        "deputy": str(house.deputy.pk) if house.deputy else "",
        "effect": house.effect,
        "seen": house.seen,
        "entry": house.entry,
        "this_minute": f"{house.office.local(timezone.now()):%Y-%m-%dT%H:%M}",
        "item": str(house.item.pk) if house.item else "",
        "deals_building": str(house.office.buildings.values_list("pk", flat=True).first() or ""),
        "slug": house.office.slug,
        "day": f"{later:%Y-%m-%d}",
        "today": f"{here:%Y-%m-%d}",
        "past": f"{past:%Y-%m-%dT%H:%M}",
        "moment": f"{later:%Y-%m-%dT%H:%M}",
        "moment_after": f"{later + timedelta(hours=2):%Y-%m-%dT%H:%M}",
    }
