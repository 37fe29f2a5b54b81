"""Tencent Cloud's short message service (SendSms, 2021-01-11), signed with TC3-HMAC-SHA256.

Source: "SendSms" and "Signature method v3" of Tencent Cloud's documentation. Nothing here touches network or clock.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

from messaging.robots import Answer, Verdict
from messaging.text_vendors import Call, Letter, json_object, short

ENDPOINT = "https://sms.tencentcloudapi.com"
VERSION = "2021-01-11"
REGION = "ap-guangzhou"
ALGORITHM = "TC3-HMAC-SHA256"
BUSY = (
    "RequestLimitExceeded",
    "LimitExceeded.DeliveryFrequencyLimit",
    "LimitExceeded.PhoneNumberThirtySecond",
)
UNCLEAR = ("InternalError", "FailedOperation.FailResolvePacket")


def build(settings: dict, letter: Letter, *, at: datetime, nonce: str = "") -> Call:
    """``settings``: key_id, key_secret, app_id and, where they are not the usual ones, region and endpoint."""
    endpoint = settings.get("endpoint") or ENDPOINT
    body = json.dumps(
        {
            "PhoneNumberSet": [letter.number],
            "SmsSdkAppId": settings["app_id"],
            "SignName": letter.signature,
            "TemplateId": letter.vendor_code,
            "TemplateParamSet": [value for _name, value in letter.params],
            "SessionContext": letter.key,
        },
        ensure_ascii=False,
    ).encode()
    signed = {
        "content-type": "application/json; charset=utf-8",
        "host": urlsplit(endpoint).netloc,
        "x-tc-action": "SendSms",
    }
    headers = {
        **signed,
        "x-tc-version": VERSION,
        "x-tc-timestamp": str(int(at.timestamp())),
        "x-tc-region": settings.get("region") or REGION,
        "authorization": authorization(
            "sms", signed, body, at=at, key_id=settings["key_id"], key_secret=settings["key_secret"]
        ),
    }
    return Call(f"{endpoint}/", headers, body)


def authorization(
    service: str, headers: dict[str, str], body: bytes, *, at: datetime, key_id: str, key_secret: str
) -> str:
    """The header that proves who calls. ``headers``: those that are signed, by their names in lower case, in order."""
    stamp, day = str(int(at.timestamp())), at.astimezone(UTC).strftime("%Y-%m-%d")
    names = ";".join(headers)
    said = "".join(f"{name}:{value.lower()}\n" for name, value in headers.items())
    request = "\n".join(["POST", "/", "", said, names, hashlib.sha256(body).hexdigest()])
    scope = f"{day}/{service}/tc3_request"
    to_sign = "\n".join([ALGORITHM, stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = _mac(_mac(_mac(f"TC3{key_secret}".encode(), day), service), "tc3_request")
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={names}, Signature={signature}"


def read(status: int, body: bytes) -> Answer:
    """The code of the one number's status, else that of the request."""
    response = json_object(body).get("Response")
    response = response if isinstance(response, dict) else {}
    told = response.get("SendStatusSet")
    first = told[0] if isinstance(told, list) and told and isinstance(told[0], dict) else {}
    error = response.get("Error") if isinstance(response.get("Error"), dict) else {}
    code = str(first.get("Code") or error.get("Code") or "")
    if code == "Ok":
        return Answer(Verdict.ACCEPTED, vendor_id=short(first.get("SerialNo", "")))
    if code.startswith(BUSY) or (not code and status == 429):
        return Answer(Verdict.RATE_LIMITED, short(code or "http_429"))
    if code.startswith(UNCLEAR) or not code:
        return Answer(Verdict.UNCLEAR, short(code or f"http_{status}"))
    return Answer(Verdict.REFUSED, short(code))


def _mac(key: bytes, message: str) -> bytes:
    return hmac.new(key, message.encode(), hashlib.sha256).digest()
