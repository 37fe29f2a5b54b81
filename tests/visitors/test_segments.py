"""Segments of customers and the picture of a household: situations, and properties."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitors.household_graph import HEIGHT, WIDTH, Person, drawn
from visitors.segments import Axis, Facts, Reason, age, segments

ON = date(2026, 11, 22)

SITUATIONS = [
    (Facts(), {}),
    (Facts(income="over_1m"), {"payment": ("high", "income")}),
    (Facts(income="to_100k", budget=6_000_000), {"payment": ("high", "budget")}),
    (Facts(income="to_100k"), {"payment": ("low", "income")}),
    (Facts(budget=2_000_000), {"payment": ("middle", "budget")}),
    (Facts(homes=3), {"payment": ("high", "homes")}),
    (Facts(homes=1), {"payment": ("middle", "homes")}),
    (Facts(homes=0), {}),
    (Facts(partner=False), {"family": ("single", "marital"), "life": ("young", "marital")}),
    (Facts(partner=True), {"family": ("couple", "marital"), "life": ("before_children", "marital")}),
    (
        Facts(partner=True, children=("2024", "2009-05-01")),
        {"family": ("with_children", "children"), "life": ("small_children", "children")},
    ),
    (
        Facts(partner=False, children=("2015-02",)),
        {"family": ("one_parent", "children"), "life": ("school", "children")},
    ),
    (Facts(children=("",)), {"family": ("with_children", "children")}),
    (
        Facts(children=("2000",), parents_too=True),
        {"family": ("three_generations", "household"), "life": ("grown", "children")},
    ),
    (
        Facts(partner=True, born="1960-01-01"),
        {"family": ("couple", "marital"), "life": ("later", "age")},
    ),
]


@pytest.mark.clause("B-33")
@pytest.mark.parametrize(("facts", "expected"), SITUATIONS)
def test_a_segment_follows_from_what_is_known_and_says_from_what(facts, expected):
    found = {each.axis.value: (each.code, each.reason.value) for each in segments(facts, {}, ON)}
    assert found == expected


def test_what_somebody_says_stands_above_what_is_derived():
    [payment] = segments(Facts(income="to_100k"), {"payment": "high"}, ON)
    assert (payment.axis, payment.code, payment.reason, payment.derived) == (
        Axis.PAYMENT,
        "high",
        Reason.SAID,
        "low",
    )
    assert segments(Facts(), {"payment": "enormous"}, ON) == ()


def test_an_age_is_never_counted_too_high():
    assert age("1966-11-22", ON) == 60 and age("1966-11-23", ON) == 59
    assert age("1966-11", ON) == 59 and age("1966-10", ON) == 60
    assert age("1966", ON) == 59


PEOPLE = st.lists(st.sampled_from(["spouse", "parent", "child", "unknown"]), max_size=9)


@given(PEOPLE)
def test_boxes_of_a_household_never_overlap_and_lie_within_the_picture(relations):
    people = [Person(0, "first"), *(Person(key, each) for key, each in enumerate(relations, start=1))]
    picture = drawn(people)
    assert [box.key for box in picture.boxes] == [each.key for each in people]
    for box in picture.boxes:
        assert box.x >= 0 and box.x + WIDTH <= picture.width
        assert box.y >= 0 and box.y + HEIGHT <= picture.height
    taken = sorted((box.y, box.x) for box in picture.boxes)
    assert all(a[0] != b[0] or a[1] + WIDTH < b[1] for a, b in pairwise(taken))
    assert len(picture.lines) == len(relations)


def test_generations_stand_below_each_other():
    picture = drawn([Person(1, "first"), Person(2, "parent"), Person(3, "child"), Person(4, "spouse")])
    rows = {box.key: box.y for box in picture.boxes}
    assert rows[2] < rows[1] == rows[4] < rows[3]


def test_nobody_makes_an_empty_picture():
    assert drawn([]).boxes == ()
