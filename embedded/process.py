"""Processes of ours: who they are, whether they live, how they end."""

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Leader:
    """A process that leads its own group; the time of its start tells it from a later one with the same number."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> "Leader":
        """Raises psutil.NoSuchProcess."""
        return cls(pid, psutil.Process(pid).create_time())

    def is_alive(self) -> bool:
        """A zombie is dead: below an init that never reaps it would stay for ever."""
        found = _look(self.pid)
        return found is not None and self._is_me(found) and found.status() != psutil.STATUS_ZOMBIE

    def may_be_signalled(self) -> bool:
        """Whether the group of this number is ours: the leader lives, or died and left its children behind."""
        found = _look(self.pid)
        return found is None or self._is_me(found)

    def _is_me(self, found: psutil.Process) -> bool:
        return abs(found.create_time() - self.started) < 1


def _look(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def is_zombie_or_gone(pid: int) -> bool:
    found = _look(pid)
    try:
        return found is None or found.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def is_named(pid: int, name: str) -> bool:
    """Whether the process of this number runs a program of that name (numbers are used again)."""
    try:
        return name in psutil.Process(pid).name()
    except psutil.Error:
        return False


def wait_until_gone(leaders: Iterable[Leader], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    waiting = list(leaders)
    while waiting and time.monotonic() < deadline:
        time.sleep(0.05)
        waiting = [leader for leader in waiting if leader.is_alive()]
    return not waiting


def end(leaders: Iterable[Leader], grace: float) -> None:
    """Ask every leader to stop, and kill what is left of their groups after ``grace`` seconds.

    Only the leader is asked: a Celery pool that gets the signal as well would drop the task in its hands.
    """
    ours = [leader for leader in leaders if leader.may_be_signalled()]
    for leader in ours:
        if leader.is_alive():
            with suppress(ProcessLookupError):
                os.kill(leader.pid, signal.SIGTERM)
    wait_until_gone(ours, grace)
    for leader in ours:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader.pid, signal.SIGKILL)
