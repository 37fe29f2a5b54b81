"""What every answer of the house has in common."""

from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from offices import drafts
from offices.errors import Refusal, is_lock_timeout

RETRY_SECONDS = "5"
DATABASE_AWAY = (OperationalError, InterfaceError)


class OneCharsetMiddleware:
    """Addresses and forms are read as UTF-8, whatever a request claims.

    Charsets such as ``unicode_escape`` would let half characters in, which neither the database nor a hash takes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = settings.DEFAULT_CHARSET
        return self.get_response(request)


class NoStoreMiddleware:
    """Pages of somebody who is logged in stay in no cache, so that the next user of the desk finds nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(request, "user") and "Cache-Control" not in response:
            patch_cache_control(response, no_store=True, private=True)
        return response


class DatabaseAwayMiddleware:
    """Without PostgreSQL there is one plain page; a lock not had in time says so; a stray refusal is shown.

    What goes wrong in the middleware below, where Django asks no ``process_exception``, comes to
    ``offices.views.failures.server_error``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DATABASE_AWAY):
            return plain_unavailable(request, error)
        if isinstance(error, Refusal):
            return HttpResponse(
                render_to_string("refused.html", {"message": error.message}), status=error.status
            )
        return None


def plain_unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """A page that needs no database: rendered without request, so without context processors.

    It loads itself anew until the database is back; after a form it holds what was sent instead, to send it again.
    """
    fields = drafts.fields_to_resend(request)
    page = render_to_string(
        "503_form.html" if fields else "503.html",
        {"lock_missed": is_lock_timeout(error), "fields": fields, "path": request.path},
    )
    return HttpResponse(
        page, status=503, headers={"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store, private"}
    )
