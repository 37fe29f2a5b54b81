"""The form of the customer's file as a table, and what is typed into it: situations in tables, and properties."""

import json
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from visitors.completeness import ASK_FIRST, OTHER_LINES, completeness
from visitors.enums import BuyingPurpose, Honorific, Layout, Source
from visitors.file_choice_words import CHOICE_WORDS
from visitors.file_fields import ALWAYS, BY_KEY, FIELDS, classes_of, fields_in_use
from visitors.file_kinds import CHOICES, ConsentClass, FileField, Group, Held, Kind, Purpose
from visitors.file_reading import Problem, Unreadable, is_filled, read
from visitors.file_telling import told
from visitors.file_words import (
    CLASS_WORDS,
    FIELD_WORDS,
    GROUP_WORDS,
    KIND_WORDS,
    PART_WORDS,
    PROBLEM_WORDS,
    PURPOSE_WORDS,
)

TODAY = date(2026, 11, 22)


def number(text: str) -> str:
    """A stand-in for the reader of telephone numbers: eleven digits."""
    if not text.isdecimal() or len(text) != 11:
        raise ValueError
    return f"+86{text}"


def take(key: str, raw: Any) -> Any:
    return read(BY_KEY[key], raw, today=TODAY, phone=number)


@pytest.mark.clause("B-40")
def test_the_form_asks_what_the_paper_asks():
    asked = {field.clause for field in FIELDS}
    assert asked >= {f"B-F{number:02}" for number in range(1, 43)} | {"B-F0a"}
    assert len(BY_KEY) == len(FIELDS)


def test_every_field_has_its_words_its_purpose_and_lists_that_exist():
    assert FIELD_WORDS.keys() == BY_KEY.keys()
    assert set(GROUP_WORDS) == set(Group) and set(CLASS_WORDS) == set(ConsentClass)
    assert set(PURPOSE_WORDS) == set(Purpose) and set(KIND_WORDS) == set(Kind)
    assert set(PROBLEM_WORDS) == set(Problem)
    assert {name: tuple(words) for name, words in CHOICE_WORDS.items()} == CHOICES
    for field in FIELDS:
        named = {field.choices, *(part.choices for part in field.parts)} - {""}
        assert named <= CHOICES.keys()
        assert bool(field.parts) == (field.kind in (Kind.RECORD, Kind.ROWS))
        assert {part.key for part in field.parts} <= PART_WORDS.keys()


def test_lists_that_stand_in_the_database_as_well_have_the_same_codes():
    assert CHOICES["honorific"] == tuple(each for each in Honorific.values if each != Honorific.NONE)
    assert CHOICES["source"] == tuple(Source.values)
    assert CHOICES["purpose"] == tuple(BuyingPurpose.values)
    assert CHOICES["layout"] == tuple(Layout.values)


@pytest.mark.clause("law-29")
@pytest.mark.parametrize("key", ["family_situation", "marital_status", "parents", "children", "health"])
def test_what_the_law_calls_sensitive_needs_a_consent_of_its_own(key):
    assert BY_KEY[key].sensitive is not None


@pytest.mark.clause("B-40")
def test_an_office_leaves_fields_out_lengthens_lists_and_adds_its_own():
    own = FileField(
        key="own-1", group=Group.HABITS, kind=Kind.TEXT, purpose=Purpose.CARE, clause="B-40", label="Tea"
    )
    used = fields_in_use(["smoking", "full_name"], {"preferred_cuisine": ["Harbour fish"]}, [own])
    keys = [field.key for field in used]
    assert "smoking" not in keys and keys[0] == "full_name"
    [cuisine] = [field for field in used if field.key == "preferred_cuisine"]
    assert cuisine.answers[-1] == "Harbour fish"
    groups = [field.group for field in used]
    assert groups == sorted(groups, key=list(Group).index)
    assert [field.key for field in used if field.group is Group.HABITS][-1] == "own-1"
    assert all(key in keys for key in ALWAYS)


def test_sensitive_classes_stand_in_their_order():
    assert classes_of(FIELDS) == tuple(ConsentClass)
    assert classes_of([BY_KEY["gender"]]) == ()


READINGS = [
    ("native_place", "  Harbour\tTown ", "Harbour Town"),
    ("native_place", "   ", None),
    ("native_place", None, None),
    ("native_place", "a\x00b", "a b"),
    ("career_goal_long", "first\nsecond ", "first\nsecond"),
    ("sociability", "high", "high"),
    ("preferred_cuisine", ["western", "sichuan", "western", ""], ["western", "sichuan"]),
    ("preferred_cuisine", [], None),
    ("preferred_cuisine", "western", ["western"]),
    ("alcohol", {"does": "no", "minds": "yes"}, {"does": False, "minds": True}),
    ("alcohol", {"does": "", "what": " "}, None),
    ("alcohol", "a text", None),
    ("current_residence", {"since": "2011"}, {"since": "2011"}),
    ("current_residence", {"since": "2011-3"}, {"since": "2011-03"}),
    ("children", [{"name": "Le", "born": "2019.6.1"}, {"name": ""}], [{"name": "Le", "born": "2019-06-01"}]),
    ("children", [{}, {}], None),
    ("children", "a text", None),
    ("property_investments", {"homes": "\uff13"}, {"homes": 3}),
    ("spouse_info", {"phone": "13800001234"}, {"phone": "+8613800001234"}),
]


