"""What every answer of the house has in common."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control

from offices import drafts
from offices.errors import Refusal, is_lock_timeout
from offices.guards import ask_to_log_in, ask_to_unlock
from offices.idle import Verdict
from offices.services import sessions

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


class IdleMiddleware:
    """Whoever left their screen alone for too long says first who they are (offices.idle).

    Only pages that somebody has to be logged in for are asked about; polls are no activity and bring a mark of their
    own (offices.live). What is public, and what leads out of the lock, is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, *_: object) -> HttpResponse | None:
        if not _is_guarded(request, view) or not request.user.is_authenticated:
            return None
        now = timezone.now()
        watch = sessions.watch_of(request.session, request.user, now)
        verdict = watch.verdict(int(now.timestamp()))
        if verdict is Verdict.UNLOCK:
            return ask_to_unlock(request)
        if verdict is Verdict.LOG_IN:
            logout(request)
            return ask_to_log_in(request)
        if not getattr(view, "only_asks", False):
            sessions.note_activity(request.session, watch, now)
        return None


def _is_guarded(request: HttpRequest, view: Callable) -> bool:
    """Whether a guard of ours stands before the view, or the administration's."""
    if getattr(view, "live", False):
        return False
    return hasattr(view, "roles") or request.resolver_match.app_name == "admin"


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
                render_to_string(error.template, {"message": error.message, "refusal": error}),
                status=error.status,
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
