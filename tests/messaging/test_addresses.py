"""A robot's address leads to its vendor or is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from messaging.addresses import check_address, masked_address
from messaging.robots import VENDORS

HOSTS = [vendor.host for vendor in VENDORS.values()]
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=566cc69d"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/0b1c2d3e"


@pytest.mark.parametrize(("kind", "address"), [("wecom", WECOM), ("dingtalk", DINGTALK), ("feishu", FEISHU)])
def test_an_address_as_the_vendor_gives_it_is_taken(kind, address):
    check_address(kind, address, HOSTS)
    assert masked_address(address) == f"{VENDORS[kind].host}/\u2026{address[-4:]}"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "https://",
        "ftp://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        WECOM.replace("https", "http"),
        WECOM.replace("qyapi.weixin.qq.com", "evil.example"),
        WECOM.replace("qyapi.weixin.qq.com", "qyapi.weixin.qq.com.evil.example"),
        WECOM.replace("qyapi.weixin.qq.com", "qyapi.weixin.qq.com@evil.example"),
        WECOM.replace("qyapi.weixin.qq.com", "evil.example\\@qyapi.weixin.qq.com"),
        WECOM.replace("qyapi.weixin.qq.com", "user:secret@qyapi.weixin.qq.com"),
        WECOM.replace("qyapi.weixin.qq.com", "qyapi.weixin.qq.com:8443"),
        WECOM.replace("qyapi.weixin.qq.com", "169.254.169.254"),
        WECOM.replace("qyapi.weixin.qq.com", "[::1]"),
        WECOM.replace("qyapi.weixin.qq.com", "127.0.0.1"),
        WECOM.replace("/cgi-bin/webhook/send", "/cgi-bin/gettoken"),
        WECOM.replace("key=", "other="),
        WECOM.partition("?")[0],
        WECOM + "#x",
        WECOM + " x",
        WECOM + "\nx",
        WECOM + "\u3002",
        WECOM + "1" * 500,
        DINGTALK,
        FEISHU,
    ],
)
def test_anything_else_is_refused_with_a_sentence(address):
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        check_address("wecom", address, HOSTS)
    with translation.override("en"):
        assert len(refusal.value.messages[0]) > 20


def test_a_bot_address_of_feishu_needs_its_token():
    with pytest.raises(ValidationError):
        check_address("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/", HOSTS)


def test_the_loopback_is_for_those_who_list_it():
    here = "http://127.0.0.1:8123/robot/send?access_token=1"
    check_address("dingtalk", here, [*HOSTS, "127.0.0.1"])
    with pytest.raises(ValidationError):
        check_address("dingtalk", here, HOSTS)


def test_a_vendors_own_server_elsewhere_can_be_listed():
    elsewhere = FEISHU.replace("open.feishu.cn", "open.larksuite.com")
    check_address("feishu", elsewhere, ["open.larksuite.com"])
    with pytest.raises(ValidationError):
        check_address("feishu", elsewhere, HOSTS)


def test_what_is_no_address_is_masked_all_the_same():
    assert masked_address("https://x:y/token") == "/\u2026oken"
