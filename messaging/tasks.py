"""What the worker does for messages. Truth stands in the outbox: a task lost or run twice does no harm."""

import time

from celery import shared_task
from django.utils import timezone

from messaging.services import sending

# Seconds after which no batch is begun any more; with the last batch still below the worker's time limits.
LONGEST_RUN = 30


@shared_task
def send_due() -> None:
    """Send robot messages until nothing is due or the run has lasted long enough."""
    ends = time.monotonic() + LONGEST_RUN
    while time.monotonic() < ends and sending.send_due(timezone.now()):
        pass
