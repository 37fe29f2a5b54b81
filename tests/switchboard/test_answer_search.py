"""Answers are found by their words, in letters and in characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.answer_search import Text, search, terms

PARKING = Text(1, "How many parking spaces are there?", "garage car", "One for each flat.")
SCHOOL = Text(2, "Which schools are near?", "kindergarten", "Ten minutes on foot; parking at the gate.")
LOAN = Text(
    3, "\u6309\u63ed\u8d37\u6b3e\u600e\u4e48\u529e\uff1f", "\u9996\u4ed8", "\u5e26\u8eab\u4efd\u8bc1\u3002"
)
ALL = [PARKING, SCHOOL, LOAN]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("parking", [1, 2]),
        ("PARK", [1, 2]),
        ("\uff30\uff21\uff32\uff2b", [1, 2]),
        ("school parking", [2, 1]),
        ("car", [1]),
        ("\u8d37\u6b3e", [3]),
        ("\u6309\u63ed", [3]),
        ("\u8d37", [3]),
        ("\u9996\u4ed8 school", [2, 3]),
        ("arking", []),
        ("", []),
        ("  \u3000?", []),
    ],
)
def test_the_best_comes_first(query: str, expected: list[int]) -> None:
    assert search(query, ALL) == expected


def test_words_of_letters_and_characters_are_told_apart() -> None:
    assert terms("A\u680b2\u53f7\u697c A") == ("a", "\u680b", "2", "\u53f7\u697c")


@given(query=st.text(max_size=200))
def test_any_query_is_answered_and_finds_nothing_twice(query: str) -> None:
    found = search(query, ALL)
    assert len(found) == len(set(found))
    assert search(query, ALL) == found
