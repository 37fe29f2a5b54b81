"""Buildings, releases and units: master unit control writes them; what was sold keeps what was sold."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deals.models import Building, Order, Release, Unit
from deals.services import units
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import AuditEntry
from tests.deals.conftest import NOW, unit_of

TODAY = date(2026, 11, 2)
SOLD = ("layout", "area", "list_price", "release")


def sell(unit: Unit, customer, closer, step: str = "contracted") -> Order:
    """The unit's row as an order leaves it."""
    unit.state = step
    unit.save(update_fields=["state"])
    return Order.objects.create(
        office=unit.office,
        number=1,
        unit=unit,
        customer=customer,
        closer=closer,
        step=step,
        list_price=unit.list_price,
        price=unit.list_price,
        ordered_at=NOW,
        contracted_on=TODAY if step == "contracted" else None,
    )


def test_building_takes_the_last_place_on_the_board(mei, building) -> None:
    building.position = 1
    building.save(update_fields=["position"])
    second = units.add_building(office=mei.office, name="  Block   2 ", by=mei, now=NOW)
    assert (second.name, second.position) == ("Block 2", 2)


@pytest.mark.parametrize("name", ["Block 1", "  ", "B" * 31])
def test_building_needs_a_name_of_its_own(mei, building, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        units.add_building(office=mei.office, name=name, by=mei, now=NOW)
    assert refused.value.field == "name"


def test_other_office_may_use_the_name_as_well(stranger, building) -> None:
    assert units.add_building(office=stranger.office, name=building.name, by=stranger, now=NOW)


def test_release_opens_on_its_day(mei, unit, release) -> None:
    assert unit.is_released(TODAY)
    units.change_release(
        release=release, name="Autumn release", opens_on=TODAY + timedelta(days=1), by=mei, now=NOW
    )
    unit.refresh_from_db()
    assert not unit.is_released(TODAY)


def test_unit_is_for_sale_from_the_start_and_its_figures_are_kept(mei, building, release) -> None:
    unit = units.add_unit(
        building=building,
        number="1201",
        floor=12,
        line=1,
        layout="3B2L",
        area=Decimal("98.50"),
        facing="s",
        list_price=Decimal("1250000.00"),
        release=release,
        by=mei,
        now=NOW,
    )
    assert (str(unit), unit.state, unit.price_per_metre) == ("Block 1 1201", "for_sale", Decimal("12690.36"))
    entry = AuditEntry.objects.get(action=AuditAction.UNIT_CHANGED)
    assert entry.details["list_price"] == "1250000.00"


def test_number_stands_once_in_a_building(mei, unit) -> None:
    fields = {"floor": 12, "line": 2, "layout": "x", "area": Decimal(1), "list_price": Decimal(1)}
    with pytest.raises(Refusal) as refused:
        units.add_unit(building=unit.building, number="1201", by=mei, now=NOW, **fields)
    assert refused.value.field == "number"


@pytest.mark.parametrize(
    ("field", "value"),
    [("area", Decimal(0)), ("list_price", Decimal("-1")), ("list_price", Decimal("1.001"))],
)
def test_figures_that_cannot_be_are_refused(mei, unit, field: str, value: Decimal) -> None:
    with pytest.raises(Refusal):
        units.change_unit(unit=unit, by=mei, now=NOW, **{field: value})


def test_database_refuses_figures_that_cannot_be(unit) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(area=0)


def test_change_keeps_what_was_and_what_is(mei, unit) -> None:
    units.change_unit(unit=unit, list_price=Decimal("1300000.00"), facing="s", by=mei, now=NOW)
    details = AuditEntry.objects.get(action=AuditAction.UNIT_CHANGED).details
    assert details == {"did": "changed", "list_price": ["1250000.00", "1300000.00"]}


def test_change_that_changes_nothing_leaves_no_line(mei, unit) -> None:
    units.change_unit(unit=unit, list_price=unit.list_price, by=mei, now=NOW)
    assert not AuditEntry.objects.filter(action=AuditAction.UNIT_CHANGED).exists()


@pytest.mark.parametrize("field", SOLD)
def test_unit_with_an_order_keeps_what_was_sold(mei, unit, an, customer, field: str) -> None:
    sell(unit, customer, an, "small")
    value = {"layout": "other", "area": Decimal(99), "list_price": Decimal(1), "release": None}[field]
    with pytest.raises(Refusal):
        units.change_unit(unit=unit, by=mei, now=NOW, **{field: value})


def test_unit_with_an_order_may_be_numbered_anew(mei, unit, an, customer) -> None:
    sell(unit, customer, an, "small")
    units.change_unit(unit=unit, number="12A1", by=mei, now=NOW)
    unit.refresh_from_db()
    assert unit.number == "12A1"


def test_release_of_another_office_is_refused(mei, unit, other_office) -> None:
    theirs = Release.objects.create(office=other_office, name="Theirs", opens_on=TODAY)
    with pytest.raises(Refusal):
        units.change_unit(unit=unit, release=theirs, by=mei, now=NOW)


def test_database_keeps_the_offices_apart(unit, other_office) -> None:
    theirs = Building.objects.create(office=other_office, name="Theirs")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(building=theirs)


# ------------------------------------------------------------------ filing


def test_contract_is_filed_with_its_date(mei, unit, an, customer) -> None:
    sell(unit, customer, an)
    units.file_unit(unit=unit, filed_on=TODAY, by=mei, now=NOW)
    unit.refresh_from_db()
    assert unit.filed_on == TODAY


@pytest.mark.parametrize("step", ["small", "large", "subscribed"])
def test_nothing_is_filed_before_the_contract(mei, unit, an, customer, step: str) -> None:
    sell(unit, customer, an, step)
    with pytest.raises(Refusal):
        units.file_unit(unit=unit, filed_on=TODAY, by=mei, now=NOW)


@pytest.mark.parametrize("days", [-1, 1])
def test_filing_lies_between_the_contract_and_today(mei, unit, an, customer, days: int) -> None:
    sell(unit, customer, an)
    with pytest.raises(Refusal) as refused:
        units.file_unit(unit=unit, filed_on=TODAY + timedelta(days=days), by=mei, now=NOW)
    assert refused.value.field == "filed_on"


# ------------------------------------------------------------------ the pages


@pytest.fixture
def manager(client: Client, mei, english) -> Client:
    client.force_login(mei.user)
    return client


def sent(**fields: str) -> dict[str, str]:
    return {"request_key": str(uuid4()), **fields}


FIELDS = {
    "number": "1201",
    "floor": "12",
    "line": "1",
    "layout": "3B2L",
    "area": "98.50",
    "facing": "s",
    "list_price": "1250000.00",
}


def test_unit_is_added_and_changed_in_forms(manager, building, release) -> None:
    page = reverse("deals:unit_new", args=["harbour"])
    answer = manager.post(page, sent(**FIELDS, building=str(building.pk), release=str(release.pk)))
    assert answer.status_code == 302
    unit = Unit.objects.get()
    page = reverse("deals:unit_change", args=["harbour", unit.pk])
    assert 'value="1250000.00"' in manager.get(page).content.decode()
    manager.post(page, sent(**FIELDS | {"list_price": "1260000"}, release=str(release.pk)))
    unit.refresh_from_db()
    assert (unit.list_price, unit.release) == (Decimal("1260000.00"), release)


def test_form_with_an_error_keeps_what_was_typed(manager, building) -> None:
    page = reverse("deals:unit_new", args=["harbour"])
    answer = manager.post(page, sent(**FIELDS | {"area": "98.505"}, building=str(building.pk)))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"area"}
    assert 'value="3B2L"' in answer.content.decode()


