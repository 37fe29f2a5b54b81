"""The three vendors on 127.0.0.1, behaving as their documentation says: what they check, and how they answer.

A vendor keeps what arrived on the wire. ``misbehave`` has the next calls go wrong in a named way.
"""

import base64
import hashlib
import hmac
import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "693a91f6-0000-4bc4-97a0-0ec2sifa5aaa"
SECRET = "SEC0123456789abcdef"


@dataclass
class Letter:
    """What one call brought."""

    path: str
    query: dict[str, str]
    body: dict
    headers: dict[str, str]


@dataclass
class Vendors:
    """One server for all three; ``accepted`` are the messages that reached the group, ``calls`` whatever came."""

    port: int
    calls: list[Letter] = field(default_factory=list)
    accepted: list[Letter] = field(default_factory=list)
    mischief: deque[str] = field(default_factory=deque)
    held: threading.Event = field(default_factory=threading.Event)
    per_minute: int = 20

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def address(self, kind: str, key: str = KEY) -> str:
        return (
            self.root
            + {
                "wecom": f"/cgi-bin/webhook/send?key={key}",
                "dingtalk": f"/robot/send?access_token={key}",
                "feishu": f"/open-apis/bot/v2/hook/{key}",
            }[kind]
        )

    def misbehave(self, *ways: str) -> None:
        """For the next calls, in order: slow, reset, cut, redirect, too_often, busy, garbage, broken, unknown_key."""
        self.mischief.extend(ways)

    def texts(self) -> list[str]:
        return [_text(letter.body) for letter in self.accepted]

    def speakers(self) -> list[str]:
        """Which robots spoke, in order."""
        return [_key(letter) for letter in self.accepted]


