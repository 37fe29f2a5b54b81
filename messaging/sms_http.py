"""The generic gateway: a POST of JSON to the office's own address, signed with a shared secret.

The body is ``{"id", "phone", "signature", "template", "params", "text"}``; the header ``X-Lunxu-Signature`` is the
HMAC-SHA256, in hexadecimal, of ``X-Lunxu-Timestamp``, a newline and the body. The other side answers
``{"ok": true, "id": "…"}``, or ``{"ok": false, "code": "…", "later": true|false}``; ``later`` asks to come again.
Its receipts and replies come to our webhooks signed in the same way.
"""

import hashlib
import hmac
import json
from datetime import datetime

from messaging.robots import Answer, Verdict
from messaging.text_vendors import Call, Letter, json_object, short

SIGNATURE = "X-Lunxu-Signature"
TIMESTAMP = "X-Lunxu-Timestamp"
# Seconds by which two clocks may differ.
TOLERANCE = 300
LONGEST_STAMP = 12


def build(settings: dict, letter: Letter, *, at: datetime, nonce: str = "") -> Call:
    """``settings``: address and secret."""
    body = json.dumps(
        {
            "id": letter.key,
            "phone": letter.number,
            "signature": letter.signature,
            "template": letter.vendor_code,
            "params": dict(letter.params),
            "text": letter.text,
        },
        ensure_ascii=False,
    ).encode()
    stamp = str(int(at.timestamp()))
    headers = {
        "content-type": "application/json; charset=utf-8",
        TIMESTAMP: stamp,
        SIGNATURE: signature(settings["secret"], stamp, body),
    }
    return Call(settings["address"], headers, body)


def read(status: int, body: bytes) -> Answer:
    """What the other side says of it; a broken answer leaves open whether the message was taken."""
    answer = json_object(body)
    if answer.get("ok") is True and status < 300:
        return Answer(Verdict.ACCEPTED, vendor_id=short(answer.get("id", "")))
    if answer.get("ok") is False:
        code = short(answer.get("code") or f"http_{status}")
        return Answer(Verdict.RATE_LIMITED if answer.get("later") is True else Verdict.REFUSED, code)
    if status == 429:
        return Answer(Verdict.RATE_LIMITED, "http_429")
    if 300 <= status < 500:
        return Answer(Verdict.REFUSED, f"http_{status}")
    return Answer(Verdict.UNCLEAR, f"http_{status}")


def signature(secret: str, stamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def is_signed(secret: str, stamp: str, given: str, body: bytes, *, now: datetime) -> bool:
    """Whether a call that came in was signed with the secret, within five minutes of now."""
    if not stamp.isdecimal() or len(stamp) > LONGEST_STAMP or abs(int(stamp) - now.timestamp()) > TOLERANCE:
        return False
    return hmac.compare_digest(signature(secret, stamp, body).encode(), given.encode())
