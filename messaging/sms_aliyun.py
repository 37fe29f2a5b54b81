"""Alibaba Cloud's short message service (SendSms, 2017-05-25), signed with ACS3-HMAC-SHA256.

Source: "SendSms" and "V3 request structure and signature mechanism" of Alibaba Cloud's documentation. The parameters
travel in the query, as the vendor's own client sends them; nothing here touches network or clock.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from messaging.robots import Answer, Verdict
from messaging.text_vendors import Call, Letter, dialled, json_object, short

ENDPOINT = "https://dysmsapi.aliyuncs.com"
VERSION = "2017-05-25"
ALGORITHM = "ACS3-HMAC-SHA256"
# Too often, for the account or for one number, minute and hour; a day's limit is as good as a refusal.
BUSY = ("Throttling", "isv.BUSINESS_LIMIT_CONTROL", "isp.RAM_PERMISSION_DENY_BUSY")
# The vendor asks to try again without saying whether it took the message.
UNCLEAR = ("isp.SYSTEM_ERROR", "InternalError", "ServiceUnavailable", "isp.GATEWAY_ERROR")


def build(settings: dict, letter: Letter, *, at: datetime, nonce: str) -> Call:
    """``settings``: key_id, key_secret and, where it is another than the usual one, endpoint."""
    query = {
        "PhoneNumbers": dialled(letter.number),
        "SignName": letter.signature,
        "TemplateCode": letter.vendor_code,
        "TemplateParam": json.dumps(dict(letter.params), ensure_ascii=False, separators=(",", ":")),
        "OutId": letter.key,
    }
    endpoint = settings.get("endpoint") or ENDPOINT
    canonical_query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(query.items()))
    headers = {
        "host": urlsplit(endpoint).netloc,
        "x-acs-action": "SendSms",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": VERSION,
    }
    proof = authorization(
        canonical_query, headers, key_id=settings["key_id"], key_secret=settings["key_secret"]
    )
    return Call(f"{endpoint}/?{canonical_query}", {**headers, "Authorization": proof}, b"")


def authorization(canonical_query: str, headers: dict[str, str], *, key_id: str, key_secret: str) -> str:
    """The header that proves who calls; all ``headers``, in lower case, are signed."""
    names = ";".join(sorted(headers))
    said = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = "\n".join(["POST", "/", canonical_query, said, names, headers["x-acs-content-sha256"]])
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(key_secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"


def read(status: int, body: bytes) -> Answer:
    """The vendor's Code: OK, a limit, or why not. Without one it is not known whether the message was taken."""
    answer = json_object(body)
    code = str(answer.get("Code", ""))
    if code == "OK":
        return Answer(Verdict.ACCEPTED, vendor_id=short(answer.get("BizId", "")))
    if code.startswith(BUSY):
        return Answer(Verdict.RATE_LIMITED, short(code))
    if code.startswith(UNCLEAR) or not code:
        return Answer(
            Verdict.RATE_LIMITED if status == 429 else Verdict.UNCLEAR, short(code or f"http_{status}")
        )
    return Answer(Verdict.REFUSED, short(code))


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")
