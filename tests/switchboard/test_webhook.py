"""The webhook of the telephone system: who is a stranger, what is no event, and that nothing brings it down."""

import json
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offices.models import Office
from switchboard.models import PbxCall, PbxEvent, PhoneDesk
from switchboard.services.phone_desks import connect, disconnect
from tests.switchboard.rows import NUMBER, Pbx

pytestmark = pytest.mark.django_db
RINGING = b'{"call": "c1", "event": "ringing"}'


@pytest.fixture
def pbx(root) -> Pbx:
    return Pbx(Client(raise_request_exception=False), root)


def test_a_signed_event_is_taken(pbx) -> None:
    answer = pbx.tell(number=NUMBER)
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "state": "ringing"})
    assert PbxCall.objects.get().caller.number == NUMBER
    assert PhoneDesk.objects.get().heard_at is not None


def test_the_same_request_again_changes_nothing(pbx) -> None:
    moment = timezone.now().isoformat()
    for _ in range(3):
        assert pbx.tell(number=NUMBER, at=moment).status_code == 200
    assert PbxEvent.objects.count() == PbxCall.objects.count() == 1


def test_events_may_come_in_any_order(pbx) -> None:
    now = timezone.now()
    for kind, seconds in (("ended", 60), ("answered", 8), ("ringing", 0)):
        answer = pbx.tell(event=kind, at=(now + timedelta(seconds=seconds)).isoformat())
        assert answer.status_code == 200
    assert answer.json()["state"] == "ended"


def assert_refused(answer, status: int) -> None:
    assert answer.status_code == status
    assert not PbxCall.objects.exists()


def test_a_wrong_signature_is_refused(pbx) -> None:
    assert_refused(pbx.send(RINGING, secret="0" * 64), 403)


def test_a_signature_of_another_body_is_refused(pbx) -> None:
    headers = pbx.sign(RINGING, str(int(time.time())))
    assert_refused(pbx.post(b'{"call": "c2", "event": "ringing"}', **headers), 403)


@pytest.mark.parametrize("seconds", [-301, 301, -86400])
def test_what_was_recorded_and_is_played_again_is_refused(pbx, seconds) -> None:
    assert_refused(pbx.send(RINGING, stamp=str(int(time.time()) + seconds)), 403)


@pytest.mark.parametrize("stamp", ["", "x", "1e9", "-1", "\uff11\uff12", "9" * 400, "\u0661"])
def test_a_stamp_that_is_no_time_is_refused(pbx, stamp) -> None:
    assert_refused(pbx.post(RINGING, **pbx.sign(RINGING, stamp)), 403)


def test_without_a_signature_it_is_refused(pbx) -> None:
    assert_refused(pbx.post(RINGING), 403)


def test_a_strangers_address_answers_like_a_wrong_signature(pbx, root) -> None:
    known, pbx.address = pbx.address, "/hooks/nobody/calls/"
    unknown = pbx.send(RINGING)
    pbx.address = known
    wrong = pbx.send(RINGING, secret="f" * 64)
    assert (
        (unknown.status_code, unknown.content) == (wrong.status_code, wrong.content) == (403, unknown.content)
    )


def test_the_secret_of_another_office_signs_nothing_here(pbx, other_office, stranger) -> None:
    theirs = connect(office=other_office, by=stranger, now=timezone.now())
    assert_refused(pbx.send(RINGING, secret=theirs.secret), 403)


def test_after_disconnecting_nothing_is_taken(pbx, root) -> None:
    disconnect(office=root.office, by=root, now=timezone.now())
    assert_refused(pbx.send(RINGING), 403)


def test_a_new_address_ends_the_old_one(pbx, root) -> None:
    fresh = connect(office=root.office, by=root, now=timezone.now())
    assert_refused(pbx.send(RINGING, secret=fresh.secret), 403)
    assert_refused(pbx.send(RINGING), 403)


def test_an_office_that_is_closed_hears_nothing(pbx, office) -> None:
    Office.objects.filter(pk=office.pk).update(is_active=False)
    assert_refused(pbx.send(RINGING), 403)


@pytest.mark.parametrize("size", [9 * 1024, 3 * 1024 * 1024])
def test_what_is_too_long_is_not_read(pbx, size) -> None:
    body = json.dumps({"call": "c1", "event": "ringing", "note": "x" * size}).encode()
    assert_refused(pbx.send(body), 413)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 100,
        '{"call": "\u5317", "event": "ringing"}'.encode("gb18030"),
        RINGING.decode().encode("utf-16"),
        b"call=c1&event=ringing",
        b'<?xml version="1.0"?><event/>',
        b'{"call": "c1", "event": "ringing"',
        b'{"call": "c1", "event": "dancing"}',
        b'{"call": null, "event": "ringing"}',
    ],
)
def test_what_is_no_event_is_told_so(pbx, body) -> None:
    assert_refused(pbx.send(body), 400)


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head", "options"])
def test_only_a_post_is_an_event(pbx, method) -> None:
    assert getattr(pbx.client, method)(pbx.address).status_code == 405


def test_it_needs_no_token_of_a_form(root) -> None:
    assert Pbx(Client(enforce_csrf_checks=True), root).tell().status_code == 200


def test_nothing_of_a_refusal_is_told_but_its_kind(pbx) -> None:
    answer = pbx.send(RINGING, secret="0" * 64)
    assert answer.json() == {"error": "signature"}


SUPPRESSED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
odd = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=90)


@given(
    said=st.fixed_dictionaries(
        {"call": odd, "event": odd | st.sampled_from(["ringing", "answered", "ended", "missed"])},
        optional=dict.fromkeys(["number", "extension", "rings", "at", "other"], odd),
    )
)
@settings(max_examples=120, suppress_health_check=SUPPRESSED)
def test_whatever_a_known_system_sends_is_taken_or_told_to_be_no_event(pbx, said) -> None:
    answer = pbx.send(json.dumps(said).encode("utf-8", "surrogatepass"))
    assert answer.status_code in (200, 400), answer.content
    assert (answer.status_code == 200) == ("ok" in answer.json())


@given(
    body=st.binary(max_size=200),
    stamp=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
    mac=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255), max_size=80),
    length=st.none() | st.sampled_from(["", "-1", "abc", "1e9", "\uff11", "999999999999999999999"]),
)
@settings(max_examples=80, suppress_health_check=SUPPRESSED)
def test_whatever_a_stranger_sends_is_refused(pbx, body, stamp, mac, length) -> None:
    extra = {} if length is None else {"CONTENT_LENGTH": length}
    answer = pbx.client.generic(
        "POST",
        pbx.address,
        body,
        content_type="application/octet-stream",
        headers={"X-Lunxu-Timestamp": stamp, "X-Lunxu-Signature": mac},
        **extra,
    )
    assert answer.status_code in (400, 403, 413)
    assert not PbxCall.objects.exists()
