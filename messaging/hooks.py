"""What vendors bring to our webhooks, read into one form: receipts of delivery, and replies of customers.

Sources: Alibaba Cloud "SmsReport" and "SmsUp" pushed over HTTP, Tencent Cloud "Status callback" and "Reply callback".
"""

import json
from dataclasses import dataclass

from messaging.text_vendors import keepable

MOST_ITEMS = 500


@dataclass(frozen=True)
class Receipt:
    """``vendor_id`` as the vendor gave it when it took the message, or ``key``, our own name for it."""

    vendor_id: str
    key: str
    is_delivered: bool
    code: str


@dataclass(frozen=True)
class Reply:
    """What somebody wrote back; ``number`` as the vendor writes it, ``mark`` what tells it from the next one."""

    number: str
    text: str
    mark: str = ""


class NotReadable(ValueError):
    """The body is not what this vendor sends."""


def read_receipts(kind: str, body: bytes) -> list[Receipt]:
    """Raises NotReadable."""
    return [_receipt(kind, item) for item in _items(kind, body, "receipts")]


def read_replies(kind: str, body: bytes) -> list[Reply]:
    """Raises NotReadable."""
    return [_reply(kind, item) for item in _items(kind, body, "replies")]


def thanks(kind: str) -> dict:
    """What the vendor wants to hear, that it does not come again."""
    return {
        "aliyun": {"code": 0, "msg": "OK"},
        "tencent": {"result": 0, "errmsg": "OK"},
    }.get(kind, {"ok": True})


def _receipt(kind: str, item: dict) -> Receipt:
    if kind == "aliyun":
        return Receipt(
            _text(item, "biz_id"),
            _text(item, "out_id"),
            item.get("success") in (True, "true"),
            _text(item, "err_code"),
        )
    if kind == "tencent":
        return Receipt(_text(item, "sid"), "", item.get("report_status") == "SUCCESS", _text(item, "errmsg"))
    return Receipt("", _text(item, "id"), item.get("delivered") is True, _text(item, "code"))


def _reply(kind: str, item: dict) -> Reply:
    if kind == "aliyun":
        mark = _text(item, "sequence_id") or _text(item, "send_time")
        return Reply(_text(item, "phone_number"), _text(item, "content"), mark)
    if kind == "tencent":
        nation, mobile = _text(item, "nationcode"), _text(item, "mobile")
        number = mobile if mobile.startswith("+") or not nation else f"+{nation}{mobile}"
        return Reply(number, _text(item, "text"), _text(item, "time"))
    return Reply(_text(item, "phone"), _text(item, "text"), _text(item, "id"))


def _items(kind: str, body: bytes, name: str) -> list[dict]:
    """Both vendors send a list; the generic one an object with a list, or a single thing."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise NotReadable("no JSON") from None
    if isinstance(read, dict):
        read = read.get(name, [read])
    if not isinstance(read, list) or len(read) > MOST_ITEMS or not all(isinstance(i, dict) for i in read):
        raise NotReadable("no list of objects")
    return read


def _text(item: dict, name: str) -> str:
    """Without what no table takes: zero bytes and halves of a pair."""
    value = item.get(name)
    return keepable(str(value))[:200] if isinstance(value, str | int) and not isinstance(value, bool) else ""
