"""Which two files are proposed as one person: a table of situations, and what holds of any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitors.duplicates import LIKELY, PROPOSED, WEIGHTS, Sign, Traits, likeness, proposals


def traits(file: int, **known) -> Traits:
    return Traits(file, **{name: frozenset(values) for name, values in known.items()})


WU = {"names": {"wu"}, "sounds": {"wu"}}
ALIKE = {"names": {"woo"}, "sounds": {"wu"}}
CHEN = {"names": {"chen"}, "sounds": {"chen"}}
CAR = {"plates": {"a12345"}}
NUMBER = {"phones": {"f1"}}
BORN = {"birthdays": {("solar", 3, 9, 1980)}}


@pytest.mark.parametrize(
    ("one", "other", "proposed"),
    [
        # the same number: one person, unless it is plain that another has it now
        ({**NUMBER}, {**NUMBER}, True),
        ({**NUMBER, **WU}, {**NUMBER}, True),
        ({**NUMBER, **WU}, {**NUMBER, **WU}, True),
        ({**NUMBER, **WU}, {**NUMBER, **CHEN}, False),
        ({**NUMBER, "honorifics": {"mr"}}, {**NUMBER, "honorifics": {"ms"}}, False),
        ({"emails": {"e1"}}, {"emails": {"e1"}}, True),
        ({**NUMBER, "names": {"woo"}, "sounds": {"wuxiaoru"}}, {**NUMBER, **WU}, True),
        # a name with something else
        ({**WU}, {**WU}, False),
        ({**WU, **CAR}, {**WU, **CAR}, True),
        ({**WU, **CAR}, {**ALIKE, **CAR}, True),
        ({**WU, **CAR}, {**CHEN, **CAR}, False),
        ({**CAR}, {**CAR}, False),
        ({**WU, **BORN}, {**WU, **BORN}, True),
        ({**WU, **CAR, **BORN}, {**WU, **CAR, "birthdays": {("solar", 4, 1, 1990)}}, False),
        ({**WU, "companies": {"acme"}}, {**WU, "companies": {"acme"}}, True),
        ({**WU, "households": {4}}, {**WU, "households": {4}}, True),
        # a household has several people
        ({"households": {4}}, {"households": {4}}, False),
        ({**WU, "households": {4}}, {**CHEN, "households": {4}}, False),
        ({**WU, **CAR, "honorifics": {"mr"}}, {**WU, **CAR, "honorifics": {"ms"}}, False),
        ({}, {}, False),
    ],
)
def test_two_files_are_proposed(one, other, proposed) -> None:
    assert likeness(traits(1, **one), traits(2, **other)).is_proposed is proposed


def test_the_reasons_are_told_by_weight() -> None:
    found = likeness(traits(9, **WU, **NUMBER, **CAR), traits(4, **WU, **NUMBER, **CAR, honorifics={"mr"}))
    assert (found.low, found.high, found.score) == (4, 9, 100)
    assert found.signs == (Sign.PHONE, Sign.PLATE, Sign.NAME)


def test_every_sign_has_its_weight_and_no_single_one_of_a_name_is_enough() -> None:
    assert WEIGHTS.keys() == set(Sign)
    assert 0 < PROPOSED < LIKELY <= 100
    assert all(WEIGHTS[sign] < PROPOSED for sign in Sign if sign not in (Sign.PHONE, Sign.EMAIL))


def test_a_file_is_not_compared_with_itself() -> None:
    with pytest.raises(ValueError, match="itself"):
        likeness(traits(1), traits(1))


SETS = st.frozensets(st.sampled_from(["a", "b"]))
ANY = st.builds(
    Traits,
    st.integers(1, 5),
    names=SETS,
    sounds=SETS,
    phones=SETS,
    emails=SETS,
    plates=SETS,
    companies=SETS,
    households=st.frozensets(st.integers(1, 2)),
    birthdays=st.frozensets(st.tuples(st.just("solar"), st.integers(1, 2), st.integers(1, 2), st.just(0))),
    honorifics=SETS,
)


@given(group=st.lists(ANY, max_size=5, unique_by=lambda each: each.file))
def test_it_does_not_matter_who_is_named_first(group) -> None:
    found = proposals(group)
    assert found == proposals(reversed(group))
    assert all(each.low < each.high and PROPOSED <= each.score <= 100 for each in found)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
