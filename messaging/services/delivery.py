"""One call of a vendor over the network, and what can be known after it."""

import logging
import time

import httpx

from messaging.robots import Answer, Request, Verdict, read_answer

log = logging.getLogger(__name__)

# Seconds for connecting, for each read, and for the answer as a whole.
PATIENCE = 5.0
LONGEST_ANSWER = 64 * 1024


class SlowAnswer(Exception):
    """The answer comes drop by drop and is not waited for."""


def deliver(client: httpx.Client, kind: str, request: Request) -> Answer:
    """POST the request once; never raises for what the network or the vendor does. No redirect is followed."""
    try:
        status, body = _post(client, request)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
        return Answer(Verdict.NOT_LEFT, "unreachable")
    except (httpx.TimeoutException, SlowAnswer):
        return Answer(Verdict.UNCLEAR, "timeout")
    except httpx.RequestError:
        return Answer(Verdict.UNCLEAR, "connection_lost")
    except Exception:  # the row is marked as being sent: whatever went wrong, it must get its end
        log.exception("call of a %s robot went wrong unforeseen", kind)
        return Answer(Verdict.UNCLEAR, "unforeseen")
    return read_answer(kind, status, body)


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


def _post(client: httpx.Client, request: Request) -> tuple[int, bytes]:
    """HTTP status and the beginning of the body."""
    patience_ends = time.monotonic() + PATIENCE
    body = b""
    with client.stream("POST", request.url, json=request.json) as response:
        for piece in response.iter_bytes():
            body += piece
            if len(body) > LONGEST_ANSWER:
                break
            if time.monotonic() > patience_ends:
                raise SlowAnswer
        return response.status_code, body[:LONGEST_ANSWER]
