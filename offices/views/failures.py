"""Pages for what went wrong, in the user's language and with the way back."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from offices import drafts
from offices.guards import ask_to_log_in
from offices.middleware import DATABASE_AWAY, plain_unavailable
from offices.views.identity import lock_ends

LOG_INS = {"login", "admin:login"}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the last log-in or log-out: put what was typed back where it really came from our own page.

    Only a browser that says the form stood on this very host (Origin) is served so; others get the page that explains.
    """
    if drafts.is_from_our_page(request) and _keeps_draft(request):
        if not request.user.is_authenticated:
            return ask_to_log_in(request)
        drafts.keep_posted(request)
        return redirect(request.path)
    return render(request, "403_csrf.html", status=403)


def locked_out(request: HttpRequest, answer: HttpResponse, credentials: dict | None) -> HttpResponse:
    """The answer to a log-in with a name that is locked out; axes calls this.

    It says the same of a name that nobody has. Pages that ask for the password in mid-session say it themselves.
    """
    if request.resolver_match.view_name not in LOG_INS:
        return answer
    until = lock_ends(request, credentials)
    return render(request, "offices/locked_out.html", {"until": until}, status=429)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw; also a database that went away below a middleware (Django calls this where it caught it)."""
    error = sys.exception()
    if isinstance(error, DATABASE_AWAY):
        return plain_unavailable(request, error)
    return render(request, "500.html", status=500)


def _keeps_draft(request: HttpRequest) -> bool:
    try:
        return getattr(resolve(request.path).func, "keeps_draft", False)
    except Resolver404:
        return False
