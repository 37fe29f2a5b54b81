"""Waking a worker: by the task's name, after commit, and never at the caller's cost.

What is due stands in the database and is swept on schedule; a bell that nobody hears only delays it. So a ring is
tried once, takes half a second at most, and its failure is logged and swallowed; after a failure nobody tries for
five seconds, that a page is not slowed again and again by a broker that is gone.
"""

import logging
import time
from collections.abc import Callable
from functools import partial

from celery import current_app
from django.db import connection, transaction
from kombu import pools

log = logging.getLogger(__name__)

# Seconds. Connecting and writing may each use up their share of the half second.
PATIENCE = 0.25
QUIET_AFTER_FAILURE = 5.0
STALE_AFTER = 60  # a ring that waited longer than this has been overtaken by the schedule

_quiet_until = 0.0


def ring(task: str) -> None:
    """Have a worker run the task (no arguments) once the transaction has committed; at once where there is none.

    However often it is rung for in a transaction, it is rung once.
    """
    if not any(_rings(hook, task) for _savepoints, hook, _robust in connection.run_on_commit):
        transaction.on_commit(partial(_ring_now, task), robust=True)


def _rings(hook: Callable, task: str) -> bool:
    """What stands in a savepoint that is undone is no longer among the hooks."""
    return isinstance(hook, partial) and hook.func is _ring_now and hook.args == (task,)


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
