"""The ground floor's background work."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from offices import soft_cache
from offices.jobs import job
from offices.selectors.background import HEARTBEAT_KEY
from offices.services import runs, sessions
from offices.services.request_keys import forget_old_keys

KEYS_LIVE = timedelta(days=7)
HEARTBEAT_SECONDS = 90


@job(_("Shows that the clock and a worker run"))
def heartbeat(now: datetime) -> None:
    """Beat and a worker are alive: leave a mark that readyz reads."""
    soft_cache.write(HEARTBEAT_KEY, now.isoformat(), HEARTBEAT_SECONDS)


@job(_("Forgets the answers to double clicks"))
def forget_request_keys(now: datetime) -> int:
    """Keys older than a week answer no impatient click any more."""
    return forget_old_keys(before=now - KEYS_LIVE)


@job(_("Forgets sessions that have ended"))
def forget_ended_sessions(now: datetime) -> int:
    """Sessions whose time is over are of no use to anybody."""
    return sessions.forget_ended_sessions(before=now)


@job(_("Forgets what ran in the background two weeks ago"))
def forget_runs(now: datetime) -> int:
    """Runs of background jobs are kept for two weeks."""
    return runs.forget_runs(before=now - runs.KEPT_FOR)
