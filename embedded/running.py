"""Which demo runs: a lock that its parent holds, and a note of its processes for when the parent was killed."""

import fcntl
import json
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from embedded import process
from embedded.home import Home
from embedded.process import Leader

GRACE = 8.0
WAIT_FOR_PARENT = 30.0


class RunningDemo:
    """What is known of the demo of a home."""

    def __init__(self, home: Home) -> None:
        home.prepare()
        self.note_file = home.run / "demo.json"
        self.lock_file = home.run / "demo.lock"
        self._lock: IO[str] | None = None

    def claim(self) -> bool:
        """Become the parent; False where another one lives. The kernel takes the claim back when we end."""
        lock = open(self.lock_file, "w")  # noqa: SIM115 (open as long as we hold the claim)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def release(self) -> None:
        """Give the claim back and forget the note of processes that have ended."""
        self.note_file.unlink(missing_ok=True)
        if self._lock:
            self._lock.close()
            self._lock = None

    def note(self, address: str, children: list[Leader]) -> None:
        facts = {
            "address": address,
            "parent": _written(Leader.of(os.getpid())),
            "children": [_written(leader) for leader in children],
        }
        draft = self.note_file.with_suffix(".draft")
        draft.write_text(json.dumps(facts))
        draft.replace(self.note_file)

    def address(self) -> str | None:
        return self._read().get("address")

    def end_left_overs(self) -> bool:
        """End what a killed parent left behind; whether there was anything. Only for the holder of the claim."""
        leaders = [Leader(*pair) for pair in self._read().get("children", [])]
        process.end(leaders, GRACE)
        self.note_file.unlink(missing_ok=True)
        return bool(leaders)

    def stop(self) -> bool:
        """Stop the demo from outside, as another process, and take its claim; whether one ran."""
        if self.claim():
            return self.end_left_overs()
        parent = self._read().get("parent")
        if parent and Leader(*parent).is_alive():
            with suppress(ProcessLookupError):
                os.kill(parent[0], signal.SIGTERM)
        deadline = time.monotonic() + WAIT_FOR_PARENT
        while not self.claim():
            if time.monotonic() > deadline and parent:
                os.kill(parent[0], signal.SIGKILL)
            time.sleep(0.1)
        self.end_left_overs()
        return True

    def _read(self) -> dict[str, Any]:
        try:
            return json.loads(Path(self.note_file).read_text())
        except (FileNotFoundError, ValueError):
            return {}


def _written(leader: Leader) -> tuple[int, float]:
    return leader.pid, leader.started
