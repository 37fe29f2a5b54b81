"""What is said to each vendor, and how its answers are understood, without a network."""

from datetime import UTC, datetime

import pytest

from messaging.enums import RobotKind
from messaging.robots import VENDORS, Mention, Verdict, build_request, read_answer

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
AN = Mention("An", mobile="+8613900000001")
BO = Mention("Bo", group_id="ou_bo", mobile="+8613900000002")
# Computed with openssl, the first as it stands in an address.
DINGTALK_SIGN = "TldMiDbyqeAlV7p5Fi%2FkpFPesjlbY%2BRXuCXR5vSQr3o%3D"
FEISHU_SIGN = "xoA2futTKX71De+/L0sXDYQVZ8WhsAeaaHGzA5y4M2k="


def said(kind, mention=None, secret="", text="Come, please.", address="https://host/path?key=k"):
    return build_request(kind, address=address, secret=secret, text=text, mention=mention, at=NOON)


def test_every_kind_of_robot_has_its_vendor():
    assert set(VENDORS) == set(RobotKind.values)


def test_wecom_mentions_by_the_id_in_the_group_and_else_by_the_number_as_dialled():
    assert said("wecom", BO).json["text"] == {"content": "Come, please.", "mentioned_list": ["ou_bo"]}
    assert said("wecom", AN).json["text"] == {
        "content": "Come, please.",
        "mentioned_mobile_list": ["13900000001"],
    }
    assert said("wecom").json["text"] == {"content": "Come, please."}


def test_dingtalk_writes_the_number_into_the_text_for_else_it_mentions_nobody():
    body = said("dingtalk", AN).json
    assert body["text"]["content"] == "Come, please. @13900000001"
    assert body["at"] == {"isAtAll": False, "atMobiles": ["13900000001"]}


def test_dingtalk_mentions_by_user_id_where_there_is_one():
    body = said("dingtalk", Mention("Chen", group_id="manager4220")).json
    assert body["text"]["content"] == "Come, please. @manager4220"
    assert body["at"] == {"isAtAll": False, "atUserIds": ["manager4220"]}


def test_feishu_knows_people_by_id_only():
    assert said("feishu", BO).json["content"]["text"] == 'Come, please. <at user_id="ou_bo">Bo</at>'
    assert said("feishu", AN).json["content"]["text"] == "Come, please."


def test_dingtalk_signs_the_address_with_milliseconds():
    """printf '1795320000000\\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64"""
    url = said("dingtalk", secret="SECabc").url
    assert url.startswith("https://host/path?key=k&timestamp=1795320000000&sign=")
    assert url.endswith(DINGTALK_SIGN)


def test_feishu_signs_the_body_with_seconds_as_text():
    """openssl dgst -sha256 -hmac $'1795320000\\nSECabc' -binary < /dev/null | base64"""
    body = said("feishu", secret="SECabc").json
    assert (body["timestamp"], body["sign"]) == ("1795320000", FEISHU_SIGN)


def test_without_a_secret_nothing_is_signed():
    assert said("dingtalk").url == "https://host/path?key=k"
    assert said("feishu").json.keys() == {"msg_type", "content"}


@pytest.mark.parametrize("kind", RobotKind.values)
def test_a_name_cannot_smuggle_a_mention_of_everybody(kind):
    joker = Mention('</at><at user_id="all">', group_id="ou_joker")
    body = str(said(kind, joker, text='<at user_id="all">x</at> <@all>').json)
    assert '<at user_id="all"' not in body
    assert "<@all>" not in body


@pytest.mark.parametrize("kind", RobotKind.values)
@pytest.mark.parametrize("group_id", ["@all", 'x" y', "all>", "a b", ""])
def test_an_id_that_cannot_be_a_persons_mentions_nobody(kind, group_id):
    assert said(kind, Mention("An", group_id=group_id)).json == said(kind).json


ANSWERS = [
    ("wecom", 200, b'{"errcode":0,"errmsg":"ok"}', Verdict.ACCEPTED, ""),
    ("wecom", 200, b'{"errcode":93000,"errmsg":"invalid webhook url"}', Verdict.REFUSED, "93000"),
    ("wecom", 200, b'{"errcode":45009,"errmsg":"api freq out of limit"}', Verdict.RATE_LIMITED, "45009"),
    ("wecom", 200, b'{"errcode":-1,"errmsg":"system busy"}', Verdict.RATE_LIMITED, "-1"),
    ("dingtalk", 200, b'{"errcode":0,"errmsg":"ok"}', Verdict.ACCEPTED, ""),
    ("dingtalk", 200, b'{"errcode":310000,"errmsg":"sign not match"}', Verdict.REFUSED, "310000"),
    ("dingtalk", 200, b'{"status":1111,"errcode":130101}', Verdict.RATE_LIMITED, "130101"),
    ("dingtalk", 200, b'{"errcode":410100}', Verdict.RATE_LIMITED, "410100"),
    ("feishu", 200, b'{"StatusCode":0,"StatusMessage":"success"}', Verdict.ACCEPTED, ""),
    ("feishu", 200, b'{"code":0,"msg":"success","data":{}}', Verdict.ACCEPTED, ""),
    ("feishu", 200, b'{"code":19021,"msg":"sign match fail"}', Verdict.REFUSED, "19021"),
    ("feishu", 400, b'{"code":9499,"msg":"Bad Request"}', Verdict.REFUSED, "9499"),
    ("feishu", 200, b'{"code":9499,"msg":"too many request"}', Verdict.RATE_LIMITED, "9499"),
    ("feishu", 400, b'{"code":11232,"msg":"frequency limited"}', Verdict.RATE_LIMITED, "11232"),
    ("wecom", 429, b"slow down", Verdict.RATE_LIMITED, "http_429"),
    ("wecom", 302, b"", Verdict.REFUSED, "http_302"),
    ("wecom", 404, b"<html>", Verdict.REFUSED, "http_404"),
    ("wecom", 502, b"bad gateway", Verdict.UNCLEAR, "http_502"),
    ("wecom", 200, b"<html>captive portal</html>", Verdict.UNCLEAR, "http_200"),
    ("wecom", 200, b"\xff\xfe", Verdict.UNCLEAR, "http_200"),
    ("wecom", 200, b'{"errcode":true}', Verdict.UNCLEAR, "http_200"),
    ("wecom", 200, b'["errcode",0]', Verdict.UNCLEAR, "http_200"),
    ("wecom", 200, b"", Verdict.UNCLEAR, "http_200"),
]


@pytest.mark.parametrize(("kind", "status", "body", "verdict", "code"), ANSWERS)
def test_an_answer_is_understood(kind, status, body, verdict, code):
    answer = read_answer(kind, status, body)
    assert (answer.verdict, answer.code) == (verdict, code)
