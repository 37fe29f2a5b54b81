"""What is read of the webhook's bytes, and that anything else is told to be unreadable."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.line_calls import EventKind
from switchboard.pbx_reading import FIELDS, LONGEST_BODY, MOST_RINGS, NotReadable, Told, read_event

NOW = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)


def read(**said) -> Told:
    return read_event(json.dumps({"call": "1730527200.17", "event": "ringing", **said}).encode(), now=NOW)


def test_an_event_as_the_page_describes_it() -> None:
    told = read(
        event="answered", at="2026-11-02T14:00:07+08:00", number="13800001234", extension=201, rings="2"
    )
    assert (told.call, told.number) == ("1730527200.17", "13800001234")
    assert told.event.kind is EventKind.ANSWERED
    assert (told.event.at, told.event.extension, told.event.rings) == (NOW + timedelta(seconds=7), "201", 2)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, NOW),
        (NOW.timestamp() - 5, NOW - timedelta(seconds=5)),
        (str(int(NOW.timestamp()) - 5), NOW - timedelta(seconds=5)),
        ("2026-11-02T05:59:00Z", NOW - timedelta(minutes=1)),
        ("2026-11-02T06:01:00Z", NOW + timedelta(minutes=1)),
        ("2026-11-02T14:00:00Z", NOW),  # the wall clock of China, called UTC
        ("2026-11-01T18:01:00Z", NOW - timedelta(hours=12) + timedelta(minutes=1)),
        ("1970-01-01T00:00:00Z", NOW),
        (0, NOW),
        (2**33, NOW),
    ],
)
def test_its_time_or_now_where_its_clock_is_wrong(given, expected) -> None:
    assert read(at=given).event.at == expected


def test_rings_beyond_belief_are_many() -> None:
    assert read(rings=10**6).event.rings == MOST_RINGS


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"ringing"',
        b"{",
        b"\xff\xfe{\x00}\x00",
        json.dumps({"call": "a", "event": "ringing"}).encode("utf-16"),
        '{"call": "\u6765", "event": "ringing"}'.encode("gb18030"),
        b'{"event": "ringing"}',
        b'{"call": "", "event": "ringing"}',
        b'{"call": "a"}',
        b'{"call": "a", "event": "sung"}',
        b'{"call": "a\\u0000", "event": "ringing"}',
        b'{"call": "\\ud800", "event": "ringing"}',
        b'{"call": {"a": 1}, "event": "ringing"}',
        b'{"call": true, "event": "ringing"}',
        b'{"call": "a", "event": ["ringing"]}',
        b'{"call": "a", "event": "ringing", "number": 1.5}',
        b'{"call": "a", "event": "ringing", "number": ' + b"1" * 41 + b"}",
        b'{"call": "a", "event": "ringing", "number": ' + b"1" * 6000 + b"}",
        b'{"call": "a", "event": "ringing", "rings": -1}',
        b'{"call": "a", "event": "ringing", "rings": 1e400}',
        b'{"call": "a", "event": "ringing", "at": NaN}',
        b'{"call": "a", "event": "ringing", "at": Infinity}',
        b'{"call": "a", "event": "ringing", "at": "yesterday"}',
        b'{"call": "a", "event": "ringing", "at": "2026-11-02T14:00:00"}',
        b'{"call": "a", "event": "ringing", "at": "0001-01-01T00:00:00+23:59"}',
        b'{"call": "a", "event": "ringing", "at": 1099511627776}',
        b"[" * 4000,
        b'{"call": "a", "event": "ringing", "note": "' + b"x" * LONGEST_BODY + b'"}',
    ],
)
def test_what_is_no_event_is_not_readable(body: bytes) -> None:
    with pytest.raises(NotReadable):
        read_event(body, now=NOW)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(said=st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(FIELDS), anything)) | anything)
def test_whatever_is_sent_is_an_event_or_unreadable(said) -> None:
    try:
        told = read_event(json.dumps(said).encode("utf-8", "surrogatepass"), now=NOW)
    except NotReadable:
        return
    assert told.call.isprintable() and told.event.kind in EventKind
    assert abs(told.event.at - NOW) <= timedelta(hours=12)


@given(body=st.binary(max_size=300))
def test_bytes_of_any_kind_break_nothing(body: bytes) -> None:
    with pytest.raises(NotReadable):
        read_event(body, now=NOW)
