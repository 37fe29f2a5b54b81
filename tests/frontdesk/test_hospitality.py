"""Guests by rank: the tables are total, and every boundary is where the documents put it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.hospitality import (
    CLASS_OF,
    GREETINGS,
    LEAST_HOST,
    VENUES_OF,
    Bringer,
    GuestKind,
    HostRank,
    ReceptionClass,
    VenueKind,
    VipLevel,
    class_of,
    escorts_for,
    gift_is_important,
    host_is_fit,
    judge_cost,
    venue_is_fit,
    vip_level,
)
from frontdesk.hospitality_rules import (
    HospitalityRules,
    HospitalityRulesError,
    hospitality_rules_from,
)

RULES = HospitalityRules()


def test_tables_are_total() -> None:
    assert set(CLASS_OF) == set(GuestKind)
    assert set(LEAST_HOST) == set(VENUES_OF) == set(ReceptionClass) == set(CLASS_OF.values())
    assert set(GREETINGS) == set(VipLevel)


@pytest.mark.clause("A-62", "A-63")
@pytest.mark.parametrize(
    ("guests", "reception_class", "host"),
    [
        (GuestKind.LEADERS, ReceptionClass.A, HostRank.TOP),
        (GuestKind.FOREIGN, ReceptionClass.B, HostRank.DIRECTOR),
        (GuestKind.IMPORTANT, ReceptionClass.B, HostRank.DIRECTOR),
        (GuestKind.AUTHORITY, ReceptionClass.B, HostRank.DIRECTOR),
        (GuestKind.BUSINESS, ReceptionClass.C, HostRank.MANAGER),
        (GuestKind.ORDINARY, ReceptionClass.D, HostRank.STAFF),
    ],
)
def test_guests_have_a_class_and_a_host_of_rank(guests, reception_class, host) -> None:
    assert class_of(guests) is reception_class
    assert [rank for rank in HostRank if host_is_fit(reception_class, rank)] == [
        rank for rank in HostRank if rank >= host
    ]


@pytest.mark.clause("H-16")
def test_each_class_has_its_rooms_and_no_other() -> None:
    rooms = {each: {kind for kind in VenueKind if venue_is_fit(each, kind)} for each in ReceptionClass}
    assert rooms == {
        ReceptionClass.A: {VenueKind.VIP, VenueKind.CHIEF},
        ReceptionClass.B: {VenueKind.VIP, VenueKind.CHIEF},
        ReceptionClass.C: {VenueKind.BUSINESS, VenueKind.CHIEF},
        ReceptionClass.D: {VenueKind.LOUNGE, VenueKind.CHIEF},
    }


@pytest.mark.clause("H-13")
@pytest.mark.parametrize(
    ("guests", "count", "or_more"),
    [(1, 1, False), (4, 1, False), (5, 2, False), (10, 2, False), (11, 3, True), (60, 3, True)],
)
def test_escorts_grow_with_the_party(guests: int, count: int, or_more: bool) -> None:
    found = escorts_for(guests)
    assert (found.count, found.or_more) == (count, or_more)


def test_nobody_needs_no_escort() -> None:
    with pytest.raises(ValueError, match="one guest"):
        escorts_for(0)


@pytest.mark.clause("H-11")
@pytest.mark.parametrize(
    ("reception_class", "cap"),
    [
        (ReceptionClass.A, 500),
        (ReceptionClass.B, 300),
        (ReceptionClass.C, 200),
        (ReceptionClass.D, 150),
    ],
)
def test_cap_is_per_head_and_the_last_yuan_is_within_it(reception_class, cap: int) -> None:
    within = judge_cost(reception_class, party_size=3, cost=3 * cap, rules=RULES)
    above = judge_cost(reception_class, party_size=3, cost=3 * cap + 1, rules=RULES)
    assert (within.cap, within.is_over, above.is_over, above.over) == (3 * cap, False, True, 1)


@given(st.sampled_from(ReceptionClass), st.integers(1, 500), st.integers(0, 10**6))
def test_one_guest_more_never_makes_the_same_cost_dearer(reception_class, party_size, cost) -> None:
    small = judge_cost(reception_class, party_size=party_size, cost=cost, rules=RULES)
    large = judge_cost(reception_class, party_size=party_size + 1, cost=cost, rules=RULES)
    assert large.over <= small.over
    assert small.over == max(0, cost - small.cap)


@pytest.mark.clause("A-69")
@pytest.mark.parametrize(
    ("bringer", "accompanies", "called", "level"),
    [
        (Bringer.GROUP, True, True, VipLevel.FIRST),
        (Bringer.GROUP, True, False, VipLevel.SECOND),
        (Bringer.GROUP, False, True, VipLevel.SECOND),
        (Bringer.GROUP, False, False, None),
        (Bringer.SUBSIDIARY, True, True, VipLevel.SECOND),
        (Bringer.SUBSIDIARY, False, True, VipLevel.SECOND),
        (Bringer.SUBSIDIARY, False, False, None),
        (Bringer.STAFF, True, True, None),
        (Bringer.NOBODY, True, True, None),
    ],
)
def test_level_follows_from_who_brings_and_calls(bringer, accompanies, called, level) -> None:
    assert vip_level(bringer, accompanies=accompanies, called=called) is level


@pytest.mark.clause("H-14")
def test_important_gifts_begin_at_the_threshold() -> None:
    assert [gift_is_important(value, RULES) for value in (0, 999, 1000, 5000)] == [False, False, True, True]


def test_caps_are_switches() -> None:
    rules = hospitality_rules_from({"preset": "charter", "cap_d": 180, "cap_a": None})
    assert (rules.cap_per_head("d"), rules.cap_per_head("a")) == (180, 500)


@pytest.mark.parametrize(
    "given",
    [{"preset": "x"}, {"cap_e": 1}, {"cap_a": 0}, {"cap_a": True}, {"cap_a": "9"}, {"ready_hours": 25}],
    ids=str,
)
def test_what_is_no_rule_is_refused(given) -> None:
    with pytest.raises(HospitalityRulesError):
        hospitality_rules_from(given)
