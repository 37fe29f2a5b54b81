"""What is for sale: three buildings that opened some weeks ago, and a fourth that opens next week."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from deals.demo.cast import Cast
from deals.demo.texts import texts
from deals.enums import Facing
from deals.models import Release, Unit
from deals.services.holds import end_hold, withhold
from deals.services.unit_imports import bring_list, write_list
from deals.services.units import add_release
from deals.unit_sheet_columns import header

OPENED_AGO = 80
"""Days since the first release came on sale."""
OPENS_IN = 8
"""Days until the second one does."""
FLOORS = 20
LATER_FLOORS = 12
BASE = 18_200
"""Yuan a square metre on the ground floor, before what floor and facing add."""
A_FLOOR = 55
HIGHEST_ADDED = 15
"""From this floor on nothing is added any more: the top ones are less liked."""
FACING = {Facing.NORTH_SOUTH: 600, Facing.SOUTH: 350, Facing.SOUTH_EAST: 150, Facing.EAST: 0}
LINES = (
    (1, Facing.NORTH_SOUTH, "143", "143.26"),
    (2, Facing.SOUTH, "89", "89.34"),
    (3, Facing.SOUTH_EAST, "105", "105.17"),
    (4, Facing.EAST, "128", "128.52"),
)
"""Place on the floor, facing, key of the layout's words, square metres."""


def build(cast: Cast, *, now: datetime, day: datetime) -> tuple[Release, Release]:
    """Both releases with their 240 and 48 units, imported from a list as an office would, at ``now``.

    ``day`` lies in the day on which the story ends.
    """
    words, office, by = texts()["estate"], cast.office, cast.supervisor
    today = office.business_date(day)
    opens = (today - timedelta(days=OPENED_AGO), today + timedelta(days=OPENS_IN))
    first, second = (
        add_release(office=office, name=name, opens_on=opens_on, by=by, now=now)
        for name, opens_on in zip(words["releases"], opens, strict=True)
    )
    key = UUID(int=Random(f"{office.slug} units").getrandbits(128), version=4)  # noqa: S311 (a story)
    brought = bring_list(
        office=office, key=key, data=_list(), file_name=words["file"], by=by, now=now + timedelta(minutes=4)
    )
    write_list(brought=brought, by=by, now=now + timedelta(minutes=9))
    return first, second


def withhold_some(cast: Cast, *, now: datetime, end: datetime) -> None:
    """Five units are kept back: show flats for good, some until the end of the week; one is free again."""
    units = Unit.objects.of(cast.office).filter(release__opens_on__lte=now).select_related("building")
    kept = [units.get(building__position=position, number=number) for position, number in KEPT]
    reasons = texts()["estate"]["withheld"]
    for place, unit in enumerate(kept):
        until = end + timedelta(days=3 + place) if place >= 2 else None
        withhold(
            unit=unit,
            reason=reasons[place],
            until=until,
            by=cast.manager if place % 2 else cast.supervisor,
            now=now + timedelta(minutes=place),
        )
    end_hold(unit=kept[-1], by=cast.supervisor, now=now + timedelta(hours=2))


KEPT = ((1, "301"), (1, "303"), (2, "1803"), (2, "1804"), (3, "1001"), (3, "1002"))
"""Building by its place, and number."""


def _list() -> bytes:
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(header("en"))
    sheet.writerows(_rows())
    return out.getvalue().encode()


def _rows() -> Iterator[tuple[str, ...]]:
    words = texts()["estate"]
    for place, building in enumerate(words["buildings"]):
        is_later = building == words["buildings"][-1]
        for floor in range(1, (LATER_FLOORS if is_later else FLOORS) + 1):
            for line, facing, layout, area in LINES:
                price = _price(floor, facing, area, place)
                yield (
                    *(building, f"{floor}{line:02d}", str(floor), str(line)),
                    *(words["layouts"][layout], area, facing.value, str(price)),
                    words["releases"][is_later],
                )


def _price(floor: int, facing: Facing, area: str, building: int) -> int:
    """Whole hundreds of yuan; a building further from the road costs a little more."""
    metre = BASE + A_FLOOR * min(floor, HIGHEST_ADDED) + FACING[facing] + 180 * building
    return round(metre * float(area) / 100) * 100
