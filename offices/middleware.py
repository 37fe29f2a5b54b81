"""What every answer of the house has in common."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from offices.errors import Busy, Refusal

LOCK_NOT_AVAILABLE = "55P03"
RETRY_SECONDS = "5"


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
    """Without PostgreSQL there is one plain page, which tries again by itself; a lock not had in time says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as error:
            return plain_unavailable(lock_missed=is_lock_timeout(error))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            return plain_unavailable(lock_missed=is_lock_timeout(error))
        if isinstance(error, Refusal):
            return HttpResponse(
                render_to_string("refused.html", {"message": error.message}), status=error.status
            )
        return None


def is_lock_timeout(error: Exception) -> bool:
    """Whether PostgreSQL gave up waiting for a lock, which is no outage."""
    return getattr(error.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE


def busy() -> Busy:
    """The refusal for a lock that was not had in time."""
    from django.utils.translation import gettext as _

    return Busy(_("The queue is busy this very moment. Nothing was lost: send it once more."))


def plain_unavailable(*, lock_missed: bool) -> HttpResponse:
    """A page that needs no database: rendered without request, so without context processors."""
    page = render_to_string("503.html", {"lock_missed": lock_missed})
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_SECONDS})
