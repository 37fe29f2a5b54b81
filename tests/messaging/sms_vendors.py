"""Alibaba Cloud, Tencent Cloud and an own gateway on 127.0.0.1: they check signatures as the vendors do.

What they answer is documented by the vendors: success, too often for a number or the account, refusals, errors.
``misbehave`` has the next calls go wrong in a named way.
"""

import hashlib
import hmac
import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlsplit

SECRETS = {"AKID": "SECRET"}
SHARED = "shared-secret"
CLOCK_SKEW = 900


@dataclass
class Handed:
    """One SMS as a vendor took it."""

    vendor: str
    number: str
    signature: str
    template: str
    params: list[str]
    key: str
    text: str = ""


@dataclass
class SmsVendors:
    """``calls`` counts whatever came, ``accepted`` holds what was taken, ``refused`` the reasons why not."""

    port: int
    calls: int = 0
    accepted: list[Handed] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    mischief: deque[str] = field(default_factory=deque)
    held: threading.Event = field(default_factory=threading.Event)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def misbehave(self, *ways: str) -> None:
        """For the next calls, in order: a code to answer with, or slow, reset, broken, garbage, http_429."""
        self.mischief.extend(ways)


@contextmanager
def sms_vendors_at_home() -> Iterator[SmsVendors]:
    """The server while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    vendors = server.vendors = SmsVendors(server.server_address[1])  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield vendors
    finally:
        vendors.held.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        vendors: SmsVendors = self.server.vendors  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        vendors.calls += 1
        proof = headers.get("authorization", "")
        if proof.startswith("ACS3"):
            check, answer = _aliyun, _aliyun_answer
        elif proof.startswith("TC3"):
            check, answer = _tencent, _tencent_answer
        else:
            check, answer = _own, _own_answer
        wrong, handed = check(self.path, headers, body)
        if wrong:
            vendors.refused.append(wrong)
            self.reply(*answer(wrong))
            return
        way = vendors.mischief.popleft() if vendors.mischief else ""
        if way in ("", "slow"):
            vendors.accepted.append(handed)
        if way == "slow":
            vendors.held.wait(30)
        elif way == "reset":
            self.close_connection = True
        elif way == "broken":
            self.reply(502, b"<html>bad gateway</html>")
        elif way == "garbage":
            self.reply(200, b"hello")
        elif way == "http_429":
            self.reply(429, b"slow down")
        else:
            self.reply(*answer(way))

    def reply(self, status: int, body: dict | bytes) -> None:
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def _aliyun(path: str, headers: dict, body: bytes) -> tuple[str, Handed | None]:
    """The canonical request made anew from what is on the wire."""
    parts = urlsplit(path)
    proof = dict(item.split("=", 1) for item in headers["authorization"].split(" ", 1)[1].split(","))
    query = parse_qsl(parts.query, keep_blank_values=True)
    canonical = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(query))
    names = proof["SignedHeaders"].split(";")
    said = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    request = "\n".join(
        ["POST", parts.path, canonical, said, proof["SignedHeaders"], headers["x-acs-content-sha256"]]
    )
    to_sign = f"ACS3-HMAC-SHA256\n{_sha(request.encode())}"
    if proof["Credential"] not in SECRETS:
        return "InvalidAccessKeyId.NotFound", None
    wanted = hmac.new(SECRETS[proof["Credential"]].encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    needed = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"}
    if proof["Signature"] != wanted or headers["x-acs-content-sha256"] != _sha(body) or needed - set(names):
        return "SignatureDoesNotMatch", None
    if (headers["x-acs-action"], headers["x-acs-version"]) != ("SendSms", "2017-05-25"):
        return "InvalidAction.NotFound", None
    asked = dict(query)
    params = json.loads(asked["TemplateParam"])
    return "", Handed(
        "aliyun",
        asked["PhoneNumbers"],
        asked["SignName"],
        asked["TemplateCode"],
        list(params.values()),
        asked["OutId"],
    )


def _aliyun_answer(code: str) -> tuple[int, dict]:
    if not code:
        biz = f"B{time.time_ns()}"
        return 200, {"Code": "OK", "Message": "OK", "RequestId": "R1", "BizId": biz}
    status = 400 if code.startswith(("Signature", "Invalid", "Throttling")) else 200
    return status, {"Code": code, "Message": "as documented", "RequestId": "R1"}


def _tencent(path: str, headers: dict, body: bytes) -> tuple[str, Handed | None]:
    proof = dict(item.strip().split("=", 1) for item in headers["authorization"].split(" ", 1)[1].split(","))
    key_id, day, service, last = proof["Credential"].split("/")
    names = proof["SignedHeaders"]
    # All signed values in lower case, as the vendor compares them.
    said = "".join(f"{name}:{headers[name].strip().lower()}\n" for name in names.split(";"))
    request = "\n".join(["POST", "/", "", said, names, _sha(body)])
    to_sign = "\n".join(
        ["TC3-HMAC-SHA256", headers["x-tc-timestamp"], f"{day}/{service}/{last}", _sha(request.encode())]
    )
    if key_id not in SECRETS:
        return "AuthFailure.SecretIdNotFound", None
    key = _mac(_mac(_mac(f"TC3{SECRETS[key_id]}".encode(), day), service), last)
    if hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest() != proof["Signature"]:
        return "AuthFailure.SignatureFailure", None
    if {"content-type", "host"} - set(names.split(";")) or (service, last) != ("sms", "tc3_request"):
        return "AuthFailure.SignatureFailure", None
    if (headers["x-tc-action"], headers["x-tc-version"]) != ("SendSms", "2021-01-11"):
        return "InvalidAction", None
    asked = json.loads(body)
    if not asked["SmsSdkAppId"] or not headers.get("x-tc-region"):
        return "InvalidParameter", None
    [number] = asked["PhoneNumberSet"]
    return "", Handed(
        "tencent",
        number,
        asked["SignName"],
        asked["TemplateId"],
        asked["TemplateParamSet"],
        asked["SessionContext"],
    )


def _tencent_answer(code: str) -> tuple[int, dict]:
    """Errors of the request stand in Error, those of a number in its status; always with HTTP 200."""
    if code.startswith(("AuthFailure", "Request", "Invalid", "InternalError")):
        return 200, {"Response": {"Error": {"Code": code, "Message": "as documented"}, "RequestId": "R"}}
    status = {"SerialNo": f"T{time.time_ns()}", "Code": code or "Ok", "Message": "", "Fee": 0 if code else 1}
    return 200, {"Response": {"SendStatusSet": [status], "RequestId": "R"}}


def _own(path: str, headers: dict, body: bytes) -> tuple[str, Handed | None]:
    stamp = headers.get("x-lunxu-timestamp", "")
    wanted = hmac.new(SHARED.encode(), stamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()
    if not stamp or headers.get("x-lunxu-signature") != wanted:
        return "signature", None
    asked = json.loads(body)
    return "", Handed(
        "http",
        asked["phone"],
        asked["signature"],
        asked["template"],
        list(asked["params"].values()),
        asked["id"],
        asked["text"],
    )


def _own_answer(code: str) -> tuple[int, dict]:
    if code:
        return 200, {"ok": False, "code": code, "later": code == "later"}
    return 200, {"ok": True, "id": f"H{time.time_ns()}"}


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _mac(key: bytes, message: str) -> bytes:
    return hmac.new(key, message.encode(), hashlib.sha256).digest()
