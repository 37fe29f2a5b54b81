"""The order of the day's calls, and the scripts and questions that the house brings along: no database."""

import json
from datetime import date, datetime, time

import pytest

from followups.enums import CustomerType, FollowUpPurpose, QuestionKind
from followups.scripts import lines_of, shipped, shipped_script, unknown_variables
from followups.services.call_wording import STARTING_QUESTIONS
from followups.worklist import Item, hours_now, place_of

NOW = datetime(2026, 11, 3, 10, 30)
TODAY, YESTERDAY = date(2026, 11, 3), date(2026, 11, 2)
MORNING, AFTERNOON = (time(10), time(11, 30)), (time(15, 30), time(17))
LANGUAGES = {"zh-hans", "zh-hant", "en"}


def item(number: int, on: date = TODAY, purpose: str = "regular", **fields) -> Item:
    return Item(on=on, purpose=purpose, number=number, **{"windows": (MORNING, AFTERNOON), **fields})


def order(*items: Item) -> list[int]:
    return [each.number for each in sorted(items, key=lambda each: place_of(each, NOW))]


def test_agreed_times_come_first_by_their_time() -> None:
    late = item(1, agreed_at=datetime(2026, 11, 3, 16, 0))
    soon = item(2, agreed_at=datetime(2026, 11, 3, 12, 30))
    assert order(item(3, on=YESTERDAY), late, soon) == [2, 1, 3]


def test_then_what_may_be_called_now() -> None:
    later, over = item(1, windows=(AFTERNOON,)), item(2, windows=((time(8), time(9)),), on=YESTERDAY)
    assert order(over, later, item(3)) == [3, 1, 2]


def test_then_visits_to_confirm_then_the_oldest_then_the_likeliest() -> None:
    confirm, old = item(1, purpose="confirm"), item(2, on=YESTERDAY, grade="C")
    likely, unlikely, unknown = item(3, grade="A"), item(4, grade="C"), item(5)
    assert order(unknown, unlikely, likely, old, confirm) == [1, 2, 3, 4, 5]


def test_a_purpose_that_no_plan_knows_has_its_place() -> None:
    assert order(item(1, purpose="complaint"), item(2)) == [2, 1]


@pytest.mark.parametrize(
    ("clock", "expected"),
    [(time(9, 59), 1), (time(10), 0), (time(11, 30), 1), (time(16), 0), (time(17), 2)],
)
def test_hours(clock: time, expected: int) -> None:
    assert hours_now((MORNING, AFTERNOON), clock) == expected


def test_no_hours_mean_any_hour() -> None:
    assert hours_now((), time(3)) == 0


def test_every_call_has_a_script_in_every_language() -> None:
    assert set(shipped()) == {each.value for each in FollowUpPurpose} - {"thanks"}
    for bodies in shipped().values():
        assert set(bodies) == LANGUAGES
        assert [unknown_variables(body) for body in bodies.values()] == [[], [], []]


def test_a_script_is_filled_in_once_and_hints_are_told_apart() -> None:
    body = "Hello {customer}!\n\n(Mention {occasion}.)"
    assert lines_of(body, {"customer": "Mr {hotline}"}) == [
        ("Hello Mr {hotline}!", False),
        ("(Mention \u2026.)", True),
    ]


def test_an_unknown_purpose_or_language_has_words_too() -> None:
    assert shipped_script("nothing", "en") == shipped_script("regular", "en")
    assert shipped_script("regular", "fr") == shipped_script("regular", "en")


def test_there_are_questions_for_every_type_in_every_language() -> None:
    questions = json.loads(STARTING_QUESTIONS.read_text("utf-8"))
    assert {each["for_type"] for each in questions} == set(CustomerType.values)
    assert {each["kind"] for each in questions} == set(QuestionKind.values)
    assert all(set(each["text"]) == LANGUAGES for each in questions)
