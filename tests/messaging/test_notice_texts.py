"""The words of the messages, and what may stand in their rows."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from messaging.enums import MessageKind
from messaging.notice_texts import WORDINGS, check_params, text_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 22, 2, 5, tzinfo=UTC).isoformat()
PARAMS = {
    "number": 12,
    "at": AT,
    "units": 3,
    "date": "2026-11-22",
    "seq": 812,
    "hash": "9f" * 32,
    "notice": "call_help",
}


def test_every_kind_has_its_words_and_they_need_no_more_than_they_say():
    assert set(WORDINGS) == set(MessageKind)
    for kind, wording in WORDINGS.items():
        given = {name: value for name, value in PARAMS.items() if name in wording.needs}
        assert "{" not in text_of(kind, given, name="An", zone=SHANGHAI)


def test_the_consultant_is_called_by_name_with_the_visit_and_the_offices_time():
    with translation.override("en"):
        text = text_of(MessageKind.CALLED, PARAMS, name="An", zone=SHANGHAI)
    assert text == "An: a visitor is waiting for you at the desk (visit 12, 10:05)."


def test_a_name_with_braces_is_a_name():
    assert text_of(MessageKind.VOID_ASKED, {"number": 1}, name="{number}", zone=SHANGHAI).startswith(
        "{number}"
    )


def test_anchor_of_a_day_stands_in_one_piece():
    check_params(MessageKind.DAY_ANCHOR, {name: PARAMS[name] for name in ("date", "seq", "hash")})
    text = text_of(MessageKind.DAY_ANCHOR, PARAMS, name="Mei", zone=SHANGHAI)
    assert f"812:{'9f' * 32}" in text


def test_missing_params_are_refused_when_the_message_is_written():
    with pytest.raises(ValueError, match="at, number"):
        check_params(MessageKind.CALLED, {})


@pytest.mark.parametrize(
    "value",
    [
        "13900000001",
        "+8613900000001",
        13900000001,
        "Customer Wang",
        "\u738b",
        "",
        "x" * 41,
        None,
        1.5,
        ["a"],
        {"a": 1},
    ],
)
def test_what_may_be_a_name_or_a_number_to_call_is_refused(value):
    with pytest.raises(ValueError, match="neither an id, a code nor a time"):
        check_params(MessageKind.VOID_ASKED, {"number": 1, "extra": value})


@pytest.mark.parametrize("value", [0, 999_999, AT, "m12", "BYO-3.2", "0198c0de-0000-7000-8000-000000000000"])
def test_ids_codes_and_times_may_stand(value):
    check_params(MessageKind.VOID_ASKED, {"number": 1, "extra": value})
