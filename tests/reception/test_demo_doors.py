"""The demo's wall and door: there from the first start, and left as users left them."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.test import Client

from offices.models import Office
from reception.demo.doors import open_doors, wall_path
from reception.demo.people import found_offices
from reception.demo.rolling import roll_forward
from reception.enums import LinkKind
from reception.models import CheckIn, PublicLink

NOON = datetime(2026, 11, 19, 4, 0, tzinfo=UTC)


@pytest.fixture
def yunjing(db: None) -> Office:
    found_offices()
    office = Office.objects.get(slug="yunjing")
    roll_forward(office, now=NOON, days=0)
    return office


def test_wall_door_and_a_visitor_are_there_once(yunjing: Office) -> None:
    for _ in range(2):
        open_doors(yunjing, now=NOON)
    assert sorted(link.kind for link in PublicLink.objects.of(yunjing)) == sorted(LinkKind.values)
    [entry] = CheckIn.objects.of(yunjing).waiting()
    assert entry.name and entry.masked and entry.named
    assert Client().get(wall_path(yunjing)).status_code == 200


def test_what_users_closed_stays_closed(yunjing: Office) -> None:
    open_doors(yunjing, now=NOON)
    PublicLink.objects.of(yunjing).update(revoked_at=NOON)
    yunjing.self_check_in = False
    yunjing.save(update_fields=["self_check_in"])
    open_doors(yunjing, now=NOON)
    yunjing.refresh_from_db()
    assert (wall_path(yunjing), yunjing.self_check_in) == ("", False)


def test_command_says_where_the_wall_is(db: None, capsys) -> None:
    call_command("demo", days=0)
    path = wall_path(Office.objects.get(slug="yunjing"))
    assert f"Wall board of yunjing: {path}" in capsys.readouterr().out
