"""The ground floor's background work."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from offices import soft_cache
from offices.services import sessions
from offices.services.request_keys import forget_old_keys

KEYS_LIVE = timedelta(days=7)
HEARTBEAT_KEY = "heartbeat"
HEARTBEAT_SECONDS = 90


@shared_task
def heartbeat() -> None:
    """Beat and a worker are alive: leave a mark that readyz reads."""
    soft_cache.write(HEARTBEAT_KEY, timezone.now().isoformat(), HEARTBEAT_SECONDS)


@shared_task
def forget_request_keys() -> int:
    """Keys older than a week answer no impatient click any more."""
    return forget_old_keys(before=timezone.now() - KEYS_LIVE)


@shared_task
def forget_ended_sessions() -> int:
    """Sessions whose time is over are of no use to anybody."""
    return sessions.forget_ended_sessions(before=timezone.now())
