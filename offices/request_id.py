"""Every request has an id, which the log lines and the answer carry; none of them carries personal data."""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

# The log's formatter is loaded before the models are.
if TYPE_CHECKING:
    from offices.models import Member

current: ContextVar[dict | None] = ContextVar("request_facts", default=None)
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}\Z")


def note_member(member: "Member") -> None:
    """Let the log lines of this request name the office and the member (by id)."""
    facts = current.get()
    if facts:
        facts["office"] = member.office.slug
        facts["member"] = member.pk


class RequestIdMiddleware:
    """Take a well-formed id that a proxy gave, or make one; answer with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if GIVEN.match(given) else secrets.token_hex(8)
        token = current.set({"request_id": request_id})
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response["X-Request-ID"] = request_id
        return response
