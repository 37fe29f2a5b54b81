"""Whose customer is it: the words of registration and validity as situations in a table, and as properties."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitors.enums import ContactRole
from visitors.ownership import (
    FIRST_VISIT,
    OTHER_SWITCHES,
    VALIDITY,
    Ownership,
    Registration,
    RulesError,
    Touch,
    TouchOf,
    TouchRole,
    ValidityAt,
    ValidityFrom,
    ValidityRules,
    months_after,
    owner_on,
    registrations,
    valid_until,
    validity_rules_from,
)

FLOOR = ValidityRules()
LAST_CONTACT = ValidityRules(validity_from=ValidityFrom.LAST_CONTACT)
NO_PHONE = ValidityRules(phone_registers=False)


def met(day: str, consultant: str, role: str = "reception", of: str = "self") -> Touch:
    at = datetime.fromisoformat(day if "T" in day else f"{day}T10:00")
    return Touch(at, consultant, TouchRole(role), TouchOf(of))


SITUATIONS = [
    # clause, situation, rules, contacts, day, owner, last valid day, days left, previous owner
    (FIRST_VISIT, "nobody ever met them", FLOOR, [], "2026-11-02", None, None, None, None),
    (
        *(FIRST_VISIT, "the first to receive them owns", FLOOR),
        *([met("2026-10-01", "bo"), met("2026-10-20", "an")], "2026-10-20", "bo", "2026-12-01", 42, None),
    ),
    (
        *(FIRST_VISIT, "two on one day: the earlier hour", FLOOR),
        *(
            [met("2026-10-01T15:00", "an"), met("2026-10-01T09:00", "bo")],
            "2026-10-01",
            "bo",
            "2026-12-01",
            61,
            None,
        ),
    ),
    (
        *(FIRST_VISIT, "the same minute: the one written first", FLOOR),
        *([met("2026-10-01", "an"), met("2026-10-01", "bo")], "2026-10-01", "an", "2026-12-01", 61, None),
    ),
    (
        *(FIRST_VISIT, "the last day counts", FLOOR),
        *([met("2026-10-01", "bo")], "2026-12-01", "bo", "2026-12-01", 0, None),
    ),
    (
        *(VALIDITY, "the day after it has lapsed", FLOOR),
        *([met("2026-10-01", "bo")], "2026-12-02", None, "2026-12-01", None, "bo"),
    ),
    (
        *(FIRST_VISIT, "a day that the month lacks becomes its last", FLOOR),
        *([met("2026-12-31", "bo")], "2027-02-28", "bo", "2027-02-28", 0, None),
    ),
    (
        *(FIRST_VISIT, "29 February where there is one", FLOOR),
        *([met("2027-12-31", "bo")], "2028-02-29", "bo", "2028-02-29", 0, None),
    ),
    (
        *(FIRST_VISIT, "an assistance registers nobody", FLOOR),
        *(
            [met("2026-10-01", "an", "assist"), met("2026-10-02", "bo")],
            "2026-10-03",
            "bo",
            "2026-12-02",
            60,
            None,
        ),
    ),
    (
        *(FIRST_VISIT, "nothing but assistance: nobody's customer", FLOOR),
        *([met("2026-10-01", "an", "assist")], "2026-10-03", None, None, None, None),
    ),
    (
        *(FIRST_VISIT, "a call registers", FLOOR),
        *(
            [met("2026-10-01", "an", "phone"), met("2026-10-02", "bo")],
            "2026-10-02",
            "an",
            "2026-12-01",
            60,
            None,
        ),
    ),
    (
        *(FIRST_VISIT, "a call registers nobody where the house says so", NO_PHONE),
        *(
            [met("2026-10-01", "an", "phone"), met("2026-10-02", "bo")],
            "2026-10-02",
            "bo",
            "2026-12-02",
            61,
            None,
        ),
    ),
    (
        *(FIRST_VISIT, "somebody of the family came first", FLOOR),
        *(
            [met("2026-10-01", "an", of="family"), met("2026-10-02", "bo")],
            "2026-10-02",
            "an",
            "2026-12-01",
            60,
            None,
        ),
    ),
    (
        *(VALIDITY, "the next one owns once the first has lapsed", FLOOR),
        *([met("2026-10-01", "bo"), met("2026-11-10", "an")], "2026-12-02", "an", "2027-01-10", 39, "bo"),
    ),
    (
        *(FIRST_VISIT, "and not a day before", FLOOR),
        *([met("2026-10-01", "bo"), met("2026-11-10", "an")], "2026-12-01", "bo", "2026-12-01", 0, None),
    ),
    (
        *(VALIDITY, "all have lapsed: the last to lapse is named", FLOOR),
        *([met("2026-10-01", "bo"), met("2026-11-10", "an")], "2027-01-11", None, "2027-01-10", None, "an"),
    ),
    (
        *(VALIDITY, "being received again does not renew a registration", FLOOR),
        *([met("2026-10-01", "bo"), met("2026-12-20", "bo")], "2026-12-21", None, "2026-12-01", None, "bo"),
    ),
    (
        *(FIRST_VISIT, "it prolongs the validity where the house counts from the last contact", LAST_CONTACT),
        *(
            [met("2026-10-01", "bo"), met("2026-12-20", "bo", "assist")],
            "2027-02-20",
            "bo",
            "2027-02-20",
            0,
            None,
        ),
    ),
    (
        *(FIRST_VISIT, "somebody else's contact prolongs nothing", LAST_CONTACT),
        *(
            [met("2026-10-01", "bo"), met("2026-11-20", "an", "assist")],
            "2026-12-01",
            "bo",
            "2026-12-01",
            0,
            None,
        ),
    ),
    (
        *(FIRST_VISIT, "a contact after the day does not count yet", LAST_CONTACT),
        *([met("2026-10-01", "bo"), met("2026-11-20", "bo")], "2026-11-01", "bo", "2026-12-01", 30, None),
    ),
    (
        *(FIRST_VISIT, "a house with one month", ValidityRules(validity_months=1)),
        *([met("2026-01-31", "bo")], "2026-02-28", "bo", "2026-02-28", 0, None),
    ),
    (
        *(
            FIRST_VISIT,
            "measured at the deal: the same on the day itself",
            ValidityRules(validity_at=ValidityAt.DEAL),
        ),
        *([met("2026-10-01", "bo"), met("2026-11-10", "an")], "2026-12-01", "bo", "2026-12-01", 0, None),
    ),
]


@pytest.mark.clause("floor-first-visit", "floor-validity")
@pytest.mark.parametrize(
    ("clause", "situation", "rules", "contacts", "day", "owner", "until", "left", "previous"),
    SITUATIONS,
    ids=[row[1] for row in SITUATIONS],
)
def test_whose_customer_it_is(clause, situation, rules, contacts, day, owner, until, left, previous) -> None:
    verdict = owner_on(contacts, rules, date.fromisoformat(day))
    assert (verdict.owner, verdict.clause, verdict.days_left) == (owner, clause, left)
    assert verdict.valid_until == (date.fromisoformat(until) if until else None)
    assert verdict.previous_owner == previous
    assert verdict.lapsed == (owner is None and previous is not None)


def test_everybody_is_registered_once_in_the_order_of_time() -> None:
    contacts = [met("2026-10-05", "an"), met("2026-10-01", "bo", of="family"), met("2026-10-09", "bo")]
    assert registrations(contacts, FLOOR) == [
        Registration("bo", datetime(2026, 10, 1, 10), TouchOf.FAMILY),
        Registration("an", datetime(2026, 10, 5, 10), TouchOf.SELF),
    ]


def test_the_roles_of_contacts_are_the_cores_own() -> None:
    assert {*TouchRole} == {*ContactRole.values} - {ContactRole.NONE}


class TestSwitches:
    def test_the_presets_are_the_same(self) -> None:
        for preset in ("floor", "charter", "fair"):
            assert validity_rules_from({"preset": preset}) == FLOOR

    def test_each_switch_is_read(self) -> None:
        read = validity_rules_from(
            {
                "validity_months": 24,
                "validity_from": "last_contact",
                "validity_at": "deal",
                "phone_registers": False,
            }
        )
        assert read == ValidityRules(24, ValidityFrom.LAST_CONTACT, ValidityAt.DEAL, phone_registers=False)

    def test_null_is_left_out_and_the_other_switches_of_attribution_are_not_ours(self) -> None:
        assert validity_rules_from({"validity_months": None, **dict.fromkeys(OTHER_SWITCHES, 20)}) == FLOOR

    @pytest.mark.parametrize(
        ("switches", "named"),
        [
            ({"validity_month": 2}, "validity_month"),
            ({"makeup": "each"}, "makeup"),
            ({"preset": "house"}, "preset"),
            ({"validity_months": 0}, "validity_months"),
            ({"validity_months": 25}, "validity_months"),
            ({"validity_months": True}, "validity_months"),
            ({"validity_months": "2"}, "validity_months"),
            ({"validity_months": 2.0}, "validity_months"),
            ({"validity_from": "first_contact"}, "validity_from"),
            ({"validity_from": ["registration"]}, "validity_from"),
            ({"validity_at": 1}, "validity_at"),
            ({"phone_registers": 1}, "phone_registers"),
        ],
    )
    def test_what_is_unknown_or_impossible_is_refused_by_name(self, switches, named) -> None:
        with pytest.raises(RulesError, match=rf"\b{named}\b"):
            validity_rules_from(switches)


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
MOMENTS = st.builds(datetime.combine, DAYS, st.times(time(9), time(18)))
CONTACTS = st.lists(
    st.builds(Touch, MOMENTS, st.sampled_from(["an", "bo", "chen"]), st.sampled_from(TouchRole)), max_size=12
)
RULES = st.builds(
    ValidityRules,
    st.integers(1, 24),
    st.sampled_from(ValidityFrom),
    st.sampled_from(ValidityAt),
    st.booleans(),
)


@given(DAYS, st.integers(1, 24))
def test_the_months_end_on_the_same_day_or_the_last_one(day: date, months: int) -> None:
    end = months_after(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@given(CONTACTS, RULES, DAYS)
def test_the_owner_is_the_first_registered_whose_validity_runs(contacts, rules, day) -> None:
    verdict = owner_on(contacts, rules, day)
    known = [touch for touch in contacts if touch.at.date() <= day]
    running = [
        entry.consultant for entry in registrations(known, rules) if valid_until(entry, known, rules) >= day
    ]
    assert verdict.owner == (running[0] if running else None)
    assert verdict.lapsed == (not running and bool(registrations(known, rules)))


@given(CONTACTS, RULES, DAYS, CONTACTS)
def test_what_comes_after_the_day_changes_nothing(contacts, rules, day, others) -> None:
    later = [touch for touch in others if touch.at.date() > day]
    assert owner_on(contacts + later, rules, day) == owner_on(contacts, rules, day)


@given(CONTACTS, RULES, DAYS)
def test_somebody_new_cannot_take_over_while_a_registration_runs(contacts, rules, day) -> None:
    before = owner_on(contacts, rules, day)
    taken = Touch(datetime.combine(day, time(23, 59)), "ding", TouchRole.RECEPTION)
    after = owner_on([*contacts, taken], rules, day)
    assert after.owner == (before.owner or "ding")


@given(CONTACTS, RULES, DAYS)
def test_the_verdict_is_whole(contacts, rules, day) -> None:
    verdict = owner_on(contacts, rules, day)
    if verdict.owner is None and not verdict.lapsed:
        assert verdict == Ownership()
        return
    assert verdict.registered_on is not None and verdict.valid_until is not None
    assert verdict.registered_on < verdict.valid_until
    assert verdict.owner != verdict.previous_owner
    assert (verdict.clause == FIRST_VISIT) == (verdict.previous_owner is None)
    assert (verdict.days_left is not None) == (verdict.owner is not None)


@given(CONTACTS, DAYS)
def test_counting_from_the_last_contact_never_ends_sooner(contacts, day) -> None:
    strict, generous = owner_on(contacts, FLOOR, day), owner_on(contacts, LAST_CONTACT, day)
    assert strict.owner is None or generous.owner is not None
