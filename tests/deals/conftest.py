"""What the deals of the tests start from: a release, a building with a unit in it, a customer who was here."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from deals.models import Building, Release, Unit
from offices.enums import Role
from offices.models import Member, Office
from tests.cast import enrol
from tests.visitors.rows import file_of, receive
from visitors.models import Customer

NOW = datetime(2026, 11, 2, 6, 20, tzinfo=UTC)
"""14:20 on the harbour's clock; the moment at which tests/visitors/rows.py enters customers."""
NUMBER = "+8613800001234"


def unit_of(building: Building, number: str, **fields: Any) -> Unit:
    """A unit of three rooms and a million and a quarter, on the floor that its number begins with."""
    values: dict[str, Any] = {
        "floor": int(number[:-2]),
        "line": int(number[-2:]),
        "layout": "3B2L",
        "area": Decimal("98.50"),
        "facing": "s",
        "list_price": Decimal("1250000.00"),
        **fields,
    }
    return Unit.objects.create(office=building.office, building=building, number=number, **values)


@pytest.fixture
def release(office: Office) -> Release:
    """Comes on sale on the day of the story."""
    return Release.objects.create(office=office, name="Autumn release", opens_on=date(2026, 11, 2))


@pytest.fixture
def building(office: Office) -> Building:
    return Building.objects.create(office=office, name="Block 1")


@pytest.fixture
def unit(building: Building, release: Release) -> Unit:
    """Number 1201, for sale."""
    return unit_of(building, "1201", release=release)


@pytest.fixture
def second_unit(building: Building, release: Release) -> Unit:
    """Its neighbour 1202, for sale."""
    return unit_of(building, "1202", release=release)


@pytest.fixture
def customer(lin: Member, an: Member) -> Customer:
    """Zhou, who left a number and was received by an at NOW."""
    customer = file_of(lin, name="Zhou", phone="13800001234")
    receive(customer, an, at=NOW)
    return customer


@pytest.fixture
def gu(office: Office) -> Member:
    """Finance."""
    return enrol(office, "gu", Role.FINANCE)


@pytest.fixture
def hua(office: Office) -> Member:
    """The sales supervisor."""
    return enrol(office, "hua", Role.SUPERVISOR)


@pytest.fixture
def director(office: Office) -> Member:
    return enrol(office, "director", Role.DIRECTOR)


@pytest.fixture
def english(client: Client) -> Iterator[None]:
    """Services and pages speak English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield
