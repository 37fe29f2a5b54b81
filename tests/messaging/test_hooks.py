"""Receipts and replies come in through addresses that only the vendor knows; strangers are refused and leave a line."""

import hashlib
import hmac
import json
import logging
import random
import time

import pytest
from django.test import Client

from messaging import sms_http
from messaging.models import Consent, Gateway, TextMessage, TextReply
from messaging.robots import Answer, Verdict
from messaging.selectors.consents import consent_digest
from messaging.services.gateways import keep_gateway
from messaging.services.text_ends import write_down
from messaging.services.text_sending import send_texts_due
from tests.messaging.texts import NOON, NUMBER, make_template, queue, text_states

pytestmark = pytest.mark.django_db

SHARED = "shared-secret"


def add(root, kind: str, sms_root: str = "") -> Gateway:
    """A gateway as its form adds it, with the secret of its webhooks."""
    gateway = Gateway(office=root.office, channel="sms", kind=kind, name=kind, signature="Harbour")
    settings = {"key_id": "AKID", "key_secret": "SECRET", "app_id": "14", "secret": SHARED}
    if kind == "http":
        settings["address"] = f"{sms_root}/http/send"
    else:
        settings["endpoint"] = sms_root
    gateway.keep_settings(settings)
    return keep_gateway(gateway=gateway, by=root, now=NOON)


def sent(root, kind: str, sms_vendors) -> tuple[Gateway, TextMessage]:
    """A text that the vendor took."""
    root.office.hotline = "1"
    root.office.save()
    gateway = add(root, kind, sms_vendors.root)
    message = queue(make_template(root.office))
    send_texts_due(NOON)
    message.refresh_from_db()
    assert message.state == "sent"
    return gateway, message


def bring(
    client: Client, gateway: Gateway, what: str, items, *, secret: str = SHARED, stamp: str = "", **headers
):
    body = json.dumps(items)
    if gateway.kind == "http":
        stamp = stamp or str(int(time.time()))
        mac = hmac.new(secret.encode(), f"{stamp}\n{body}".encode(), hashlib.sha256).hexdigest()
        headers |= {"X-Lunxu-Timestamp": stamp, "X-Lunxu-Signature": mac}
    return client.post(
        f"/hooks/{gateway.hook_secret}/{what}/", body, content_type="application/json", headers=headers
    )


def receipt(gateway: Gateway, message: TextMessage, *, delivered: bool, code: str = "") -> list[dict]:
    """As the vendor documents it."""
    if gateway.kind == "aliyun":
        return [
            {
                "phone_number": "13800138000",
                "send_time": "2026-11-20 12:00:00",
                "report_time": "2026-11-20 12:00:03",
                "success": delivered,
                "err_code": code or "DELIVERED",
                "err_msg": "",
                "sms_size": "1",
                "biz_id": message.vendor_id,
                "out_id": "",
            }
        ]
    if gateway.kind == "tencent":
        return [
            {
                "user_receive_time": "2026-11-20 12:00:03",
                "nationcode": "86",
                "mobile": "13800138000",
                "report_status": "SUCCESS" if delivered else "FAIL",
                "errmsg": code or "DELIVRD",
                "description": "",
                "sid": message.vendor_id,
            }
        ]
    return [{"id": f"{message.office_id}-{message.pk}", "delivered": delivered, "code": code}]


def reply(gateway: Gateway, text: str, number: str = "13800138000") -> list[dict]:
    if gateway.kind == "aliyun":
        return [
            {
                "phone_number": number,
                "send_time": "2026-11-20 12:01:00",
                "content": text,
                "sign_name": "Harbour",
                "dest_code": "1",
                "sequence_id": 7,
            }
        ]
    if gateway.kind == "tencent":
        return [
            {
                "extend": "",
                "mobile": number,
                "nationcode": "86",
                "sign": "Harbour",
                "text": text,
                "time": 1_700_000_000,
            }
        ]
    return [{"phone": f"+86{number}", "text": text, "id": "r1"}]


KINDS = pytest.mark.parametrize("kind", ["aliyun", "tencent", "http"])


@KINDS
def test_a_receipt_says_that_it_was_delivered(client, root, sms_vendors, kind):
    gateway, message = sent(root, kind, sms_vendors)
    answer = bring(client, gateway, "receipts", receipt(gateway, message, delivered=True))
    assert (
        answer.json()
        == {
            "aliyun": {"code": 0, "msg": "OK"},
            "tencent": {"result": 0, "errmsg": "OK"},
            "http": {"ok": True},
        }[kind]
    )
    message.refresh_from_db()
    assert message.state == "delivered" and message.delivered_at is not None


@KINDS
def test_a_receipt_says_that_it_was_not(client, root, sms_vendors, kind):
    gateway, message = sent(root, kind, sms_vendors)
    bring(client, gateway, "receipts", receipt(gateway, message, delivered=False, code="MK:0001"))
    assert text_states() == [("failed", "MK:0001")]


def test_a_receipt_settles_what_was_uncertain(client, root, sms_vendors):
    gateway, message = sent(root, "http", sms_vendors)
    TextMessage.objects.update(state="uncertain", sent_at=None, error="timeout")
    bring(client, gateway, "receipts", receipt(gateway, message, delivered=True))
    assert text_states() == [("delivered", "")]


def test_a_receipt_for_what_we_never_sent_changes_nothing(client, root, sms_vendors):
    gateway, message = sent(root, "aliyun", sms_vendors)
    message.vendor_id = "somebody-elses"
    assert bring(client, gateway, "receipts", receipt(gateway, message, delivered=False)).status_code == 200
    assert text_states() == [("sent", "")]


@pytest.mark.clause("sms-consent")
@KINDS
def test_a_reply_that_opts_out_holds_at_once(client, root, sms_vendors, kind):
    gateway, message = sent(root, kind, sms_vendors)
    waiting = queue(message.template, key="waiting")
    for _twice in range(2):
        assert bring(client, gateway, "replies", reply(gateway, "\uff34\uff24")).status_code == 200
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("dropped", "opted_out")
    assert [(row.channel, row.given, row.way) for row in Consent.objects.all()] == [("sms", False, "reply")]
    [kept] = TextReply.objects.all()
    assert (kept.masked, kept.is_opt_out) == ("138****8000", True)


def test_any_other_reply_is_only_kept(client, root, sms_vendors):
    gateway, _message = sent(root, "tencent", sms_vendors)
    bring(client, gateway, "replies", reply(gateway, "See you on Saturday"))
    assert TextReply.objects.get().text == "See you on Saturday"
    assert not Consent.objects.exists()


@pytest.mark.parametrize("what", ["receipts", "replies"])
def test_a_stranger_is_refused_and_leaves_a_line(client, root, sms_vendors, caplog, what):
    gateway, message = sent(root, "aliyun", sms_vendors)
    with caplog.at_level(logging.WARNING):
        items = receipt(gateway, message, delivered=False)
        answer = client.post(f"/hooks/guessed/{what}/", json.dumps(items), content_type="application/json")
    assert answer.status_code == 403
    [line] = [each for each in caplog.records if "refused" in each.getMessage()]
    assert line.error == "unknown"
    assert text_states() == [("sent", "")]
    assert not TextReply.objects.exists()


@pytest.mark.parametrize("wrong", [{"secret": "guessed"}, {"stamp": "1500000000"}, {"stamp": "now"}])
def test_the_own_gateway_must_sign_and_lately(client, root, sms_vendors, wrong):
    gateway, message = sent(root, "http", sms_vendors)
    answer = bring(client, gateway, "receipts", receipt(gateway, message, delivered=False), **wrong)
    assert answer.status_code == 403
    assert text_states() == [("sent", "")]


@pytest.mark.parametrize("body", ["", "[", "7", '["x"]', '{"receipts": 7}', "[" * 5000, "null"])
def test_what_cannot_be_read_is_refused(client, root, sms_vendors, body):
    gateway, _message = sent(root, "aliyun", sms_vendors)
    answer = client.post(f"/hooks/{gateway.hook_secret}/receipts/", body, content_type="application/json")
    assert answer.status_code == 400
    assert text_states() == [("sent", "")]


def test_one_gateway_cannot_report_of_anothers_texts(client, root, stranger, sms_vendors):
    """Receipts name texts by the vendor's number or ours: neither reaches beyond the gateway."""
    _gateway, message = sent(root, "http", sms_vendors)
    foreign = Gateway(office=stranger.office, channel="sms", kind="http", name="theirs")
    foreign.keep_settings({"secret": SHARED, "address": "https://sms.example.com/"})
    keep_gateway(gateway=foreign, by=stranger, now=NOON)
    bring(client, foreign, "receipts", receipt(foreign, message, delivered=False))
    assert text_states() == [("sent", "")]
    assert message.number == NUMBER


def test_receipts_may_come_twice_and_in_any_order(client, root, sms_vendors):
    """Two hundred of each in a shuffled order: whoever has the text has it, whatever comes before or after."""
    gateway, message = sent(root, "http", sms_vendors)
    dice, brought = random.Random(15), {"known": 0, "unknown": 0, "forged": 0}
    wanted = []
    for _round in range(20):
        TextMessage.objects.filter(pk=message.pk).update(
            state="sent", sent_at=NOON, delivered_at=None, error=""
        )
        outcomes = dice.choices([True, False], k=dice.randrange(1, 5))
        for is_delivered in outcomes:
            items = receipt(gateway, message, delivered=is_delivered, code="" if is_delivered else "MK:1")
            match dice.choice(["known", "unknown", "forged"]):
                case "unknown":
                    unknown = [{**items[0], "id": f"{message.office_id}-{message.pk + 7}"}]
                    assert bring(client, gateway, "receipts", unknown).status_code == 200
                    brought["unknown"] += 1
                case "forged":
                    assert bring(client, gateway, "receipts", items, secret="guessed").status_code == 403
                    brought["forged"] += 1
            for _twice in range(2):
                assert bring(client, gateway, "receipts", items).status_code == 200
                brought["known"] += 1
        wanted.append("delivered" if True in outcomes else "failed")
        message.refresh_from_db()
        assert message.state == wanted[-1], outcomes
    assert min(brought.values()) > 5 and set(wanted) == {"delivered", "failed"}


def test_a_receipt_that_is_quicker_than_the_vendors_answer_holds(client, root, sms_vendors):
    """The gateway's own answer comes after it, and changes nothing any more."""
    gateway, message = sent(root, "http", sms_vendors)
    for delivered, state in ((True, "delivered"), (False, "failed")):
        TextMessage.objects.update(
            state="sending", sent_at=None, delivered_at=None, lease_until=NOON, called_at=NOON
        )
        message.refresh_from_db()
        bring(client, gateway, "receipts", receipt(gateway, message, delivered=delivered))
        write_down(message, Answer(Verdict.ACCEPTED), NOON)
        message.refresh_from_db()
        assert message.state == state


def test_what_was_never_handed_over_is_not_delivered(client, root, sms_vendors):
    gateway, message = sent(root, "http", sms_vendors)
    waiting = queue(message.template, key="waiting")
    bring(client, gateway, "receipts", receipt(gateway, waiting, delivered=True))
    waiting.refresh_from_db()
    assert waiting.state == "queued"


# Whatever JSON can hold: a NUL, half a surrogate pair, a number too long, other types, nothing.
ODD = ["\0", "a\0b", "\ud800", "\udfff\ud800", 10**30, -1, None, True, [], {}, "\u202e", "9" * 5000, 0.1]


@KINDS
@pytest.mark.parametrize("what", ["receipts", "replies"])
def test_odd_values_are_nobodys_trouble(client, root, sms_vendors, kind, what):
    """Each field in turn, and all at once; the good one beside them is taken."""
    gateway, message = sent(root, kind, sms_vendors)
    made = receipt(gateway, message, delivered=True) if what == "receipts" else reply(gateway, "TD")
    odd = [{**made[0], name: value} for name in made[0] for value in ODD]
    odd += [dict.fromkeys(made[0], value) for value in ODD]
    name = {"receipts": "receipts", "replies": "replies"}[what]
    items = {name: odd + made} if kind == "http" else odd + made
    assert bring(client, gateway, what, items).status_code == 200
    message.refresh_from_db()
    if what == "receipts":
        assert message.state == "delivered"
    else:
        assert Consent.objects.filter(given=False).exists()


@pytest.mark.clause("sms-consent")
def test_a_reply_from_elsewhere_is_understood_without_its_plus(client, root, sms_vendors):
    gateway, _message = sent(root, "aliyun", sms_vendors)
    bring(client, gateway, "replies", reply(gateway, "TD", number="4915112345678"))
    assert Consent.objects.get().number == consent_digest("+4915112345678")


def test_what_a_vendor_says_is_kept_as_far_as_it_can_be(root, sms_vendors):
    """Its code and its name for the text may hold what no database takes."""
    assert sms_http.read(200, b'{"ok": true, "id": "a\\u0000\\ud800b"}').vendor_id == "a?b"
    assert sms_http.read(200, b'{"ok": false, "code": "\\u0000x"}').code == "x"


@pytest.mark.parametrize("length", ["many", "-1", "1e3", "\u0663", "9" * 5000, ""])
def test_a_malformed_length_is_refused_or_read_as_nothing(client, root, sms_vendors, length):
    gateway, _message = sent(root, "aliyun", sms_vendors)
    answer = client.post(
        f"/hooks/{gateway.hook_secret}/receipts/",
        "[]",
        content_type="application/json",
        CONTENT_LENGTH=length,
    )
    assert answer.status_code in (400, 413)
    assert text_states() == [("sent", "")]
