"""A household as a small picture: a row for each generation, lines between those who belong together.

Pure: who is what in, places in whole pixels out. The same people stand as a list beside the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

PARENT, CHILD, SPOUSE, FIRST = "parent", "child", "spouse", "first"
ROWS = {PARENT: 0, FIRST: 1, SPOUSE: 1, CHILD: 2}
"""The row of each relation to the one with whom the household began (codes of enums.Relation)."""
WIDTH, HEIGHT = 132, 44
ACROSS, DOWN = 24, 44
MARGIN = 4


@dataclass(frozen=True, slots=True)
class Person:
    """``key`` names them; ``relation`` is to the first of the household."""

    key: int
    relation: str


@dataclass(frozen=True, slots=True)
class Box:
    """Where somebody stands: the corner, and the middle for the words."""

    key: int
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def centre(self) -> int:
        return self.y + HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Line:
    """From (x1, y1) to (x2, y2)."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole: its size, a box for each person, and the lines."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def drawn(people: Sequence[Person]) -> Picture:
    """The picture: people of one row in the order given, rows without anybody left out, unknown relations last."""
    rows: dict[int, list[Person]] = {}
    for person in people:
        rows.setdefault(ROWS.get(person.relation, max(ROWS.values())), []).append(person)
    widest = max((_width(len(row)) for row in rows.values()), default=0)
    places: dict[int, Box] = {}
    for place, number in enumerate(sorted(rows)):
        row = rows[number]
        left = MARGIN + (widest - _width(len(row))) // 2
        for column, person in enumerate(row):
            x, y = left + column * (WIDTH + ACROSS), MARGIN + place * (HEIGHT + DOWN)
            places[person.key] = Box(person.key, x, y)
    height = len(rows) * HEIGHT + max(len(rows) - 1, 0) * DOWN + 2 * MARGIN
    boxes = tuple(places[person.key] for person in people)
    return Picture(widest + 2 * MARGIN, height, boxes, tuple(_lines(people, places)))


def _width(count: int) -> int:
    return count * WIDTH + (count - 1) * ACROSS


def _lines(people: Sequence[Person], places: dict[int, Box]) -> list[Line]:
    """Everybody to the first of the household: couples side by side, generations from foot to head."""
    first = next((each for each in people if each.relation == FIRST), None)
    if first is None:
        return []
    centre, found = places[first.key], []
    for person in people:
        box = places[person.key]
        if person is first:
            continue
        if box.y == centre.y:
            left, right = sorted((box, centre), key=lambda each: each.x)
            found.append(Line(left.x + WIDTH, left.centre, right.x, right.centre))
        else:
            upper, lower = sorted((box, centre), key=lambda each: each.y)
            found.append(Line(upper.middle, upper.y + HEIGHT, lower.middle, lower.y))
    return found