@pytest.mark.parametrize(("key", "raw", "value"), READINGS)
def test_what_was_typed_is_read_by_the_kind_of_the_field(key, raw, value):
    assert take(key, raw) == value


WRONG = [
    ("native_place", "x" * 201, Problem.TOO_LONG, ""),
    ("career_goal_long", "x" * 1001, Problem.TOO_LONG, ""),
    ("sociability", "enormous", Problem.NOT_LISTED, ""),
    ("preferred_cuisine", ["western", "lunar"], Problem.NOT_LISTED, ""),
    ("preferred_cuisine", [str(each) for each in range(13)], Problem.TOO_MANY, ""),
    ("alcohol", {"does": "perhaps"}, Problem.NO_ANSWER, "does"),
    ("current_residence", {"since": "2011-13"}, Problem.NO_MONTH, "since"),
    ("current_residence", {"since": "2027"}, Problem.IN_FUTURE, "since"),
    ("children", [{"born": "2019-02-30"}], Problem.NO_DAY, "born"),
    ("children", [{"born": "2026-11-23"}], Problem.IN_FUTURE, "born"),
    ("children", [{"name": str(each)} for each in range(13)], Problem.TOO_MANY, ""),
    ("property_investments", {"homes": "-1"}, Problem.NO_NUMBER, "homes"),
    ("property_investments", {"homes": "1e400"}, Problem.NO_NUMBER, "homes"),
    ("spouse_info", {"phone": "call her"}, Problem.NO_PHONE, "phone"),
]


@pytest.mark.parametrize(("key", "raw", "problem", "part"), WRONG)
def test_what_cannot_be_taken_says_why_and_where(key, raw, problem, part):
    with pytest.raises(Unreadable) as caught:
        take(key, raw)
    assert (caught.value.problem, caught.value.part) == (problem, part)


@given(st.sampled_from(FIELDS), st.text() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()))
def test_whatever_is_typed_is_taken_or_refused_and_what_is_taken_stays_the_same(field, raw):
    """Values are plain JSON, and reading what was read changes nothing."""
    try:
        value = read(field, raw, today=TODAY, phone=number)
    except Unreadable:
        return
    assert json.loads(json.dumps(value)) == value
    assert is_filled(value) == (value is not None)
    if field.kind in (Kind.TEXT, Kind.LONG, Kind.CHOICE, Kind.CHOICES):
        assert read(field, value, today=TODAY, phone=number) == value


TOLD = [
    ("sociability", "high", "High"),
    ("preferred_cuisine", ["western", "Harbour fish"], "Western, Harbour fish"),
    ("alcohol", {"does": False, "minds": True}, "No \u00b7 Minds others who do: Yes"),
    ("native_place", "Harbour Town", "Harbour Town"),
    ("native_place", None, ""),
    ("children", [{"name": "Le", "born": "2019-06-01"}, {"name": "An"}], "Le \u00b7 Born: 2019-06-01; An"),
    ("spouse_info", {"phone": "+8613800001234"}, "Telephone: ***1234"),
]


@pytest.mark.parametrize(("key", "value", "words"), TOLD)
def test_a_value_in_words(key, value, words):
    with translation.override("en"):
        assert told(BY_KEY[key], value, phone=lambda number: f"***{number[-4:]}") == words


@pytest.mark.clause("B-39")
def test_completeness_counts_by_group_and_proposes_what_to_ask_next():
    found = completeness(FIELDS, {"full_name", "gender"})
    assert found.whole.filled == 2 and found.whole.of == len(FIELDS)
    assert found.groups[Group.IDENTITY].percent == 50
    assert found.next == ("purchase_reason", "ideal_residence_priorities", "current_residence")
    asked = completeness(FIELDS, {"full_name", "gender", *ASK_FIRST})
    assert asked.next[0] == "mailing_address"
    assert not OTHER_LINES & {*asked.next}  # one number is enough to call
    assert not any(BY_KEY[key].sensitive for key in found.next)
    everything = completeness(FIELDS, set(BY_KEY))
    assert everything.whole.percent == 100 and everything.next == ()
    assert completeness([], set()).whole.percent == 100


def test_what_stands_on_the_customer_itself_is_kept_once():
    kept_elsewhere = {field.held for field in FIELDS} - {Held.VALUE}
    assert kept_elsewhere == {Held.NAME, Held.HONORIFIC, Held.PLATE, Held.SOURCE, Held.PHONES}
    assert all(field.line for field in FIELDS if field.held is Held.PHONES)
