"""One call of a vendor over the network, and what can be known after it."""

import logging
import time
from collections.abc import Callable
from typing import Any

import httpx

from messaging.robots import Answer, Request, Verdict, read_answer
from messaging.text_vendors import Call

log = logging.getLogger(__name__)

# Seconds for connecting, for each read, and for the answer as a whole.
PATIENCE = 5.0
LONGEST_ANSWER = 64 * 1024


class SlowAnswer(Exception):
    """The answer comes drop by drop and is not waited for."""


def deliver(client: httpx.Client, kind: str, request: Request) -> Answer:
    """Have a robot speak: POST once; never raises for what the network or the vendor does. No redirect is followed."""
    return _called(
        lambda: _post(client, request.url, json=request.json),
        lambda status, body: read_answer(kind, status, body),
        kind,
    )


def hand_over(client: httpx.Client, kind: str, call: Call, read: Callable[[int, bytes], Answer]) -> Answer:
    """Give a text to its vendor in the same way."""
    return _called(lambda: _post(client, call.url, headers=call.headers, content=call.content), read, kind)


def _called(post: Callable[[], tuple[int, bytes]], read: Callable[[int, bytes], Answer], kind: str) -> Answer:
    try:
        status, body = post()
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
        return Answer(Verdict.NOT_LEFT, "unreachable")
    except (httpx.TimeoutException, SlowAnswer):
        return Answer(Verdict.UNCLEAR, "timeout")
    except httpx.RequestError:
        return Answer(Verdict.UNCLEAR, "connection_lost")
    except Exception:  # the row is marked as being sent: whatever went wrong, it must get its end
        log.exception("call of %s went wrong unforeseen", kind)
        return Answer(Verdict.UNCLEAR, "unforeseen")
    return read(status, body)


def new_client() -> httpx.Client:
    """A client that goes straight to the allowed host: no redirect, no proxy and no credentials of the environment.

    Connections are not kept: on one that the vendor has just closed it could not be known whether a message left.
    """
    return httpx.Client(
        timeout=PATIENCE,
        follow_redirects=False,
        trust_env=False,
        headers={"Accept-Encoding": "identity"},
        limits=httpx.Limits(max_keepalive_connections=0),
    )


def _post(client: httpx.Client, url: str, **content: Any) -> tuple[int, bytes]:
    """HTTP status and the beginning of the body."""
    patience_ends = time.monotonic() + PATIENCE
    body = b""
    with client.stream("POST", url, **content) as response:
        for piece in response.iter_bytes():
            body += piece
            if len(body) > LONGEST_ANSWER:
                break
            if time.monotonic() > patience_ends:
                raise SlowAnswer
        return response.status_code, body[:LONGEST_ANSWER]
