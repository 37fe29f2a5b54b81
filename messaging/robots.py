"""How the group robots of WeCom, DingTalk and Feishu are spoken to: values in, a request or a verdict out.

Sources: WeCom "Group robot configuration" (document path 91770), DingTalk "Custom robot access", Feishu "Custom bot
guide". Nothing here touches the network, the clock or the database.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode


@dataclass(frozen=True)
class Mention:
    """Who shall look up: the id in the group chat and the mobile number (E.164), either may be empty."""

    name: str
    group_id: str = ""
    mobile: str = ""


@dataclass(frozen=True)
class Request:
    """A POST of JSON."""

    url: str
    json: dict


class Verdict(StrEnum):
    """What a call came to for the message."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    RATE_LIMITED = "rate_limited"  # refused for now; the vendor asks to come again later
    UNCLEAR = "unclear"  # it went out and no answer of the vendor's own came: it may have been taken
    NOT_LEFT = "not_left"  # no connection came about: nothing of it went out


@dataclass(frozen=True)
class Answer:
    """A verdict with the vendor's code (``"45009"``), else that of HTTP (``"http_502"``) or a word of ours.

    ``vendor_id``: how the vendor names what it took, where it does.
    """

    verdict: Verdict
    code: str = ""
    vendor_id: str = ""


@dataclass(frozen=True)
class Pace:
    """How often a robot may speak: so many messages a minute, and how many seconds it rests after "too often"."""

    per_minute: int
    rest: int


@dataclass(frozen=True)
class Vendor:
    """Everything that differs: the address, the speech, the answer and the pace."""

    host: str
    path: str
    key_name: str  # name of the address' query parameter that carries the token; "" where the path does
    build: Callable[[str, str, str, Mention | None, datetime], Request]
    code_keys: tuple[str, ...]
    busy_codes: frozenset[int]
    pace: Pace


def build_request(
    kind: str, *, address: str, secret: str, text: str, mention: Mention | None, at: datetime
) -> Request:
    """The request that has the robot say ``text`` and mention the person, signed where there is a secret."""
    return VENDORS[kind].build(address, secret, _harmless(text), mention, at)


def read_answer(kind: str, status: int, body: bytes) -> Answer:
    """What the vendor's answer (HTTP status and body) means."""
    vendor = VENDORS[kind]
    answer = _json_object(body)
    code = next((code for key in vendor.code_keys if (code := _integer(answer.get(key))) is not None), None)
    if code is not None:
        return _read_code(vendor, code, str(answer.get("msg", "")))
    if status == 429:
        return Answer(Verdict.RATE_LIMITED, "http_429")
    if 300 <= status < 500:
        return Answer(Verdict.REFUSED, f"http_{status}")
    return Answer(Verdict.UNCLEAR, f"http_{status}")


def _read_code(vendor: Vendor, code: int, message: str) -> Answer:
    if code == 0:
        return Answer(Verdict.ACCEPTED)
    # Feishu says 9499 for a malformed request and, in other words, for too many of them.
    too_many = code == 9499 and "too many" in message.lower()
    if code in vendor.busy_codes or too_many:
        return Answer(Verdict.RATE_LIMITED, str(code))
    return Answer(Verdict.REFUSED, str(code))


def _wecom(address: str, secret: str, text: str, mention: Mention | None, at: datetime) -> Request:
    """WeCom adds "@name" itself from the two lists; the address' key is its only proof."""
    said: dict = {"content": text}
    if mention and _usable_id(mention.group_id):
        said["mentioned_list"] = [mention.group_id]
    elif mention and mention.mobile:
        said["mentioned_mobile_list"] = [_dialled(mention.mobile)]
    return Request(address, {"msgtype": "text", "text": said})


def _dingtalk(address: str, secret: str, text: str, mention: Mention | None, at: datetime) -> Request:
    """DingTalk mentions only whom the text names with "@" and the very id or number of the list.

    The signature goes into the address: milliseconds and HMAC-SHA256 over "milliseconds, newline, secret" with the
    secret as key.
    """
    told: dict = {"isAtAll": False}
    if mention and _usable_id(mention.group_id):
        told["atUserIds"] = [mention.group_id]
        text = f"{text} @{mention.group_id}"
    elif mention and mention.mobile:
        told["atMobiles"] = [_dialled(mention.mobile)]
        text = f"{text} @{_dialled(mention.mobile)}"
    if secret:
        stamp = str(int(at.timestamp() * 1000))
        sign = _signature(key=secret, message=f"{stamp}\n{secret}")
        address = f"{address}&{urlencode({'timestamp': stamp, 'sign': sign})}"
    return Request(address, {"msgtype": "text", "text": {"content": text}, "at": told})


def _feishu(address: str, secret: str, text: str, mention: Mention | None, at: datetime) -> Request:
    """Feishu's custom bots know people by id only, named by a tag in the text.

    The signature goes into the body: seconds and HMAC-SHA256 over nothing, with "seconds, newline, secret" as key.
    """
    if mention and _usable_id(mention.group_id):
        text = f'{text} <at user_id="{mention.group_id}">{_harmless(mention.name)}</at>'
    body: dict = {"msg_type": "text", "content": {"text": text}}
    if secret:
        stamp = str(int(at.timestamp()))
        body = {"timestamp": stamp, "sign": _signature(key=f"{stamp}\n{secret}", message=""), **body}
    return Request(address, body)


# -1 is WeCom's and DingTalk's "system busy, try again later"; 11232 is Feishu's flow control.
VENDORS: dict[str, Vendor] = {
    "wecom": Vendor(
        host="qyapi.weixin.qq.com",
        path="/cgi-bin/webhook/send",
        key_name="key",
        build=_wecom,
        code_keys=("errcode",),
        busy_codes=frozenset({-1, 45009, 45033}),
        pace=Pace(per_minute=20, rest=60),
    ),
    "dingtalk": Vendor(
        host="oapi.dingtalk.com",
        path="/robot/send",
        key_name="access_token",
        build=_dingtalk,
        code_keys=("errcode",),
        busy_codes=frozenset({-1, 130101, 410100}),
        pace=Pace(per_minute=20, rest=120),
    ),
    "feishu": Vendor(
        host="open.feishu.cn",
        path="/open-apis/bot/v2/hook/",
        key_name="",
        build=_feishu,
        code_keys=("code", "StatusCode"),
        busy_codes=frozenset({11232}),
        pace=Pace(per_minute=100, rest=10),
    ),
}


def _signature(*, key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def _harmless(text: str) -> str:
    """The text without anything that a vendor would read as a tag (``<at …>``, ``<@id>``)."""
    return text.replace("<", "\u2039").replace(">", "\u203a")


def _usable_id(group_id: str) -> bool:
    """Whether this can be the id of one person: "@all" and markup cannot."""
    return re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.@-]*", group_id) is not None


def _dialled(mobile: str) -> str:
    """The number as the group chats know it: mainland numbers without their country code."""
    return mobile.removeprefix("+86")


def _json_object(body: bytes) -> dict:
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _integer(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None
