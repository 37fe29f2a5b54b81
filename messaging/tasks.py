"""What the worker does for messages. Truth stands in the outbox: a task lost or run twice does no harm."""

import time
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from messaging.services import sending, text_sending
from messaging.services.outbox import BELL as ROBOTS_BELL
from messaging.services.texts import BELL as TEXTS_BELL
from offices.doorbell import ring
from offices.jobs import clock_from, job, run_ends


@job(_("Sends what the group robots shall say"))
def send_due(now: datetime) -> None:
    """Send robot messages until nothing is due or the run has lasted long enough; then the bell is rung again."""
    ends, clock = run_ends(), clock_from(now)
    while time.monotonic() < ends:
        if not sending.send_due(clock()):
            return
    ring(ROBOTS_BELL)


@job(_("Hands over SMS and e-mails"))
def send_texts_due(now: datetime) -> None:
    """Hand over customers' texts in the same way; where only a gateway's pace is in the way, wait for it."""
    ends, clock = run_ends(), clock_from(now)
    while time.monotonic() < ends:
        if text_sending.send_texts_due(clock()):
            continue
        if not text_sending.wait_for_next(clock(), longest=min(2.0, max(0.0, ends - time.monotonic()))):
            return
    ring(TEXTS_BELL)
