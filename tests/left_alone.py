"""A screen that is left alone, without anybody waiting: the clock of its session is put back."""

from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache

from offices import live
from offices.services.sessions import WATCH_KEY


def leave_alone(session_key: str, *, minutes: float) -> None:
    """Nobody has touched the screen for so long; the mark of its polls has run out, as it would have in the cache."""
    _put_back(session_key, minutes, "active_at")
    cache.delete(live.attended_key(session_key))


def log_in_was(session_key: str, *, minutes: float) -> None:
    """The session began so long ago; its user was busy ever since."""
    _put_back(session_key, minutes, "began_at")


def _put_back(session_key: str, minutes: float, moment: str) -> None:
    session = SessionStore(session_key)
    watch = session[WATCH_KEY]
    session[WATCH_KEY] = {**watch, moment: watch[moment] - round(minutes * 60)}
    session.save()
