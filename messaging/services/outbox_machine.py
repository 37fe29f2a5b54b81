"""The life of a row that leaves the house, the same for what robots say and for customers' texts.

queued (with a lease while a sender holds it) → sending, committed for that row alone right before the call → sent,
failed or uncertain. The row's model has state, lease_until, attempts, not_before, called_at, error and sent_at, and a
manager with ``queued()``.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F

from messaging.enums import MessageState
from messaging.robots import Answer, Verdict

Clock = Callable[[], datetime]
State = MessageState

CLAIM_LEASE = timedelta(seconds=90)
SENDING_LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5
BACK_OFF = timedelta(seconds=2)  # doubled with every attempt: 2, 4, 8, 16 seconds
REST_AFTER_SILENCE = timedelta(seconds=10)


@dataclass(frozen=True)
class Outcome:
    """What a call came to: the row's new values, and until when nothing else goes the same way (None: at once)."""

    changes: dict[str, Any] = field(default_factory=dict)
    rest_until: datetime | None = None


def running_clock(now: datetime) -> Clock:
    """``now``, moving on with the time that passes."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def claim(due: models.QuerySet, *, now: datetime, limit: int) -> list[Any]:
    """Lease up to ``limit`` of the due rows, in their order, passing over those that another sender is claiming."""
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True, of=("self",), no_key=True)[:limit])
        due.model.objects.filter(pk__in=[row.pk for row in rows]).update(lease_until=now + CLAIM_LEASE)
    return rows


def let_go(rows: list[Any]) -> None:
    """Give up the lease of rows that nothing was done with; those that somebody changes just now keep it a while."""
    if not rows:
        return
    with transaction.atomic():
        mine = type(rows[0]).objects.queued().filter(pk__in=[row.pk for row in rows])
        free = mine.select_for_update(skip_locked=True, of=("self",), no_key=True).values_list(
            "pk", flat=True
        )
        type(rows[0]).objects.filter(pk__in=list(free)).update(lease_until=None)


def settle_lost(model: type[models.Model], now: datetime) -> int:
    """Call uncertain what was being sent when its sender fell silent; how many these were."""
    lost = model.objects.filter(state=State.SENDING, lease_until__lt=now)  # type: ignore[attr-defined]
    return lost.update(state=State.UNCERTAIN, lease_until=None, error="sender_lost")


def mark_sending(row: Any, now: datetime, **still: Any) -> bool:
    """Write that the vendor is about to be called; the caller commits at once. False where somebody was quicker.

    ``still``: what must hold of the row besides, that a pause or a stop bites up to the last moment.
    """
    untouched = type(row).objects.queued().filter(pk=row.pk, attempts=row.attempts, **still)
    marked = untouched.update(
        state=State.SENDING, called_at=now, lease_until=now + SENDING_LEASE, attempts=F("attempts") + 1
    )
    row.attempts += 1
    return bool(marked)


def outcome_of(answer: Answer, *, attempts: int, now: datetime, rest: timedelta) -> Outcome:
    """Only what surely did not leave is tried again, ever more slowly; ``rest`` follows a vendor's "too often"."""
    match answer.verdict:
        case Verdict.ACCEPTED:
            return Outcome({"state": State.SENT, "sent_at": now, "error": ""})
        case Verdict.REFUSED:
            return Outcome({"state": State.FAILED, "error": answer.code})
        case Verdict.UNCLEAR:
            quiet = now + REST_AFTER_SILENCE if answer.code == "timeout" else None
            return Outcome({"state": State.UNCERTAIN, "error": answer.code}, quiet)
        case Verdict.RATE_LIMITED:
            return _again(answer, now + rest)
        case Verdict.NOT_LEFT if attempts < MOST_ATTEMPTS:
            return _again(answer, now + BACK_OFF * 2 ** (attempts - 1))
    return Outcome({"state": State.FAILED, "error": answer.code})


def _again(answer: Answer, at: datetime) -> Outcome:
    return Outcome({"state": State.QUEUED, "error": answer.code, "not_before": at}, at)


def write_down(row: Any, changes: dict[str, Any]) -> bool:
    """Write what the call came to. An answer later than its lease still tells the truth about an ``uncertain`` row."""
    called = type(row).objects.filter(pk=row.pk, attempts=row.attempts)
    written = called.filter(state__in=(State.SENDING, State.UNCERTAIN)).update(lease_until=None, **changes)
    return bool(written)


def fail(row: Any, code: str, state: str = State.FAILED) -> None:
    """End a row that was never handed over."""
    type(row).objects.queued().filter(pk=row.pk).update(state=state, lease_until=None, error=code)


def postpone(row: Any, until: datetime, code: str | None = None) -> None:
    """Let go of a row until then."""
    changes: dict[str, Any] = {"lease_until": None, "not_before": until}
    if code is not None:
        changes["error"] = code
    type(row).objects.queued().filter(pk=row.pk).update(**changes)
