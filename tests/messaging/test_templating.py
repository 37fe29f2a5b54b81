"""The words of a text: variables, the office's frame, segments and price."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.templating import (
    LONGEST_BODY,
    Fault,
    MissingVariables,
    fill,
    findings,
    frame_of,
    framed,
    price_fen,
    registered,
    salutation,
    signed,
    sms_parts,
    variables_of,
)

EN = frame_of("en")
LANGUAGES = ["zh-hans", "zh-hant", "en"]
HAN = "\u4e2d"  # any Chinese character


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 70, 1),  # a letter is a character like any other
        ("a" * 71, 2),
        ("1" * 134, 2),
        ("a" * 135, 3),
        ("a" * 150, 3),
        ("\u20ac" * 70, 1),
        (HAN * 70, 1),
        (HAN * 71, 2),
        (HAN * 134, 2),
        (HAN * 135, 3),
        ("a" * 69 + HAN, 1),
        ("a" * 70 + HAN, 2),
        ("\U0001f600" * 35, 1),  # two units each
        ("\U0001f600" * 36, 2),
    ],
)
def test_parts_are_counted_as_operators_count_them(text, parts):
    assert sms_parts(text) == parts


@given(st.text(max_size=400), st.text(max_size=40))
def test_a_longer_text_never_has_fewer_parts(text, more):
    assert sms_parts(text + more) >= sms_parts(text) >= 1


def test_the_signature_is_counted():
    assert sms_parts(signed(HAN * 66, "ab")) == 1
    assert sms_parts(signed(HAN * 67, "ab")) == 2
    assert signed("text", "") == "text"
    assert price_fen(3, 5) == 15


@pytest.mark.clause("sms-frame")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_greets_and_signs(language):
    frame = frame_of(language)
    whole = framed("body", frame, channel="sms", is_marketing=False)
    assert whole.startswith("{salutation}body")
    assert variables_of(whole) == ["salutation", "project", "hotline", "consultant"]
    assert whole.endswith(frame.closing)


@pytest.mark.clause("sms-frame")
@pytest.mark.parametrize("language", LANGUAGES)
def test_by_surname_and_title_else_the_honoured_guest(language):
    frame = frame_of(language)
    assert "Wang" in salutation(frame, surname="Wang", title="ms")
    assert frame.ms in salutation(frame, surname="Wang", title="ms")
    for surname, title in (("Wang", ""), ("", "mr"), ("", ""), ("Wang", "none")):
        assert salutation(frame, surname=surname, title=title) == frame.guest


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_marketing_says_how_to_opt_out_and_service_does_not(language, channel):
    frame = frame_of(language)
    note = {"sms": frame.opt_out, "email": frame.opt_out_mail}[channel]
    assert framed("b", frame, channel=channel, is_marketing=True).endswith(note)
    assert note not in framed("b", frame, channel=channel, is_marketing=False)


def test_what_a_value_holds_is_never_read_as_a_variable():
    assert fill("{event} {project}", {"event": "{project}", "project": "P"}) == "{project} P"


def test_every_missing_variable_is_named_at_once():
    with pytest.raises(MissingVariables) as error:
        fill("{event} {date} {project} {event}", {"project": "P", "date": ""})
    assert error.value.names == ["event", "date"]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("come on {date}", []),
        ("", [Fault.EMPTY]),
        ("   ", [Fault.EMPTY]),
        ("a" * (LONGEST_BODY + 1), [Fault.TOO_LONG]),
        ("{date", [Fault.STRAY_BRACE]),
        ("date}", [Fault.STRAY_BRACE]),
        ("{{date}}", [Fault.STRAY_BRACE]),
        ("{phone}", [Fault.UNKNOWN_VARIABLE]),
        ("{}", [Fault.UNKNOWN_VARIABLE]),
        ("Dear friend, come", [Fault.GREETS]),
        ("\u3010us\u3011 come", [Fault.SIGNS]),
        ("Hello {name} {", [Fault.UNKNOWN_VARIABLE, Fault.STRAY_BRACE, Fault.GREETS]),
    ],
)
def test_all_that_is_wrong_is_found_at_once(body, faults):
    assert [finding.fault for finding in findings(body, EN)] == faults


@given(st.text(max_size=80))
def test_any_text_is_judged_without_an_error(body):
    findings(body, EN)


def test_a_wording_is_registered_in_each_vendors_way():
    whole = "{salutation}come on {date}; we open on {date}, {consultant}."
    assert (
        registered(whole, numbered=False)
        == "${salutation}come on ${date}; we open on ${date}, ${consultant}."
    )
    assert registered(whole, numbered=True) == "{1}come on {2}; we open on {2}, {3}."
