"""Waking a worker: by the task's name, after commit, and never at the caller's cost.

What is due stands in the database and is swept on schedule; a bell that nobody hears only delays it. So a ring is
tried once, takes half a second at most, and its failure is logged and swallowed; after a failure nobody tries for
five seconds, that a page is not slowed again and again by a broker that is gone.
"""

import logging
import time
from functools import partial

from celery import current_app
from django.db import transaction
from kombu import pools

log = logging.getLogger(__name__)

# Seconds. Connecting and writing may each use up their share of the half second.
PATIENCE = 0.25
QUIET_AFTER_FAILURE = 5.0
STALE_AFTER = 60  # a ring that waited longer than this has been overtaken by the schedule

_quiet_until = 0.0


def ring(task: str) -> None:
    """Have a worker run the task (no arguments) once the transaction has committed; at once where there is none."""
    transaction.on_commit(partial(_ring_now, task), robust=True)


def _ring_now(task: str) -> None:
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    try:
        _send(task)
    except Exception as error:  # whatever the broker or its client raises: the caller has work to do
        _quiet_until = time.monotonic() + QUIET_AFTER_FAILURE
        log.warning("doorbell for %s not heard", task, extra={"error": type(error).__name__})


def _send(task: str) -> None:
    connection = current_app.connection_for_write(
        connect_timeout=PATIENCE,
        transport_options={
            **current_app.conf.broker_transport_options,
            "socket_connect_timeout": PATIENCE,
            "socket_timeout": PATIENCE,
            "retry_on_timeout": False,
            "max_retries": 0,
        },
    )
    with pools.producers[connection].acquire(block=True, timeout=PATIENCE) as producer:
        current_app.send_task(task, producer=producer, retry=False, ignore_result=True, expires=STALE_AFTER)
