"""How a service says no."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# PostgreSQL gave up waiting for a lock, or broke a circle of waiting: the same request may be sent again.
LOCK_CODES = frozenset({"55P03", "40P01"})


class Refusal(Exception):
    """A service declines; nothing was changed. The message is a translated sentence that says what to do.

    ``field`` names the form field the sentence belongs to, or is None for the form as a whole.
    ``status`` is the HTTP status for callers that answer without a form.
    """

    status = 409
    template = "refused.html"
    """The page that says so where no form does; it knows the ``refusal``, and no request."""

    def __init__(self, message: Any, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class KeyReused(Refusal):
    """The same idempotency key came with another content."""

    status = 422


class Busy(Refusal):
    """The office's lock could not be had in time; the same request may be sent again."""

    status = 503


def is_lock_timeout(error: Exception) -> bool:
    """Whether PostgreSQL gave up waiting for a lock, which is no outage."""
    return getattr(error.__cause__, "pgcode", None) in LOCK_CODES


def busy() -> Busy:
    """The refusal for a lock that was not had in time."""
    return Busy(_("The queue is busy this very moment. Nothing was lost: send it once more."))
