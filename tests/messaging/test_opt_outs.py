"""Replies that want no more messages, in the spellings that people use."""

import json
from pathlib import Path

import pytest

from messaging.opt_outs import WORDS, is_opt_out

LISTED = json.loads(WORDS.read_text(encoding="utf-8"))
SPELLINGS = json.loads((Path(__file__).parent / "replies.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", SPELLINGS["opt_out"])
def test_wants_no_more(text):
    assert is_opt_out(text)


@pytest.mark.parametrize("text", SPELLINGS["other"])
def test_wants_something_else(text):
    assert not is_opt_out(text)


def test_at_least_twenty_spellings_are_tried():
    assert len(SPELLINGS["opt_out"]) >= 20


def test_whatever_is_listed_is_understood():
    assert all(is_opt_out(text) for text in (*LISTED["codes"], *LISTED["contains"]))
