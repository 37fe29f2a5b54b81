"""Programs that a parent keeps running."""

import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from embedded.process import Leader

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
# A program that ran that long starts again at once when it ends.
PROVEN_AFTER = 60.0
LONGEST_LOG = 5_000_000


@dataclass
class Child:
    """One program in a session of its own, so that Ctrl-C at the terminal reaches only the parent."""

    name: str
    command: list[str]
    folder: Path
    log: Path
    environment: dict[str, str]
    program: subprocess.Popen[bytes] | None = None
    leader: Leader | None = None
    pause: float = FIRST_PAUSE
    started: float = field(default=0.0)
    due: float | None = None

    def start(self) -> None:
        with _opened(self.log) as log:
            self.program = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.leader = Leader.of(self.program.pid)
        self.started = time.monotonic()
        self.due = None

    def tend(self) -> str | None:
        """Start a program that ended, after a pause that doubles each time; what there is to tell, if anything."""
        now = time.monotonic()
        if self.due is not None:
            if now < self.due:
                return None
            self.start()
            return f"{self.name} is started again"
        status = self.exit_status()
        if status is None:
            return None
        self.pause = FIRST_PAUSE if now - self.started > PROVEN_AFTER else min(self.pause * 2, LONGEST_PAUSE)
        self.due = now + self.pause
        return f"{self.name} ended ({status}) and is started again in {self.pause:.0f} s; see {self.log}"

    def exit_status(self) -> int | None:
        """None while it runs."""
        return self.program.poll() if self.program else None


def _opened(log: Path) -> IO[bytes]:
    """The log to append to; one that has grown large makes room and is kept once."""
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".old.log"))
    return open(log, "ab")
