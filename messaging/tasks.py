"""What the worker does for messages. Truth stands in the outbox: a task lost or run twice does no harm."""

import time
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from messaging.services import sending, text_sending
from offices.jobs import clock_from, job

# Seconds after which no batch is begun any more; with the last batch still below the worker's time limits.
LONGEST_RUN = 30


@job(_("Sends what the group robots shall say"))
def send_due(now: datetime) -> None:
    """Send robot messages until nothing is due or the run has lasted long enough."""
    ends, clock = time.monotonic() + LONGEST_RUN, clock_from(now)
    while time.monotonic() < ends and sending.send_due(clock()):
        pass


@job(_("Hands over SMS and e-mails"))
def send_texts_due(now: datetime) -> None:
    """Hand over customers' texts in the same way; where only a gateway's pace is in the way, wait for it."""
    ends, clock = time.monotonic() + LONGEST_RUN, clock_from(now)
    while time.monotonic() < ends:
        if text_sending.send_texts_due(clock()):
            continue
        if not text_sending.wait_for_next(clock(), longest=min(2.0, max(0.0, ends - time.monotonic()))):
            break