def test_building_of_another_office_is_not_on_the_list(manager, other_office) -> None:
    theirs = Building.objects.create(office=other_office, name="Theirs")
    answer = manager.post(
        reverse("deals:unit_new", args=["harbour"]), sent(**FIELDS, building=str(theirs.pk))
    )
    assert "building" in answer.context["form"].errors
    assert not Unit.objects.exists()


@pytest.mark.parametrize("name", ["unit", "unit_change", "unit_hold"])
def test_unit_of_another_office_is_not_there(manager, other_office, name: str) -> None:
    theirs = unit_of(Building.objects.create(office=other_office, name="Theirs"), "1201")
    assert manager.get(reverse(f"deals:{name}", args=["harbour", theirs.pk])).status_code == 404


def test_buildings_and_releases_are_kept_on_one_page(manager, building) -> None:
    page = reverse("deals:unit_setup", args=["harbour"])
    manager.post(reverse("deals:release_new", args=["harbour"]), sent(name="Spring", opens_on="2027-03-01"))
    manager.post(reverse("deals:building", args=["harbour", building.pk]), sent(name="Block A", position="3"))
    told = manager.get(page).content.decode()
    assert "Spring" in told and "opens 2027-03-01" in told and "Block A" in told
    building.refresh_from_db()
    assert (building.name, building.position) == ("Block A", 3)


def test_name_that_stands_already_comes_back_in_its_form(manager, building) -> None:
    answer = manager.post(reverse("deals:building_new", args=["harbour"]), sent(name="Block 1"))
    assert answer.status_code == 422
    assert answer.context["new_building"].errors.keys() == {"name"}
    assert Building.objects.count() == 1


def test_page_says_who_has_the_unit(manager, unit, an, customer) -> None:
    sell(unit, customer, an, "small")
    told = manager.get(reverse("deals:unit", args=["harbour", unit.pk])).content.decode()
    assert "Order 1 of An" in told and "small deposit" in told
    assert "Withhold from sale" not in told


def test_date_of_filing_is_entered_on_the_units_page(manager, unit, an, customer) -> None:
    sell(unit, customer, an)
    today = timezone.localdate()
    Order.objects.update(contracted_on=today)
    page = reverse("deals:unit_filing", args=["harbour", unit.pk])
    manager.post(page, sent(filed_on=f"{unit.office.business_date(timezone.now()):%Y-%m-%d}"))
    unit.refresh_from_db()
    assert unit.filed_on is not None
    assert "Filed online" in manager.get(reverse("deals:unit", args=["harbour", unit.pk])).content.decode()


def test_consultant_sees_the_unit_and_cannot_change_it(client, an, unit, english) -> None:
    client.force_login(an.user)
    told = client.get(reverse("deals:unit", args=["harbour", unit.pk])).content.decode()
    assert "1,250,000.00" in told and "98.50" in told
    assert "Withhold from sale" not in told
    change = client.post(reverse("deals:unit_change", args=["harbour", unit.pk]), sent(**FIELDS))
    assert change.status_code == 403