@contextmanager
def vendors_at_home() -> Iterator[Vendors]:
    """The server while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    vendors = server.vendors = Vendors(server.server_address[1])  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield vendors
    finally:
        vendors.held.set()
        server.shutdown()
        thread.join()
        server.server_close()


def a_port_nobody_listens_on() -> int:
    with socket.socket() as lonely:
        lonely.bind(("127.0.0.1", 0))
        return lonely.getsockname()[1]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        vendors: Vendors = self.server.vendors  # type: ignore[attr-defined]
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        letter = Letter(parts.path, query, json.loads(raw), {k.lower(): v for k, v in self.headers.items()})
        vendors.calls.append(letter)
        way = vendors.mischief.popleft() if vendors.mischief else ""
        if way in MISCHIEF:
            MISCHIEF[way](self, vendors, letter)
            return
        self.answer(200, _answer(vendors, letter))

    def answer(self, status: int, body: dict | bytes, **headers: str) -> None:
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-type", "application/json; charset=utf-8")
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def _answer(vendors: Vendors, letter: Letter) -> dict:
    """Check as the vendor does, accept or refuse."""
    vendor = next(vendor for path, vendor in DOORS.items() if letter.path.startswith(path))
    refusal = vendor(letter)
    if refusal is None and sum(_key(letter) == key for key in vendors.speakers()) >= vendors.per_minute:
        refusal = TOO_OFTEN[vendor]
    if refusal is not None:
        return refusal
    vendors.accepted.append(letter)
    return WELCOME[vendor]


def _wecom(letter: Letter) -> dict | None:
    if not letter.query.get("key"):
        return {"errcode": 93000, "errmsg": "invalid webhook url"}
    text = letter.body.get("text", {})
    if letter.body.get("msgtype") != "text" or not text.get("content"):
        return {"errcode": 40008, "errmsg": "invalid message type"}
    if len(text["content"].encode()) > 2048:
        return {"errcode": 40058, "errmsg": "content exceed max length"}
    return None


def _dingtalk(letter: Letter) -> dict | None:
    stamp, sign = letter.query.get("timestamp", ""), letter.query.get("sign", "")
    if not stamp.isdigit() or abs(int(stamp) / 1000 - time.time()) > 3600:
        return {"errcode": 310000, "errmsg": "invalid timestamp"}
    wanted = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    if sign != base64.b64encode(wanted).decode():
        return {"errcode": 310000, "errmsg": "sign not match"}
    if letter.body.get("msgtype") != "text":
        return {"errcode": 400102, "errmsg": "msgtype"}
    return None


def _feishu(letter: Letter) -> dict | None:
    stamp = str(letter.body.get("timestamp", ""))
    wanted = hmac.new(f"{stamp}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    in_time = stamp.isdigit() and abs(int(stamp) - time.time()) <= 3600
    if not in_time or letter.body.get("sign") != base64.b64encode(wanted).decode():
        text = "sign match fail or timestamp is not within one hour from current time"
        return {"code": 19021, "msg": text, "data": {}}
    if letter.body.get("msg_type") != "text" or "text" not in letter.body.get("content", {}):
        return {"code": 9499, "msg": "Bad Request", "data": {}}
    return None


DOORS: dict[str, Callable[[Letter], dict | None]] = {
    "/cgi-bin/webhook/send": _wecom,
    "/robot/send": _dingtalk,
    "/open-apis/bot/v2/hook/": _feishu,
}
WELCOME = {
    _wecom: {"errcode": 0, "errmsg": "ok"},
    _dingtalk: {"errcode": 0, "errmsg": "ok"},
    _feishu: {
        "StatusCode": 0,
        "StatusMessage": "success",
        "Extra": None,
        "code": 0,
        "data": {},
        "msg": "success",
    },
}
TOO_OFTEN = {
    _wecom: {"errcode": 45009, "errmsg": "api freq out of limit"},
    _dingtalk: {
        "status": 1111,
        "wait": 5,
        "punish": "deny",
        "errcode": 130101,
        "errmsg": "send too fast, exceed 20 times per minute",
    },
    _feishu: {"code": 11232, "msg": "frequency limited", "data": {}},
}


def _too_often(handler: _Handler, vendors: Vendors, letter: Letter) -> None:
    handler.answer(200, next(TOO_OFTEN[v] for path, v in DOORS.items() if letter.path.startswith(path)))


def _slow(handler: _Handler, vendors: Vendors, letter: Letter) -> None:
    """Takes the message and says so too late."""
    vendors.accepted.append(letter)
    vendors.held.wait(30)


def _reset(handler: _Handler, vendors: Vendors, letter: Letter) -> None:
    """Takes the message; the connection is reset before the answer."""
    vendors.accepted.append(letter)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def _cut(handler: _Handler, vendors: Vendors, letter: Letter) -> None:
    """Begins to answer and hangs up."""
    vendors.accepted.append(letter)
    handler.send_response(200)
    handler.send_header("content-length", "500")
    handler.end_headers()
    handler.wfile.write(b'{"errcode"')
    handler.close_connection = True


def _redirect(handler: _Handler, vendors: Vendors, letter: Letter) -> None:
    handler.answer(307, b"", location=f"{vendors.root}/internal/secrets")


MISCHIEF: dict[str, Callable[[_Handler, Vendors, Letter], None]] = {
    "slow": _slow,
    "reset": _reset,
    "cut": _cut,
    "redirect": _redirect,
    "too_often": _too_often,
    "busy": lambda handler, vendors, letter: handler.answer(200, {"errcode": -1, "errmsg": "system busy"}),
    "garbage": lambda handler, vendors, letter: handler.answer(200, b"<html>hello</html>"),
    "broken": lambda handler, vendors, letter: handler.answer(502, b"bad gateway"),
    "unknown_key": lambda handler, vendors, letter: handler.answer(
        200, {"errcode": 93000, "errmsg": "invalid webhook url"}
    ),
}


def _key(letter: Letter) -> str:
    return letter.query.get("key") or letter.query.get("access_token") or letter.path.rsplit("/", 1)[-1]


def _text(body: dict) -> str:
    return body.get("text", {}).get("content") or body.get("content", {}).get("text", "")
